import { describe, it } from "vitest";
import { parseFile } from "../../src/load/parse/parse.js";
import { collector } from "../../src/diagnostics/collect.js";
import { locate } from "../../src/load/locate.js";
import { render } from "../../src/diagnostics/render.js";
import { expectLinear } from "../growth.js";

type InputOf = (size: number) => string;

const head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";
const repeated =
  (part: string, before = "", after = ""): InputOf =>
  (size) =>
    before + part.repeat(Math.ceil(size / part.length)) + after;
const numbered =
  (part: (index: number) => string, before = "", after = ""): InputOf =>
  (size) => {
    const length = part(10_000).length;
    return before + Array.from({ length: Math.ceil(size / length) }, (_, index) => part(index)).join("") + after;
  };

/** Texts that a YAML or JSON reader takes, or gives up. */
const texts: readonly (readonly [name: string, inputOf: InputOf, isJson?: true])[] = [
  ["YAML: a long title", repeated("a ", `openapi: 3.1.0\ninfo:\n  title: `)],
  ["YAML: a long title with a colon in it", repeated("a ", `openapi: 3.1.0\ninfo:\n  title: b: `)],
  ["YAML: a title with spaces at its end", repeated(" ", `openapi: 3.1.0\ninfo:\n  title: b: a`, "x\n")],
  ["YAML: spaces before a comment", repeated(" #", `openapi: 3.1.0\ninfo:\n  description: b: a`, "\n")],
  ["YAML: titles with a colon in them", repeated("  - title: a: b\n", `x:\n`)],
  ["YAML: quoted texts that go on at the beginning of a line", repeated(`- description: "a\nb"\n`)],
  ["YAML: quotes that do not end", repeated(`- "a\n`)],
  ["YAML: apostrophes that do not end", repeated(`- b: 'a\n`)],
  ["YAML: one long quoted text", repeated("a\n", `x: "`, `"\n`)],
  ["YAML: dashes", repeated("- ")],
  ["YAML: dashes with a quote", repeated("- ", "", `"a`)],
  ["YAML: items without a value", repeated("-\n")],
  ["YAML: members without a value", numbered((index) => `a${index}:\n`)],
  ["YAML: comments", repeated("# a\n", "a:\n", "b: c")],
  ["YAML: empty items and comments", repeated("- # a\n")],
  ["YAML: empty lines", repeated("\n", "a: b", "c")],
  ["YAML: spaces", repeated(" ", "a: b", "\n-")],
  ["YAML: hashes", repeated("#", "a: b ", "\n-")],
  ["YAML: a folded text", repeated("a\n\n", "a: >\n  ", "")],
  ["YAML: a block of text", repeated("  a\n", "a: |\n", "")],
  ["YAML: keys that are written twice", repeated("a: b\n")],
  ["YAML: many keys", numbered((index) => `key${index}: a\n`)],
  ["YAML: keys that look like numbers", numbered((index) => `0x${index}: a\n`)],
  ["YAML: anchors and aliases", numbered((index) => `a${index}: &x${index} {b: c}\nc${index}: *x${index}\n`)],
  ["YAML: one anchor, many aliases", repeated(`  - *a\n`, "a: &a {b: c}\nl:\n")],
  ["YAML: merge keys", numbered((index) => `m${index}: {<<: *a}\n`, "a: &a {b: c}\n")],
  ["YAML: a flow list", repeated("a, ", "[", "]")],
  ["YAML: a flow list that does not end", repeated("a, ", "[")],
  ["YAML: braces of a template", repeated("{{ a }} ", "a: ")],
  ["YAML: opening braces", repeated("{", "a: b")],
  ["YAML: percent signs", repeated("{% ", "a: ")],
  ["YAML: tabs", repeated("\ta: b\n", "a:\n")],
  ["YAML: tabs and line breaks", repeated("\t\n", "a:\n", "b")],
  ["YAML: documents", repeated("---\na: b\n")],
  ["YAML: tags", repeated("- !a b\n")],
  ["YAML: carriage returns", repeated("a: b\r")],
  ["YAML: no blank after the colon", repeated("a:b\n")],
  ["YAML: no-break spaces", repeated("\u00a0a: b\n", "a:\n")],
  ["YAML: lines that are indented too far", repeated("  a: b\n    c: d\n")],
  ["YAML: brackets that do not end", repeated("- [a\n")],
  ["YAML: GraphQL", repeated("type A {\n")],
  ["YAML: a page of HTML", repeated("<p>a</p>\n", "<html>")],
  ["YAML: code fences", repeated("```\na: b\n")],
  ["YAML: marks of a conflict", repeated("<<<<<<< a\n")],
  ["JSON: a long text", repeated("a", `{"a":"`, `"}`), true],
  ["JSON: a text that does not end", repeated("a", `{"a":"`), true],
  ["JSON: backslashes", repeated("\\\\", `{"a":"`, `"}`), true],
  ["JSON: backslashes in a text that does not end", repeated("\\\\", `{"a":"`), true],
  ["JSON: many members", numbered((index) => `"key${index}":1,`, "{", `"a":1}`), true],
  ["JSON: members that are written twice", repeated(`"a":1,`, "{", `"a":1}`), true],
  ["JSON: a list", repeated("1,", "[", "1]"), true],
  ["JSON: a list with a comma at its end", repeated("1,", "[", "]"), true],
  ["JSON: lists with commas at their ends", repeated("[1,],", "[", "1]"), true],
  ["JSON: comments", repeated("/* a */", "{", `"a":1}`), true],
  ["JSON: a comment that does not end", repeated("/*", "{"), true],
  ["JSON: lines of comments", repeated("// a\n", "{", `"a":1}`), true],
  ["JSON: slashes", repeated("/ ", "{"), true],
  ["JSON: single quotes", repeated(`'a':'b',`, "{", "}"), true],
  ["JSON: line breaks in a text", repeated("a\n", `{"a":"`, `"}`), true],
  ["JSON: white space", repeated(" ", "{", "x}"), true],
  ["JSON: opening brackets", repeated("["), true],
  ["JSON: empty objects", repeated("{},", "[", "{}]"), true],
  ["JSON: long numbers", repeated("1", "[", "]"), true],
  ["JSON: decimals", repeated("1.00,", "[", "1]"), true],
  ["JSON: keys without quotes", repeated("a:1,", "{", "}"), true],
];

describe("reads a document in linear time, and says what is wrong with it", () => {
  it.each(texts)("%s", async (_name, inputOf, isJson) => {
    await expectLinear(inputOf, (text) => {
      const { report, diagnostics } = collector();
      const { source } = parseFile({ file: "", path: isJson ? "a.json" : "a.yaml" }, text, report);
      const located = locate(diagnostics, new Map([["", source]]), () => "a");
      render(located, { colour: true });
    });
  });
});
