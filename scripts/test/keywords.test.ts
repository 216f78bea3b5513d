import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { keywords } from "../../generator/src/emit/validators/keywords/index.js";
import { root } from "./docs/pages.js";

/** The paths that CONTRIBUTING lists under "Add a keyword". */
const [, section = ""] = /^### Add a keyword\n([^]*?)^#/m.exec(readFileSync(`${root}CONTRIBUTING.md`, "utf8")) ?? [];
const paths = [...section.matchAll(/^- `([^`]+)`/gm)].map(([, path = ""]) => path);

const names = Object.values(keywords)
  .flat()
  .map(({ keyword }) => keyword)
  .filter((keyword) => keyword !== "$ref" && keyword !== "format");

test("the list of a keyword names folders and files that exist", () => {
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
});

test.each(paths)("%s names each keyword", (path) => {
  const text = textOf(root + path);
  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(text))).toEqual([]);
});

function textOf(path: string): string {
  if (!statSync(path).isDirectory()) return readFileSync(path, "utf8");
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files.map((name) => readFileSync(`${path}/${name}`, "utf8")).join("\n");
}
