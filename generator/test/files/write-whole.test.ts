import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeWhole } from "../../src/files/write-whole.js";
import { temporaryFolder } from "../documents.js";
import { isWindows, posixNote } from "../shared.js";

test.skipIf(isWindows)(`replaces an existing file and preserves its permissions${posixNote}`, () => {
  const file = join(temporaryFolder(), "a", "b.json");
  writeWhole(file, "one");
  chmodSync(file, 0o600);
  writeWhole(file, "two");
  expect([readFileSync(file, "utf8"), statSync(file).mode & 0o777, readdirSync(join(file, ".."))]).toEqual(["two", 0o600, ["b.json"]]);
});

test.skipIf(isWindows)(`follows a link, and does not replace a device${posixNote}`, () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "real"), "");
  symlinkSync("real", join(folder, "link"));
  writeWhole(join(folder, "link"), "text");
  expect(readFileSync(join(folder, "real"), "utf8")).toBe("text");
  writeWhole("/dev/null", "text");
  expect(statSync("/dev/null").isFile()).toBe(false);
});

test("names a file that cannot be written, and leaves no part", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "b.json"));
  expect(() => writeWhole(join(folder, "b.json"), "text")).toThrow(expect.objectContaining({ path: join(folder, "b.json"), code: "EISDIR" }));
  expect(readdirSync(folder)).toEqual(["b.json"]);
});

test("pieces of a text are written like the whole text", () => {
  const file = join(temporaryFolder(), "a.txt");
  const pieces = Array.from({ length: 3000 }, (_, index) => `${index} é\n`.repeat(100));
  writeWhole(file, pieces);
  expect(readFileSync(file, "utf8")).toBe(pieces.join(""));
});
