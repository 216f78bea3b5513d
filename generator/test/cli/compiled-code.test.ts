import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepCompiledCode, keepWhatHasRun, loadFromKeptCode } from "../../src/process/compiled-code.js";

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
  keepWhatHasRun(0);
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

test("what a short run has kept is kept once more by a long one, and no more after that", () => {
  loaded();
  for (const [worked, isKept] of [
    [1999, false],
    [2000, true],
    [2000, false],
    [0, false],
  ] as const) {
    utimesSync(only(), 1, 1);
    loadFromKeptCode(fresh());
    keepWhatHasRun(worked);
    expect(statSync(only()).mtimeMs > 1000).toBe(isKept);
  }
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

test("kept code of which one bit is another one is made anew, wherever that bit stands", () => {
  loaded();
  const whole = readFileSync(only());
  // The first bytes are those that V8 looks at itself; further in it takes all for code, and dies of what is none.
  for (const at of [0, 40, whole.length >> 1, whole.length - 20, whole.length - 1]) {
    const broken = Buffer.from(whole);
    broken[at] = (broken[at] as number) ^ 16;
    writeFileSync(only(), broken);
    expect(loaded().twice(4)).toBe(8);
    expect(readFileSync(only()).equals(broken)).toBe(false);
  }
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

test("code that nothing has made for a month is removed when other code is kept", () => {
  loaded();
  const old = only();
  utimesSync(old, 1, 1);
  writeFileSync(file, "exports.twice = (count) => count + count;\nexports.where = [];\n");
  loaded();
  expect(entries()).toHaveLength(1);
  expect(only()).not.toBe(old);
});

/** The package as it is installed in the folder, and how to generate with it there. */
function installed(): { readonly at: string; run(...parameters: readonly string[]): Promise<string>; generate(): Promise<string> } {
  const at = join(folder, "node_modules", "tallystick");
  const own = new URL("../../", import.meta.url);
  for (const part of ["bin", "dist", "runtime", "package.json"]) cpSync(new URL(part, own), join(at, part), { recursive: true });
  for (const packages of [new URL("node_modules/", own), new URL("../node_modules/", own)])
    for (const name of readdirSync(packages).filter((each) => !/^\.|^tallystick$/.test(each) && !existsSync(join(folder, "node_modules", each))))
      symlinkSync(fileURLToPath(new URL(name, packages)), join(folder, "node_modules", name));
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "kept-by-node") };
  const run = async (...parameters: readonly string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, parameters, { cwd: folder, encoding: "utf8", env })).stdout;
  const spec = fileURLToPath(new URL("../spec/openapi.yaml", own));
  return { at, run, generate: () => run(join(at, "bin", "tallystick.js"), "generate", "--spec", spec, "--out", "api", "--no-cache") };
}

const keptByUs = "node_modules/.cache/tallystick/code";

async function isKeptAsItWasLoaded(): Promise<boolean> {
  const { at, run, generate } = installed();
  await generate();
  const [name = ""] = readdirSync(join(at, "dist", "cli")).filter((each) => each.endsWith(".cjs"));
  const made = realpathSync(join(at, "dist", "cli", name));
  const { size, mtimeMs } = statSync(made);
  // Threads are given room before it is loaded.
  const tag = Number(await run("--heap-growing-percent=2500", "--initial-old-space-size=260", "-p", "require('node:v8').cachedDataVersionTag()"));
  const hash = createHash("sha256")
    .update(JSON.stringify([made, size, mtimeMs, tag]))
    .digest("hex");
  const code = join(folder, keptByUs, `${hash.slice(0, 24)}.bin`);
  // Code that nobody had run yet would be a tenth of that.
  const hasRun = statSync(code).size > 300_000;
  utimesSync(code, 1_800_000_000, 1_800_000_000);
  await generate();
  return hasRun && statSync(code).mtimeMs === 1_800_000_000_000;
}

async function isKeptByNode(): Promise<boolean> {
  await installed().generate();
  const [version = ""] = readdirSync(join(folder, "kept-by-node"));
  return readdirSync(join(folder, "kept-by-node", version)).length > 10 && !existsSync(join(folder, keptByUs));
}

// Later versions of Node keep compiled code themselves.
const [how, isKept] = process.versions.node.startsWith("20.")
  ? ["as it was loaded, though the engine is settled after that, and a later run takes it as it is", isKeptAsItWasLoaded]
  : ["by Node itself, and not by us as well", isKeptByNode];

test(`our own code is kept ${how}`, async () => {
  expect(await isKept()).toBe(true);
});
