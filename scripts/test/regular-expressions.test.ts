import { readdirSync, readFileSync } from "node:fs";
import { check } from "recheck";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { isPolynomial } from "../../generator/src/regex/polynomial.js";
import { slowPart } from "../../generator/src/regex/slow.js";
import { root } from "./docs/pages.js";

/** Sources that read texts from documents, servers and clients. */
const folders = ["generator/src", "generator/runtime", "contract-tests/src"];

/** Expressions that may take more than linear time, or that no checker can judge, and why that does no harm. */
const exceptions: Readonly<Record<string, string>> = {};

describe("regular expressions", () => {
  const written = folders.flatMap(literalsBelow);
  const distinct = [...new Map(written.map((literal) => [literal.text, literal])).values()];

  test("take linear time, or have a reason", async () => {
    expect(distinct.length).toBeGreaterThan(500);
    const slow: string[] = [];
    for (const literal of distinct) {
      if (!Object.hasOwn(exceptions, literal.text) && (await isSlow(literal))) slow.push(`${literal.path} ${literal.text}`);
    }
    expect(slow).toEqual([]);
  });

  test("have no reason without need", () => {
    const texts = new Set(distinct.map(({ text }) => text));
    expect(Object.keys(exceptions).filter((text) => !texts.has(text))).toEqual([]);
  });
});

test.each([
  String.raw`/\s+$/`,
  String.raw`/\{[^}]*\}/g`,
  String.raw`/(a|a)*$/`,
  String.raw`/^\s*a|\n\s*\n/m`,
  String.raw`/(?:"(?:[^"\\]|\\.)*"|[^,])+/g`,
  String.raw`/(?=.*a)b|\d+\d+$/`,
])("%s is slow", async (text) => {
  expect(await isSlow(literalOf("", text))).toBe(true);
});

test.each([String.raw`/(?<!\s)\s+$/`, String.raw`/\{[^{}]*\}/g`, "/^a*b/", "/a{1,20}$/"])("%s is not", async (text) => {
  expect(await isSlow(literalOf("", text))).toBe(false);
});

/**
 * Whether an expression may take more than linear time for some text. What our analysis of patterns passes is linear: it is exact where there are no
 * assertions but `^` and `$`. recheck judges the rest. It looks at one search: with `g` there are as many as the text is long.
 */
async function isSlow({ source, flags }: Literal): Promise<boolean> {
  if (!/[*+]|\{\d+,\}/.test(source)) return false;
  const isOutOfReach = flags.includes("m") || /\(\?<?[=!]|\\[1-9k]/.test(source);
  if (!isOutOfReach && !isPolynomial(source, true) && slowPart(source, true) === undefined) return false;
  if (flags.includes("g") && isPolynomial(source)) return true;
  return (await check(source, flags, { timeout: 20_000, randomSeed: 1 })).status !== "safe";
}

interface Literal {
  readonly path: string;
  readonly text: string;
  readonly source: string;
  readonly flags: string;
}

function literalOf(path: string, text: string): Literal {
  const end = text.lastIndexOf("/");
  return { path, text, source: text.slice(1, end), flags: text.slice(end + 1) };
}

function literalsBelow(folder: string): readonly Literal[] {
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files.flatMap((name) => {
    const path = `${folder}/${name.replaceAll("\\", "/")}`;
    const found: Literal[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.push(literalOf(path, node.text));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, readFileSync(`${root}${path}`, "utf8"), ts.ScriptTarget.Latest, true));
    return found;
  });
}
