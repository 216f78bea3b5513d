import { expect, test } from "vitest";
import { FileLots } from "../../src/write/file-lots.js";

const file = (path: string, length = 1): { path: string; text: string } => ({ path, text: "x".repeat(length) });

test("files are put in their order, a lot at a time, and the last ones when that is asked", () => {
  const put: string[] = [];
  const lots = new FileLots(({ path }) => put.push(path));
  const paths = Array.from({ length: 150 }, (_, index) => `${index}.ts`);
  for (const [index, path] of paths.entries()) {
    lots.add(file(path));
    expect(put).toHaveLength(Math.floor((index + 1) / 64) * 64);
  }
  lots.settle();
  expect(put).toEqual(paths);
  lots.settle();
  expect(put).toHaveLength(150);
});

test("much text makes a lot full, however few files it is in", () => {
  const put: string[] = [];
  const lots = new FileLots(({ path }) => put.push(path));
  lots.add(file("small.ts", 400_000));
  expect(put).toEqual([]);
  lots.add(file("large.ts", 600_000));
  expect(put).toEqual(["small.ts", "large.ts"]);
});

test("what a disk refuses comes to whoever has a lot put", () => {
  const lots = new FileLots(({ path }) => {
    throw new Error(`no space for ${path}`);
  });
  lots.add(file("a.ts"));
  expect(() => lots.settle()).toThrow("no space for a.ts");
  lots.settle();
});
