import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "../../src/files/make-folder.js";
import { skipNote } from "../shared.js";

describe("makeFolder", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tallystick-folder-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("creates parents and returns the outermost new folder", () => {
    expect(makeFolder(join(folder, "a", "b", "c"))).toBe(join(folder, "a"));
    expect(existsSync(join(folder, "a", "b", "c"))).toBe(true);
    expect(makeFolder(join(folder, "a", "b", "d"))).toBe(join(folder, "a", "b", "d"));
  });

  it("returns nothing if the folder exists, with or without a slash", () => {
    mkdirSync(join(folder, "a"));
    expect([join(folder, "a"), `${join(folder, "a")}/`, folder, "."].map(makeFolder)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("throws if a file has the name of the folder", () => {
    writeFileSync(join(folder, "a"), "");
    expect(() => makeFolder(join(folder, "a"))).toThrow("EEXIST");
    expect(() => makeFolder(join(folder, "a", "b"))).toThrow("EEXIST");
  });

  it.runIf(existsSync("/proc/self"))(
    `throws at once where a folder that is there is said not to be${skipNote(!existsSync("/proc/self"), "/proc")}`,
    () => {
      expect(() => makeFolder("/proc/tallystick/a")).toThrow("ENOENT");
    },
  );
});
