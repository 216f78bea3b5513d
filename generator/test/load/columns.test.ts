import { describe, expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { locate } from "../../src/load/locate.js";
import { load } from "../../src/load/load.js";
import type { SourceFile } from "../../src/load/document.js";
import { folder } from "./scratch.js";

/** Stands where the fault is. */
const mark = "‸";

const json: readonly (readonly [what: string, code: string, text: string])[] = [
  ["a comma after the last member", "lenient-json", '{\n  "openapi": "3.1.0",\n  "info": { "title": "PREFIX"‸, }\n}'],
  ["a comma after the last item", "lenient-json", '{\n  "tags": ["PREFIX", "b"‸,\n  ]\n}'],
  ["a comment behind a value", "lenient-json", '{\n  "openapi": "PREFIX", ‸// version\n  "paths": {}\n}'],
  ["a comment of several lines", "lenient-json", '{\n  "a": { "PREFIX": 1, ‸/* one\n  two */ "c": 2 }\n}'],
  ["a comment before the document", "lenient-json", '‸// PREFIX\n{ "openapi": "3.1.0" }'],
  ["a comment after the document", "lenient-json", '{ "openapi": "PREFIX" } ‸// end'],
  ["a key without quotes", "syntax-error", '{\n  "a": "PREFIX", ‸b: 1\n}'],
  ["a text in single quotes", "syntax-error", `{\n  "PREFIX": ‸'b'\n}`],
  ["a missing colon", "syntax-error", '{\n  "PREFIX" ‸1\n}'],
  ["a missing comma", "syntax-error", '{\n  "a": "PREFIX" ‸"b": 2\n}'],
  ["a number that is none", "syntax-error", '{\n  "PREFIX": 0‸1\n}'],
  ["a wrong escape", "syntax-error", '{\n  "a": "PREFIX ‸\\x"\n}'],
  ["a word that is none of JSON", "syntax-error", '{\n  "PREFIX": ‸True\n}'],
  ["text after the document", "syntax-error", '{ "a": "PREFIX" } ‸x'],
  ["a key that is used twice", "duplicate-key", '{\n  "a": "PREFIX", ‸"a": 2\n}'],
];

const yaml: readonly (readonly [what: string, code: string, text: string])[] = [
  ["a colon in a plain text", "lenient-yaml", "info:\n  title: PREFIX‸: b\n"],
  ["a list that is not closed", "syntax-error", "info: { title: PREFIX }\ntags: ‸[a, b\npaths: {}\n"],
  ["a key that is used twice", "duplicate-key", "a: PREFIX\n‸a: 2\n"],
  ["a key that is used twice in a flow mapping", "duplicate-key", "a: { b: PREFIX, ‸b: 2 }\n"],
  ["a string that begins with an indicator", "syntax-error", "a: PREFIX\nb: ‸@c\n"],
  ["an alias without an anchor", "syntax-error", "a: [PREFIX, ‸*b]\n"],
  ["a second document", "syntax-error", "a: PREFIX\n‸---\nb: 2\n"],
];

const prefixes: Readonly<Record<string, string>> = { ASCII: "x", "two bytes": "é", "three bytes": "会话", "a surrogate pair": "😀😀" };
const endings: Readonly<Record<string, (text: string) => string>> = {
  LF: (text) => text,
  CRLF: (text) => text.replaceAll("\n", "\r\n"),
  "tabs between the parts of a line": (text) => text.replaceAll(/, |(?<=\}) /g, (blank) => blank.replace(" ", "\t")),
  "a byte order mark": (text) => `\uFEFF${text}`,
};

/** Line and column of each diagnostic, as a user is shown them. */
async function places(name: string, text: string): Promise<string[]> {
  const path = await folder({ [name]: text });
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  await load(`${path}/${name}`, { sources }, report);
  return locate(diagnostics, sources, () => name).map(({ code, line, column }) => `${code} ${line}:${column}`);
}

function expected(text: string): string {
  const before = text.slice(0, text.indexOf(mark)).replace("\uFEFF", "");
  const line = before.split("\n").length;
  return `${line}:${before.length - (before.lastIndexOf("\n") + 1) + 1}`;
}

describe.each(Object.keys(endings))("with %s", (ending) => {
  // YAML allows no tab for indentation, and its readers differ about others.
  const formats = ending.startsWith("tabs") ? [["JSON", json] as const] : [["JSON", json] as const, ["YAML", yaml] as const];
  for (const [format, cases] of formats)
    test.each(cases)(`${format}: shows the column of %s`, async (_what, code, template) => {
      for (const prefix of Object.values(prefixes)) {
        const text = (endings[ending] as (text: string) => string)(template.replace("PREFIX", prefix));
        const found = await places(format === "JSON" ? "a.json" : "a.yaml", text.replace(mark, ""));
        expect(found, text).toEqual([`${code} ${expected(text)}`]);
      }
    });
});
