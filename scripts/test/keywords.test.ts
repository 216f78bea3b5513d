import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { keywords } from "../../generator/src/emit/validators/keywords/index.js";
import type { Keyword } from "../../generator/src/emit/validators/keyword.js";
import { root } from "./docs/pages.js";

/** The paths that CONTRIBUTING lists under "Add a keyword": those of each keyword, and those of keywords that examples are constructed for. */
const [, section = ""] = /^### Add a keyword\n([^]*?)^#/m.exec(readFileSync(`${root}CONTRIBUTING.md`, "utf8")) ?? [];
const [needed = [], further = []] = section
  .split("plain-assertions.ts")
  .map((list) => [...list.matchAll(/^- `([^`]+)`/gm)].map(([, path = ""]) => path));
const paths = [...needed, ...further];

const { number, string, array, object, ...others } = keywords;
const inGroups = [number, string, array, object].flat().map(({ keyword }) => keyword);
const names = [...inGroups, ...Object.values(others).flatMap((list) => list.map(({ keyword }) => keyword))].filter(
  (keyword) => keyword !== "$ref" && keyword !== "format",
);
const analysed = textOf(`${root}generator/src/model/schemas/plain-assertions.ts`);

test("the compiler refuses a keyword without a test", () => {
  const facts = { keyword: "maxBytes", group: "string", has: () => true, rule: () => undefined } as const;
  // @ts-expect-error It needs `test` or `steps`.
  const untested: Keyword = facts;
  expect(Object.keys(untested)).not.toContain("test");
});

test("the list of a keyword names folders and files that exist", () => {
  expect([needed.length, further.length]).toEqual([5, 3]);
  expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
});

test.each(needed)("%s names each keyword", (path) => {
  const text = textOf(root + path);
  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !isNamed(name, text))).toEqual([]);
});

test.each(further)("%s names each keyword that is analysed", (path) => {
  const expected = names.filter((name) => !inGroups.includes(name) || isNamed(name, analysed));
  const text = textOf(root + path);
  expect(expected.length).toBeGreaterThan(25);
  expect(expected.filter((name) => !isNamed(name, text))).toEqual([]);
});

function isNamed(name: string, text: string): boolean {
  return new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(text);
}

function textOf(path: string): string {
  if (!statSync(path).isDirectory()) return readFileSync(path, "utf8");
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files.map((name) => readFileSync(`${path}/${name}`, "utf8")).join("\n");
}
