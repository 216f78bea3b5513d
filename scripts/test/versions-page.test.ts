import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "./docs/pages.js";

const page = readFileSync(`${root}docs/reference/versions.md`, "utf8");
const [, section = ""] = /\n## OpenAPI 3\.2\n([^]*)/.exec(page) ?? [];
const [described = "", leftOut = ""] = section.split("\n### What is not supported\n");
const rows = described
  .split("\n")
  .filter((line) => /^\| (?!field |---)/.test(line))
  .map((line) => line.slice(2, -2).split(" | "));

/** Every field that OpenAPI 3.2.0 adds to 3.1, by its object. */
const added = [
  "$self",
  "mediaTypes",
  "query",
  "additionalOperations",
  "querystring",
  "style: cookie",
  "allowReserved",
  "itemSchema",
  "prefixEncoding",
  "itemEncoding",
  "encoding",
  "summary",
  "parent",
  "kind",
  "name",
  "dataValue",
  "serializedValue",
  "externalValue",
  "defaultMapping",
  "nodeType",
  "deprecated",
  "oauth2MetadataUrl",
  "deviceAuthorization",
  "deviceAuthorizationUrl",
];

test("has a row for every field that 3.2 adds", () => {
  const named = [...rows.map(([field]) => field ?? ""), leftOut].join("\n");
  expect(added.filter((field) => !named.includes(field))).toEqual([]);
});

test("names tests that exist and mention the field", () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const cells of rows) {
    const names = [...(cells.at(-1) ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    expect(names, cells[0]).not.toEqual([]);
    const files = names.map((name) =>
      name.startsWith("contract:") ? `contract-tests/test/${name.slice("contract:".length)}.test.ts` : `generator/test/${name}.test.ts`,
    );
    for (const file of files) expect(existsSync(root + file), file).toBe(true);
    // A test may hold its documents beside it.
    const texts = files.map((file) => readFileSync(root + file, "utf8")).join("\n");
    const words = [...(cells[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word.split(/[ .:]+/).at(-1) ?? "");
    const documents = readFileSync(`${root}generator/test/version-3-2/document.yaml`, "utf8");
    for (const word of words)
      expect(texts + (names.some((name) => name.includes("version-3-2")) ? documents : ""), `${cells[0]}: ${word}`).toContain(word);
  }
});
