import { execFileSync, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { existsSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { filesIn } from "../../src/files/look.js";
import { readFile } from "../../src/files/read.js";
import { OutsideError, Root, type Read } from "../../src/files/root.js";
import { temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

/** A project with a file, beside one with a secret, and links of every kind from the one into the other. */
function project(): { readonly around: string; readonly inside: string; readonly outside: string } {
  const around = temporaryFolder();
  const [inside, outside] = [join(around, "inside"), join(around, "outside")];
  for (const folder of [inside, outside, join(inside, "sub")]) mkdirSync(folder);
  writeFileSync(join(inside, "file.txt"), "inside");
  writeFileSync(join(outside, "secret.txt"), "secret");
  const links = {
    toFile: "file.txt",
    toSub: "sub",
    out: "../outside",
    secret: "../outside/secret.txt",
    dangling: "../outside/new.txt",
    newFolder: "../outside/new",
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(inside, name));
  symlinkSync("loop", join(inside, "loop"));
  return { around, inside, outside };
}

const textOf = (read: Read): unknown => ("bytes" in read ? read.bytes.toString() : read);

describe("reading", () => {
  test("follows links that stay in the folder", () => {
    const { around, inside } = project();
    symlinkSync(inside, join(around, "link"));
    const root = new Root(inside);
    for (const path of ["file.txt", "./sub/../file.txt", "toFile", "toSub/../file.txt", join(inside, "file.txt"), join(around, "link", "file.txt")])
      expect([path, textOf(root.read(path))]).toEqual([path, "inside"]);
  });

  test("reads a folder that is itself reached through a link", () => {
    const { around, inside } = project();
    symlinkSync(inside, join(around, "link"));
    const root = new Root(join(around, "link"));
    expect(textOf(root.read("file.txt"))).toBe("inside");
    expect(root.read("nowhere.txt")).toEqual({ missing: true });
    expect(root.read("out/secret.txt")).toEqual({ outside: true });
  });

  test("reads linked packages of a monorepo where their folder is allowed", () => {
    const around = temporaryFolder();
    mkdirSync(join(around, "packages", "x"), { recursive: true });
    mkdirSync(join(around, "app", "node_modules", "@acme"), { recursive: true });
    writeFileSync(join(around, "packages", "x", "thing.json"), "thing");
    symlinkSync("../../../packages/x", join(around, "app", "node_modules", "@acme", "x"));
    const path = "node_modules/@acme/x/thing.json";
    expect(new Root(join(around, "app")).read(path)).toEqual({ outside: true });
    expect(textOf(new Root(join(around, "app"), [join(around, "packages")]).read(path))).toBe("thing");
  });

  test.each([
    "../outside/secret.txt",
    "out/secret.txt",
    "secret",
    "sub/../../outside/secret.txt",
    "toSub/../../outside/secret.txt",
    "/etc/passwd",
    "/proc/self/environ",
    "/proc/self/root/etc/passwd",
    "/dev/stdin",
    "/dev/fd/0",
    "/dev/zero",
    "/sys/kernel/uevent_seqnum",
    "..",
  ])("refuses %s", (path) => {
    expect(new Root(project().inside).read(path)).toEqual({ outside: true });
  });

  test.each([["loop"], ["dangling"], ["file.txt/x"], ["nul\0byte"], ["a/".repeat(100_000)], ["sub"], [""]])("gives no bytes of %j", (path) => {
    const read = new Root(project().inside).read(path);
    expect("bytes" in read).toBe(false);
  });

  test.skipIf(isWindows)(`refuses special files below the root of the file system${posixNote}`, () => {
    const root = new Root("/");
    for (const path of ["/proc/self/environ", "/dev/zero", "/dev/stdin", "/sys/kernel/uevent_seqnum"])
      expect(root.read(path)).toEqual({ outside: true });
  });

  test.skipIf(isWindows)(`does not wait for a pipe, and opens no socket${posixNote}`, async () => {
    const { inside } = project();
    execFileSync("mkfifo", [join(inside, "pipe")]);
    const server = createServer().listen(join(inside, "socket"));
    onTestFinished(() => void server.close());
    await new Promise((done) => server.once("listening", done));
    for (const name of ["pipe", "socket"]) expect(new Root(inside).read(name)).toEqual({ reason: "it is a pipe, a socket or a device, not a file" });
  });

  test("reads no more than a string can hold", () => {
    const { inside } = project();
    spawnSync(process.execPath, ["-e", `require("fs").truncateSync(${JSON.stringify(join(inside, "file.txt"))}, 2 ** 32)`]);
    expect(new Root(inside).read("file.txt")).toEqual({ reason: "it is larger than 256 MB" });
  });
});

test.runIf(process.platform === "linux")("stops reading a file that grows beyond its size", () => {
  // Files of /proc have the size 0.
  expect(readFile("/proc/self/status", 100)).toEqual({ reason: "it is larger than 100 bytes" });
  expect(readFile("/proc/self/status", 100_000)).toHaveProperty("bytes");
});

test("lists files and links of folders below, and follows no link", () => {
  const { inside } = project();
  writeFileSync(join(inside, "sub", "below.txt"), "");
  const links = ["dangling", "loop", "newFolder", "out", "secret", "toFile", "toSub"];
  expect(new Root(inside).list(".", { deep: true })).toEqual([...links, "file.txt", "sub/below.txt"].toSorted());
  expect(new Root(inside).list()).toEqual([...links, "file.txt"].toSorted());
});

describe("writing", () => {
  test("creates folders and replaces files through links inside the folder", () => {
    const { inside } = project();
    const root = new Root(inside);
    root.write("a/b/c.txt", "new");
    root.write("toFile", "replaced");
    expect([readFileSync(join(inside, "a/b/c.txt"), "utf8"), readFileSync(join(inside, "file.txt"), "utf8")]).toEqual(["new", "replaced"]);
    expect(lstatSync(join(inside, "toFile")).isSymbolicLink()).toBe(true);
  });

  test.each(["../outside/secret.txt", "out/planted.txt", "secret", "dangling", "newFolder/planted.txt", "loop", "sub", "/dev/null", "file.txt/x"])(
    "refuses %s and changes nothing",
    (path) => {
      const { around, inside, outside } = project();
      const before = filesIn(around, true).toSorted();
      expect(() => new Root(inside).write(path, "planted")).toThrow(OutsideError);
      expect(() => new Root(inside).remove(path)).toThrow(OutsideError);
      expect(filesIn(around, true).toSorted()).toEqual(before);
      expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret");
    },
  );

  test("replaces the name of a hard link, not the shared content", () => {
    const { inside, outside } = project();
    linkSync(join(outside, "secret.txt"), join(inside, "hard"));
    new Root(inside).write("hard", "planted");
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("secret");
  });
});

/** Steps of a path, and what may stand at it before. */
const step = fc.constantFrom("a", "b", "c", "..", ".", "", "a.json");
const anyPath = fc
  .tuple(fc.constantFrom("", "/", "../", "./"), fc.array(step, { minLength: 1, maxLength: 6 }))
  .map(([start, steps]) => start + steps.join("/"));
const link = fc.tuple(
  fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }).map((steps) => steps.join("/")),
  fc.constantFrom("..", "../..", "../../outside", "../outside", "a", "b/c", "/", "/tmp", "OUTSIDE", "OUTSIDE/new", "."),
);

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

test("reads and writes nothing outside, whatever the links", () => {
  fc.assert(
    fc.property(fc.array(link, { maxLength: 5 }), fc.array(anyPath, { minLength: 1, maxLength: 4 }), (links, paths) => {
      const around = mkdtempSync(join(tmpdir(), "tallystick-root-"));
      const [inside, outside] = [join(around, "x", "inside"), join(around, "x", "outside")];
      try {
        for (const folder of [inside, outside]) mkdirSync(folder, { recursive: true });
        writeFileSync(join(outside, "a"), "secret");
        for (const [name, target] of links) {
          const steps = name.split("/").map((_, index, all) => join(inside, ...all.slice(0, index + 1)));
          // Not through a link that was made before, and not where something is.
          if (steps.some((each, index) => isLink(each) || (index === steps.length - 1 && existsSync(each)))) continue;
          mkdirSync(join(inside, name, ".."), { recursive: true });
          symlinkSync(target.replace("OUTSIDE", outside), join(inside, name));
        }
        const root = new Root(inside);
        const isLegal = (each: string): boolean => !relative(inside, each).startsWith("..");
        for (const each of paths) {
          const read = root.read(each);
          if ("bytes" in read) expect(read.bytes.toString()).toBe("planted");
          try {
            root.write(each, "planted");
          } catch (error) {
            // What the disk itself refuses, a name that is a folder for one, is thrown as it is.
            expect(error).toBeInstanceOf(Error);
          }
        }
        const files = filesIn(around, true).map((name) => join(around, name));
        const found = files.filter((each) => !isLink(each) && !isLegal(each));
        expect([found, readFileSync(join(outside, "a"), "utf8")]).toEqual([[join(outside, "a")], "secret"]);
        expect(existsSync("/a") || existsSync("/b") || existsSync("/c") || existsSync("/tmp/a.json") || existsSync("/a.json")).toBe(false);
      } finally {
        rmSync(around, { recursive: true, force: true });
      }
    }),
    { numRuns: 400 },
  );
});
