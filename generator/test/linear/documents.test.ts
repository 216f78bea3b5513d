import { describe, expect, it } from "vitest";
import { parseFile } from "../../src/load/parse/parse.js";
import { collector } from "../../src/diagnostics/collect.js";
import { locate } from "../../src/load/locate.js";
import { render } from "../../src/diagnostics/render.js";
import { slowShapes, type Shape } from "../growth.js";

const shape = (part: Shape["part"], before = "", after = ""): Shape => ({ before, part, after });

/** Texts that a YAML or JSON reader takes, or gives up. */
const texts: readonly (readonly [name: string, shape: Shape])[] = [
  ["YAML: a long title", shape("a ", `openapi: 3.1.0\ninfo:\n  title: `)],
  ["YAML: a long title with a colon in it", shape("a ", `openapi: 3.1.0\ninfo:\n  title: b: `)],
  ["YAML: a title with spaces at its end", shape(" ", `openapi: 3.1.0\ninfo:\n  title: b: a`, "x\n")],
  ["YAML: spaces before a comment", shape(" #", `openapi: 3.1.0\ninfo:\n  description: b: a`, "\n")],
  ["YAML: titles with a colon in them", shape("  - title: a: b\n", `x:\n`)],
  ["YAML: quoted texts that go on at the beginning of a line", shape(`- description: "a\nb"\n`)],
  ["YAML: quotes that do not end", shape(`- "a\n`)],
  ["YAML: apostrophes that do not end", shape(`- b: 'a\n`)],
  ["YAML: one long quoted text", shape("a\n", `x: "`, `"\n`)],
  ["YAML: dashes", shape("- ")],
  ["YAML: dashes with a quote", shape("- ", "", `"a`)],
  ["YAML: items without a value", shape("-\n")],
  ["YAML: members without a value", shape((index) => `a${index}:\n`)],
  ["YAML: comments", shape("# a\n", "a:\n", "b: c")],
  ["YAML: empty items and comments", shape("- # a\n")],
  ["YAML: empty lines", shape("\n", "a: b", "c")],
  ["YAML: spaces", shape(" ", "a: b", "\n-")],
  ["YAML: hashes", shape("#", "a: b ", "\n-")],
  ["YAML: a folded text", shape("a\n\n", "a: >\n  ", "")],
  ["YAML: a block of text", shape("  a\n", "a: |\n", "")],
  ["YAML: keys that are written twice", shape("a: b\n")],
  ["YAML: many keys", shape((index) => `key${index}: a\n`)],
  ["YAML: keys that look like numbers", shape((index) => `0x${index}: a\n`)],
  ["YAML: anchors and aliases", shape((index) => `a${index}: &x${index} {b: c}\nc${index}: *x${index}\n`)],
  ["YAML: one anchor, many aliases", shape(`  - *a\n`, "a: &a {b: c}\nl:\n")],
  ["YAML: merge keys", shape((index) => `m${index}: {<<: *a}\n`, "a: &a {b: c}\n")],
  ["YAML: a flow list", shape("a, ", "[", "]")],
  ["YAML: a flow list that does not end", shape("a, ", "[")],
  ["YAML: braces of a template", shape("{{ a }} ", "a: ")],
  ["YAML: opening braces", shape("{", "a: b")],
  ["YAML: percent signs", shape("{% ", "a: ")],
  ["YAML: tabs", shape("\ta: b\n", "a:\n")],
  ["YAML: tabs and line breaks", shape("\t\n", "a:\n", "b")],
  ["YAML: documents", shape("---\na: b\n")],
  ["YAML: tags", shape("- !a b\n")],
  ["YAML: carriage returns", shape("a: b\r")],
  ["YAML: no blank after the colon", shape("a:b\n")],
  ["YAML: no-break spaces", shape("\u00a0a: b\n", "a:\n")],
  ["YAML: lines that are indented too far", shape("  a: b\n    c: d\n")],
  ["YAML: brackets that do not end", shape("- [a\n")],
  ["YAML: GraphQL", shape("type A {\n")],
  ["YAML: a page of HTML", shape("<p>a</p>\n", "<html>")],
  ["YAML: code fences", shape("```\na: b\n")],
  ["YAML: marks of a conflict", shape("<<<<<<< a\n")],
  ["JSON: a long text", shape("a", `{"a":"`, `"}`)],
  ["JSON: a text that does not end", shape("a", `{"a":"`)],
  ["JSON: backslashes", shape("\\\\", `{"a":"`, `"}`)],
  ["JSON: backslashes in a text that does not end", shape("\\\\", `{"a":"`)],
  ["JSON: many members", shape((index) => `"key${index}":1,`, "{", `"a":1}`)],
  ["JSON: members that are written twice", shape(`"a":1,`, "{", `"a":1}`)],
  ["JSON: a list", shape("1,", "[", "1]")],
  ["JSON: a list with a comma at its end", shape("1,", "[", "]")],
  ["JSON: lists with commas at their ends", shape("[1,],", "[", "1]")],
  ["JSON: comments", shape("/* a */", "{", `"a":1}`)],
  ["JSON: a comment that does not end", shape("/*", "{")],
  ["JSON: lines of comments", shape("// a\n", "{", `"a":1}`)],
  ["JSON: slashes", shape("/ ", "{")],
  ["JSON: single quotes", shape(`'a':'b',`, "{", "}")],
  ["JSON: line breaks in a text", shape("a\n", `{"a":"`, `"}`)],
  ["JSON: white space", shape(" ", "{", "x}")],
  ["JSON: opening brackets", shape("[")],
  ["JSON: empty objects", shape("{},", "[", "{}]")],
  ["JSON: long numbers", shape("1", "[", "]")],
  ["JSON: decimals", shape("1.00,", "[", "1]")],
  ["JSON: keys without quotes", shape("a:1,", "{", "}")],
];

describe("reads a document and reports errors in linear time", () => {
  it.each(["YAML", "JSON"])("%s", async (format) => {
    const path = `a.${format.toLowerCase()}`;
    const read = (text: string): void => {
      const { report, diagnostics } = collector();
      const { source } = parseFile({ file: "", path }, text, report);
      render(
        locate(diagnostics, new Map([["", source]]), () => path),
        { colour: true },
      );
    };
    const shapes = texts.flatMap(([name, each]) => (name.startsWith(format) ? [each] : []));
    const slow = await slowShapes(read, shapes, 6);
    expect(slow).toEqual([]);
  });
});
