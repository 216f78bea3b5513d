import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { root } from "./docs/pages.js";

const page = readFileSync(`${root}CONTRIBUTING.md`, "utf8");
const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n");
/** Written by commands, not committed. */
const written = /^(?:reports|scripts\/fuzz\/engine)\b/;

/** Paths in code spans and commands: `generator/src/load`, `rules.ts`, `test/alone.ts`. */
function pathsIn(text: string): string[] {
  const codes = [...text.matchAll(/```\w*\n([^]*?)```|`([^`\n]+)`/g)].map(([, block, span]) => block ?? span ?? "");
  const words = codes.flatMap((code) => code.replaceAll(/#.*/g, "").split(/\s+/)).map((word) => word.replace(/\/$/, ""));
  const isPath = (word: string): boolean => /^[\w.-]+(?:\/[\w.-]+)+$|^[\w-]+(?:\.[\w-]+)*\.(?:ts|mjs|json|jsonc|md|yml)$/.test(word);
  return [...new Set(words.filter((word) => isPath(word) && !/NAME|NUMBER|node_modules/.test(word) && !written.test(word)))];
}

function exists(path: string): boolean {
  return files.some((file) => `/${file}/`.includes(`/${path}/`));
}

describe("CONTRIBUTING.md", () => {
  test("names only paths that exist", () => {
    const paths = pathsIn(page);
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  });

  test("describes folders of generator/src that exist", () => {
    const [, table = ""] = /\| folder of `generator\/src` \|[^\n]*\n[^\n]*\n((?:\|.*\n)+)/.exec(page) ?? [];
    const folders = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name);
    expect(folders.length).toBeGreaterThan(2);
    expect(folders.filter((name) => !exists(`generator/src/${name}`))).toEqual([]);
  });

  test("has a change and a test in each row of common changes", () => {
    const [, table = ""] = /\| task \| change \| test \|\n[^\n]*\n((?:\|.*\n)+)/.exec(page) ?? [];
    const rows = table.trim().split("\n");
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => !/^\| [^|]+ \| [^|]*(?:`|\]\()[^|]+ \| [^|]+ \|$/.test(row))).toEqual([]);
  });
});

test.each([
  ["a missing folder", "`generator/src/nowhere`", ["generator/src/nowhere"]],
  ["a missing file in a command", "```sh\nnpx vitest run generator/test/none.test.ts # run it\n```", ["generator/test/none.test.ts"]],
  ["no command, package or option", "`npm run codegen` `@tallystick/contract` `--policy FILE`", []],
])("finds %s", (_, text, missing) => {
  expect(pathsIn(text).filter((path) => !exists(path))).toEqual(missing);
});
