import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepCompiledCode, keepWhatHasRun, loadFromKeptCode } from "../../src/compiled-code.js";

// A new process has compiled nothing yet; this one would know each text again.
setFlagsFromString("--no-compilation-cache");

let folder: string;
let file: string;
let kept: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tallystick-code-"));
  file = join(folder, "library.cjs");
  kept = join(folder, "kept", "code");
  writeFileSync(
    file,
    'exports.twice = (count) => count * 2;\nexports.where = [__filename, __dirname, typeof require("node:fs").readFileSync, "ü"];\n',
  );
  keepCompiledCode(kept);
});

afterEach(() => {
  keepCompiledCode(undefined);
  rmSync(folder, { recursive: true });
});

interface Library {
  twice(count: number): number;
  readonly where: readonly string[];
}

/** What whoever requires the file gets, once it was loaded as a new process would, and that process has ended. */
function loaded(): Library {
  const require = createRequire(file);
  loadFromKeptCode(fresh());
  if (require.cache[file] === undefined) throw new Error("it was not loaded");
  keepWhatHasRun();
  return require(file) as Library;
}

/** The file, as a new process knows it. */
function fresh(): string {
  delete createRequire(file).cache[file];
  return file;
}

const entries = (): string[] => readdirSync(kept).map((name) => join(kept, name));
const only = (): string => {
  const [entry, ...others] = entries();
  if (entry === undefined || others.length > 0) throw new Error(`${others.length + 1} entries`);
  return entry;
};

test("a file that is loaded from kept code is what requiring it would give", () => {
  for (const library of [loaded(), loaded()]) {
    expect(library.twice(21)).toBe(42);
    expect(library.where).toEqual([file, folder, "function", "ü"]);
  }
});

test("code that was kept is taken as it is", () => {
  loaded();
  utimesSync(only(), 1, 1);
  expect(loaded().twice(2)).toBe(4);
  expect(statSync(only()).mtimeMs).toBe(1000);
});

test("functions that have run by the end of a process are kept with their code", () => {
  const long = `exports.twice = (count) => { const sums = [${"count + count, ".repeat(500)}]; return sums[0]; };\nexports.where = [];\n`;
  writeFileSync(file, long);
  loaded();
  const [asLoaded] = entries().map((entry) => statSync(entry).size);
  rmSync(kept, { recursive: true });
  loadFromKeptCode(fresh());
  (createRequire(file)(file) as Library).twice(1);
  keepWhatHasRun();
  expect(statSync(only()).size).toBeGreaterThan(2 * (asLoaded as number));
});

test("a file that has changed is compiled anew", () => {
  loaded();
  writeFileSync(file, "exports.twice = (count) => count + count + 1;\nexports.where = [];\n");
  expect(loaded().twice(1)).toBe(3);
  expect(entries()).toHaveLength(2);
});

test.each([
  ["nothing", ""],
  ["half of it", undefined],
  ["something else", "no code at all"],
])("kept code that holds %s is made anew", (_, text) => {
  loaded();
  const whole = readFileSync(only());
  writeFileSync(only(), text ?? whole.subarray(0, whole.length / 2));
  expect(loaded().twice(4)).toBe(8);
  expect(readFileSync(only()).length).toBe(whole.length);
});

test("where no folder can be made, nothing is kept and the file is loaded all the same", () => {
  writeFileSync(join(folder, "kept"), "a file stands here");
  expect(loaded().twice(3)).toBe(6);
});

test("a file that fails is not taken for loaded", () => {
  writeFileSync(file, 'throw new Error("not today");');
  expect(loaded).toThrow("not today");
  expect(createRequire(file).cache[file]).toBeUndefined();
});

test("without a folder nothing is loaded and nothing is written", () => {
  keepCompiledCode(undefined);
  loadFromKeptCode(file);
  expect(createRequire(file).cache[file]).toBeUndefined();
  expect(readdirSync(folder)).toEqual(["library.cjs"]);
});
