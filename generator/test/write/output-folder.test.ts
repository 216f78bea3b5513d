import { execFileSync } from "node:child_process";
import {
  existsSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { refusedByDisk } from "../../src/cli/terminal/outcome.js";
import { collector } from "../../src/diagnostics/collect.js";
import { KnownFiles } from "../../src/write/known-files.js";
import { OutputFolder, type Written } from "../../src/write/output-folder.js";
import { temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

interface Run {
  readonly written: Written | undefined;
  readonly codes: readonly string[];
}

async function write(out: string, files: Readonly<Record<string, string>>, known?: KnownFiles): Promise<Run> {
  const { report, diagnostics } = collector();
  const folder = await OutputFolder.open(out, { shown: "out", patience: 300, ...(known === undefined ? {} : { known }) }, report);
  try {
    const put = Object.entries(files).map(([path, text]) => folder?.put({ path, text }));
    const written = folder?.settle(
      put.filter((file) => file !== undefined),
      { tallystick: "1.0.0", document: "abc" },
      report,
    );
    return { written, codes: diagnostics.map((diagnostic) => diagnostic.code) };
  } finally {
    folder?.close();
  }
}

/** Every file below a folder with its text. */
function tree(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

test("creates the folder and its list of files", async () => {
  const out = join(temporaryFolder(), "deep", "out");
  expect(await write(out, { "a.ts": "a\n", "b/c.ts": "c\n" })).toMatchObject({ codes: [], written: { changes: [{ kind: "add" }, { kind: "add" }] } });
  expect(Object.keys(tree(out))).toEqual([".tallystick.json", "a.ts", "b/c.ts"]);
  expect(readdirSync(join(out, ".."))).toEqual(["out"]);
});

test("writes changed files, removes old ones, keeps files of others", async () => {
  const out = join(temporaryFolder(), "out");
  await write(out, { "a.ts": "a\n", "b/c.ts": "c\n", "b/d.ts": "d\n", "gone/x.ts": "x\n" });
  writeFileSync(join(out, "mine.txt"), "mine");
  writeFileSync(join(out, "b", "mine.txt"), "mine");
  mkdirSync(join(out, "dist"));
  writeFileSync(join(out, "dist", "a.js"), "built");
  const { ino } = statSync(join(out, "a.ts"));
  const { written, codes } = await write(out, { "a.ts": "a\n", "b/c.ts": "new\n" });
  expect(codes).toEqual([]);
  expect(written?.changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["replace b/c.ts", "remove b/d.ts", "remove gone/x.ts"]);
  const after = tree(out);
  delete after[".tallystick.json"];
  expect(after).toEqual({ "a.ts": "a\n", "b/c.ts": "new\n", "b/mine.txt": "mine", "dist/a.js": "built", "mine.txt": "mine" });
  expect(statSync(join(out, "a.ts")).ino).toBe(ino);
  expect(existsSync(join(out, "gone"))).toBe(false);
});

test("names a file that another program deletes during the run", async () => {
  const out = join(temporaryFolder(), "out");
  const filesWith = (text: string): Readonly<Record<string, string>> => ({
    "same.ts": "same\n",
    ...Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${index}.ts`, text])),
  });
  await write(out, filesWith("a\n"));
  const { report } = collector();
  const folder = await OutputFolder.open(out, { shown: "out" }, report);
  const put = Object.entries(filesWith("b\n")).map(([path, text]) => folder?.put({ path, text }));
  rmSync(join(out, "same.ts"));
  let error: unknown;
  try {
    folder?.settle(
      put.filter((file) => file !== undefined),
      { tallystick: "1.0.0", document: "abc" },
      report,
    );
  } catch (thrown) {
    error = thrown;
  } finally {
    folder?.close();
  }
  expect(refusedByDisk(error)).toMatch(/same\.ts" was deleted during the run/);
  expect(readFileSync(join(out, "1.ts"), "utf8")).toBe("a\n");
});

test("writes nothing if nothing differs", async () => {
  const out = join(temporaryFolder(), "out");
  await write(out, { "a.ts": "a\n" });
  const { ino } = statSync(out);
  expect((await write(out, { "a.ts": "a\n" })).written?.changes).toEqual([]);
  expect(statSync(out).ino).toBe(ino);
});

test("rejects a folder with a foreign file in the way", async () => {
  const out = temporaryFolder();
  writeFileSync(join(out, "index.ts"), "mine");
  expect(await write(out, { "index.ts": "ours", "b.ts": "b" })).toEqual({ written: undefined, codes: ["out-not-ours"] });
  expect(tree(out)).toEqual({ "index.ts": "mine" });
});

test.each([".", "b"])("rejects a foreign file created during generation, in a folder %j", async (made) => {
  const out = join(temporaryFolder(), "out");
  const { report, diagnostics } = collector();
  const folder = await OutputFolder.open(out, {}, report);
  if (folder === undefined) throw new Error("no folder");
  const files = ["a.ts", "b/c.ts"].map((path) => folder.put({ path, text: "ours" }));
  mkdirSync(join(out, made), { recursive: true });
  writeFileSync(join(out, made, made === "b" ? "c.ts" : "a.ts"), "mine");
  expect(folder.settle(files, { tallystick: "1.0.0", document: "abc" }, report)).toBeUndefined();
  folder.close();
  expect(diagnostics.map(({ code }) => code)).toEqual(["out-not-ours"]);
  expect(Object.values(tree(out))).toEqual(["mine"]);
});

test("accepts foreign files that are not in the way", async () => {
  const out = temporaryFolder();
  writeFileSync(join(out, "notes.md"), "mine");
  expect((await write(out, { "index.ts": "ours" })).codes).toEqual([]);
  expect(Object.keys(tree(out))).toEqual([".tallystick.json", "index.ts", "notes.md"]);
});

test("reports a manually changed file before replacing it", async () => {
  const out = join(temporaryFolder(), "out");
  await write(out, { "a.ts": "a\n" });
  writeFileSync(join(out, "a.ts"), "a, edited\n");
  expect((await write(out, { "a.ts": "a\n" })).codes).toEqual(["edited-by-hand"]);
  expect(readFileSync(join(out, "a.ts"), "utf8")).toBe("a\n");
});

test.each<{ way: string; edit: (path: string) => void }>([
  { way: "where it stands", edit: (path) => writeFileSync(path, "A\n") },
  {
    way: "and its time set back",
    edit: (path) => {
      const { atime, mtime } = statSync(path);
      writeFileSync(path, "A\n");
      utimesSync(path, atime, mtime);
    },
  },
  {
    way: "by another file that takes its place",
    edit: (path) => {
      writeFileSync(`${path}.new`, "A\n");
      renameSync(`${path}.new`, path);
    },
  },
])("replaces a file that was changed $way since the run before", async ({ edit }) => {
  const out = join(temporaryFolder(), "out");
  const known = new KnownFiles();
  await write(out, { "a.ts": "a\n", "b.ts": "b\n" }, known);
  expect((await write(out, { "a.ts": "a\n", "b.ts": "b\n" }, known)).written?.changes).toEqual([]);
  edit(join(out, "a.ts"));
  const { codes, written } = await write(out, { "a.ts": "a\n", "b.ts": "b\n" }, known);
  expect(codes).toEqual(["edited-by-hand"]);
  expect(written?.changes).toEqual([{ kind: "replace", path: "a.ts", editedByHand: true }]);
  expect(readFileSync(join(out, "a.ts"), "utf8")).toBe("a\n");
  rmSync(join(out, "b.ts"));
  expect((await write(out, { "a.ts": "a\n", "b.ts": "b\n" }, known)).written?.changes).toEqual([{ kind: "add", path: "b.ts" }]);
});

test("does not read unchanged files", async () => {
  const out = join(temporaryFolder(), "out");
  const known = new KnownFiles();
  await write(out, { "a.ts": "a\n" }, known);
  expect(known.get("a.ts", "a\n", statSync(join(out, "a.ts")))).toMatchObject({ bytes: 2 });
  expect(known.get("a.ts", "b\n", statSync(join(out, "a.ts")))).toBeUndefined();
});

test("keeps a removed file that was changed by hand", async () => {
  const out = join(temporaryFolder(), "out");
  await write(out, { "a.ts": "a\n", "old.ts": "old\n" });
  writeFileSync(join(out, "old.ts"), "edited\n");
  expect((await write(out, { "a.ts": "a\n" })).codes).toEqual(["stale-file-kept"]);
  expect(readFileSync(join(out, "old.ts"), "utf8")).toBe("edited\n");
});

test("never writes through a link to outside", async () => {
  const root = temporaryFolder();
  const outside = join(root, "outside");
  const out = join(root, "out");
  mkdirSync(outside);
  mkdirSync(out);
  symlinkSync(outside, join(out, "src"));
  expect((await write(out, { "src/a.ts": "a" })).codes).toEqual(["out-not-ours"]);
  expect(readdirSync(outside)).toEqual([]);
});

test("follows a linked output folder", async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "real"));
  symlinkSync(join(root, "real"), join(root, "out"));
  expect((await write(join(root, "out"), { "a.ts": "a" })).codes).toEqual([]);
  expect(Object.keys(tree(join(root, "real")))).toEqual([".tallystick.json", "a.ts"]);
});

test("rejects a file instead of the folder", async () => {
  const out = join(temporaryFolder(), "out");
  writeFileSync(out, "a file");
  expect((await write(out, { "a.ts": "a" })).codes).toEqual(["out-not-a-folder"]);
});

test.each(["../a.ts", "a/../../b.ts", "/etc/a.ts", "a\\b.ts", ""])("reports the path %j as an internal error and writes nothing", async (path) => {
  const out = join(temporaryFolder(), "out");
  await expect(write(out, { [path]: "x" })).rejects.toThrow("is outside the output folder");
  expect(existsSync(out)).toBe(false);
});

test("an aborted output leaves the folder unchanged", async () => {
  const root = temporaryFolder();
  const { report } = collector();
  const folder = await OutputFolder.open(join(root, "deep", "down", "out"), {}, report);
  folder?.put({ path: "a/b.ts", text: "x" });
  expect(readdirSync(join(root, "deep", "down"))).not.toEqual([]);
  folder?.close();
  expect(readdirSync(root)).toEqual([]);
});

test("ignores listed files outside of the folder", async () => {
  const root = temporaryFolder();
  const out = join(root, "out");
  writeFileSync(join(root, "precious.txt"), "precious");
  mkdirSync(out);
  writeFileSync(join(out, ".tallystick.json"), JSON.stringify({ tallystick: "1", document: "1", files: { "../precious.txt": "0" } }));
  expect((await write(out, { "a.ts": "a" })).codes).toEqual(["manifest-unreadable"]);
  expect(readFileSync(join(root, "precious.txt"), "utf8")).toBe("precious");
});

test("waits for a running process and reports a timeout", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, ".out.tallystick-lock"), JSON.stringify({ pid: process.ppid, host: hostname() }));
  expect((await write(join(root, "out"), { "a.ts": "a" })).codes).toEqual(["out-busy"]);
});

test("takes over the lock of a dead process", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, ".out.tallystick-lock"), JSON.stringify({ pid: 2 ** 22 - 1, host: hostname() }));
  expect((await write(join(root, "out"), { "a.ts": "a" })).codes).toEqual([]);
});

test.each<{ state: string; leave: (out: string, root: string) => void }>([
  { state: "while the new folder was built", leave: (_, root) => mkdirSync(join(root, ".out.tallystick-new", "half"), { recursive: true }) },
  {
    state: "between the two renames",
    leave: (out, root) => {
      mkdirSync(join(root, ".out.tallystick-new", "dist"), { recursive: true });
      writeFileSync(join(root, ".out.tallystick-new", "dist", "built.js"), "built");
      rmSync(join(out, "dist"), { recursive: true });
      renameSync(out, join(root, ".out.tallystick-old"));
    },
  },
  {
    state: "before the old folder was removed",
    leave: (_, root) => {
      mkdirSync(join(root, ".out.tallystick-old"));
      writeFileSync(join(root, ".out.tallystick-old", "a.ts"), "old");
    },
  },
])("recovers from a process killed $state", async ({ leave }) => {
  const root = temporaryFolder();
  const out = join(root, "out");
  await write(out, { "a.ts": "a\n" });
  mkdirSync(join(out, "dist"));
  writeFileSync(join(out, "dist", "built.js"), "built");
  leave(out, root);
  expect((await write(out, { "a.ts": "b\n" })).codes).toEqual([]);
  const after = tree(out);
  expect([after["a.ts"], after["dist/built.js"]]).toEqual(["b\n", "built"]);
  expect(readdirSync(root)).toEqual(["out"]);
});

test("takes over the lock of a reused process number", async () => {
  const root = temporaryFolder();
  const lock = join(root, ".out.tallystick-lock");
  writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname() }));
  utimesSync(lock, 0, 0);
  expect((await write(join(root, "out"), { "a.ts": "a" })).codes).toEqual([]);
});

test("replaces a folder at the location of the lock", async () => {
  const root = temporaryFolder();
  const lock = join(root, ".out.tallystick-lock");
  mkdirSync(join(lock, "inner"), { recursive: true });
  utimesSync(lock, 0, 0);
  expect((await write(join(root, "out"), { "a.ts": "a" })).codes).toEqual([]);
  expect(readdirSync(root)).toEqual(["out"]);
});

test.skipIf(isWindows)(`replaces a broken link at the location of the lock${posixNote}`, async () => {
  const root = temporaryFolder();
  const lock = join(root, ".out.tallystick-lock");
  symlinkSync(join(root, "nothing"), lock);
  lutimesSync(lock, 0, 0);
  expect((await write(join(root, "out"), { "a.ts": "a" })).codes).toEqual([]);
  expect(readdirSync(root)).toEqual(["out"]);
});

test.skipIf(isWindows)(`does not wait for a lock or list that is a pipe${posixNote}`, async () => {
  const root = temporaryFolder();
  execFileSync("mkfifo", [join(root, ".out.tallystick-lock")]);
  utimesSync(join(root, ".out.tallystick-lock"), 0, 0);
  mkdirSync(join(root, "out"));
  symlinkSync("/dev/zero", join(root, "out", ".tallystick.json"));
  expect((await write(join(root, "out"), { "a.ts": "a" })).codes).toEqual(["manifest-unreadable"]);
});

describe("temporary folders from a checkout", () => {
  /** Beside the output: a home folder with a precious file, and links to it. */
  function planted(): { readonly root: string; readonly home: string; readonly at: (what: string) => string } {
    const root = temporaryFolder();
    const home = join(root, "home");
    mkdirSync(home);
    writeFileSync(join(home, "precious"), "precious");
    return { root, home, at: (what) => join(root, `.out.tallystick-${what}`) };
  }

  test("does not restore files through a link", async () => {
    const { root, home, at } = planted();
    mkdirSync(at("old"));
    symlinkSync(home, join(at("old"), "link"));
    mkdirSync(join(at("undo"), "files", "link"), { recursive: true });
    writeFileSync(join(at("undo"), "files", "link", "planted"), "planted");
    writeFileSync(join(at("undo"), "added.json"), JSON.stringify(["link/precious", "../home/precious", 1]));
    await write(join(root, "out"), { "a.ts": "a" });
    expect(tree(home)).toEqual({ precious: "precious" });
  });

  test("does not restore files from a link's target", async () => {
    const { root, home, at } = planted();
    mkdirSync(at("old"));
    mkdirSync(join(at("undo"), "files"), { recursive: true });
    symlinkSync(home, join(at("undo"), "files", "link"));
    symlinkSync(join(home, "precious"), join(at("undo"), "files", "precious"));
    writeFileSync(join(at("undo"), "added.json"), "[]");
    await write(join(root, "out"), { "a.ts": "a" });
    expect(tree(home)).toEqual({ precious: "precious" });
    expect(readdirSync(join(root, "out")).toSorted()).toEqual([".tallystick.json", "a.ts"]);
  });

  test("does not move foreign files through a link", async () => {
    const { root, home, at } = planted();
    mkdirSync(at("old"));
    symlinkSync(home, join(at("old"), "link"));
    mkdirSync(join(at("new"), "link"), { recursive: true });
    writeFileSync(join(at("new"), "link", "planted"), "planted");
    writeFileSync(join(at("new"), ".tallystick.json"), JSON.stringify({ tallystick: "1", document: "1", files: { "link/a.ts": "0" } }));
    await write(join(root, "out"), { "a.ts": "a" });
    expect(tree(home)).toEqual({ precious: "precious" });
  });

  test.each(["old", "new", "undo"])("removes a link in place of the %s folder", async (what) => {
    const { root, home, at } = planted();
    symlinkSync(home, at(what));
    if (what !== "old") mkdirSync(at("old"));
    expect((await write(join(root, "out"), { "a.ts": "a" })).codes).toEqual([]);
    expect([tree(home), readdirSync(root).toSorted()]).toEqual([{ precious: "precious" }, ["home", "out"]]);
  });
});
