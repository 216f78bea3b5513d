import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { drawing, page, picture, withTables } from "../draw-architecture.mjs";
import { root } from "./docs/pages.js";

describe("the page of the architecture", () => {
  test("has a picture of the folders as they are", async () => {
    await expect(drawing(root)).toMatchFileSnapshot(root + picture);
  });

  test("has tables of the folders and their imports as they are", async () => {
    await expect(withTables(root, readFileSync(root + page, "utf8"))).toMatchFileSnapshot(root + page);
  });
});

test("the picture names each folder once", () => {
  const names = [...drawing(root).matchAll(/class="name"[^>]*>([^<]+)</g)].map(([, name]) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual(["usage", "cli"]);
  expect(names).toEqual(expect.arrayContaining(["load", "lower", "emit", "observe", "report"]));
});
