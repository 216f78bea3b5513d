import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withArticle } from "../../src/plural.js";

test.each([
  "a user",
  "a project",
  "a uuid",
  "a unit",
  "a url",
  "a European",
  "a house",
  "an email",
  "an offer",
  "an extension",
  "an item",
  "an upload",
  "an hour",
])("takes the article by the sound: %s", (text) => {
  expect(withArticle(text.slice(text.indexOf(" ") + 1))).toBe(text);
});

test("no text about a resource has a fixed article", () => {
  const folder = join(import.meta.dirname, "../../src/explore");
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(50);
  const fixed = files.filter((name) => /\ban? \$\{[\w.]*name\}/i.test(readFileSync(join(folder, name), "utf8")));
  expect(fixed).toEqual([]);
});
