import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rename } from "../../src/files/rename.js";
import { temporaryFolder } from "../documents.js";

/** A file system that refuses so many times. */
function refusing(times: number, code = "EPERM"): { readonly attempt: () => void; readonly calls: () => number } {
  let calls = 0;
  const attempt = (): void => {
    calls += 1;
    if (calls <= times) throw Object.assign(new Error(code), { code });
  };
  return { attempt, calls: () => calls };
}

describe("rename", () => {
  it("moves a file", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a"), "text");
    rename(join(folder, "a"), join(folder, "b"));
    expect(readFileSync(join(folder, "b"), "utf8")).toBe("text");
  });

  it("waits on Windows until another program closes the file", () => {
    const { attempt, calls } = refusing(3);
    rename("a", "b", "win32", attempt);
    expect(calls()).toBe(4);
  });

  it("gives up on Windows after two seconds", () => {
    const { attempt, calls } = refusing(Infinity, "EBUSY");
    expect(() => rename("a", "b", "win32", attempt)).toThrow("EBUSY");
    expect(calls()).toBe(9);
  });

  it.each([
    ["linux", "EPERM"],
    ["win32", "ENOENT"],
  ] as const)("fails at once on %s with %s", (platform, code) => {
    const { attempt, calls } = refusing(Infinity, code);
    expect(() => rename("a", "b", platform, attempt)).toThrow(code);
    expect(calls()).toBe(1);
  });
});
