import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { load } from "../../src/load/load.js";
import { cpuTime } from "../cpu-time.js";
import { folder, loaded } from "./scratch.js";

const start = "openapi: 3.1.0\ninfo:\n  title: Zones\n  version: '1'\npaths:\n";
const operation = (lines: string): string => `${start}  /zones:\n    get:\n${lines}`;

test.each([
  ["a text with a colon", operation("      operationId: note: all zones\n"), '8:24 a string with ": " must be in quotes'],
  ["a string that begins with @", operation("      summary: @deprecated\n"), '8:16 a string that begins with "@" must be in quotes'],
  ["a string that begins with %", operation("      tags:\n        - %s\n"), '9:11 a string that begins with "%" must be in quotes'],
  ["a string that begins with `", operation("      summary: `all`\n"), '8:16 a string that begins with "`" must be in quotes'],
  [
    "a key that begins with *",
    operation("      content:\n        */*:\n          schema: {}\n"),
    '9:9 a string that begins with "*" must be in quotes',
  ],
  [
    "a quote inside of its like",
    operation("      summary: 'it's all'\n"),
    "8:19 a quoted string ends here, but more text follows. To fix it, write a ' inside the string twice",
  ],
  ["no blank behind a colon", operation("      summary:All\n      tags: []\n"), '8:15 the colon after "summary" needs a space after it'],
  ["no colon", operation("      summary All\n      tags: []\n"), '8:7 "summary All" has no colon'],
  [
    "a no-break space",
    operation("\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0summary: All\n      tags: []\n"),
    "8:1 a no-break space (U+00A0) is not allowed as indentation",
  ],
  [
    "a line further in than those beside it",
    operation("      summary: All\n       tags: []\n"),
    "9:8 this line has more indentation than the lines around it",
  ],
  [
    "a merge conflict",
    `openapi: 3.1.0\n<<<<<<< HEAD\ninfo: { title: a }\n=======\ninfo: { title: b }\n>>>>>>> x\n`,
    "2:1 an unresolved merge conflict",
  ],
  [
    "a text in double quotes without its end",
    operation('      summary: "All\n      tags: []\n'),
    "8:16 a string begins here and has no closing quote",
  ],
  [
    "a text in single quotes without its end",
    operation("      summary: 'All\n      tags: ['a']\n"),
    "8:16 a string begins here and has no closing quote",
  ],
  [
    "a text without its end before another one",
    operation('      summary: "All\n        description: "zones"\n'),
    "8:16 a string begins here and has no closing quote",
  ],
  ["curled quotes", operation("      summary: “note: all zones”\n"), "8:16 YAML reads curly quotes as letters. Write straight quotes"],
  ["a template", operation("      {% if all %}\n      summary: All\n      {% endif %}\n"), "8:7 an unrendered template: {% if all %}"],
  ["a template around all", "{%- for a in b %}\nopenapi: 3.1.0\n", "1:1 an unrendered template: {%- for a in b %}"],
  ["a fence of Markdown", "```yaml\nopenapi: 3.1.0\n```\n", "1:1 a Markdown fence: the document is between two fences"],
  ["words around a fence", "Here it is:\n\n```yaml\nopenapi: 3.1.0\n```\n", "3:1 a Markdown fence: the document is between two fences"],
])("names the mistake in YAML: %s", async (_, text, want) => {
  const { said } = await loaded({ "a.yaml": text });
  const [place, reason] = [want.slice(0, want.indexOf(" ")), want.slice(want.indexOf(" ") + 1)];
  expect(said).toEqual([`a.yaml:${place} error syntax-error: This is not valid YAML: ${reason}.`]);
});

test("reports an unrendered template at its location", async () => {
  const { said } = await loaded({ "a.yaml": "openapi: 3.1.0\ninfo:\n  title: {{ title }}\n  version: '1'\npaths: {}\n" });
  expect(said).toEqual([
    "a.yaml:3:10 warning lenient-yaml: Strict YAML parsers reject this (an unrendered template: {{ title }}). It was read leniently.",
  ]);
});

test.each([
  ["a comment", `{\n  // "zones": {\n  "openapi": "3.1.0", "x-a": "// no", "x-b": "\\"," /* all, */ }`, ["2:3 A comment", "3:52 A comment"]],
  ["a comma", `{"openapi": "3.1.0", "x-a": [1, 2,\n], "x-b": ",}",}`, ['1:34 A comma before "]"', '2:15 A comma before "}"']],
  ["comments before it", `// ours\n/* {"a": 1} */ {"openapi": "3.1.0"}`, ["1:1 A comment", "2:1 A comment"]],
  ["a comma and a comment", `{"openapi": "3.1.0", // all\n}`, ['1:20 A comma before "}"', "1:22 A comment"]],
])("reads JSON leniently: %s", async (_, text, want) => {
  const { said, document } = await loaded({ "a.json": text });
  expect(document?.root.value).toMatchObject({ openapi: "3.1.0" });
  expect(said).toEqual(want.map((each) => `a.json:${each.replace(" ", " note lenient-json: ")} is not valid JSON. It is ignored.`));
});

test("reads a long comment before the document", async () => {
  const long = "/*".padEnd(5_000_000, "* ");
  const { document } = await loaded({ "a.json": `${long}*/ {"openapi": "3.1.0"}` });
  expect(document?.root.value).toEqual({ openapi: "3.1.0" });
  const { said } = await loaded({ "a.json": `${long} {"openapi": "3.1.0"}` });
  expect(said).toHaveLength(1);
});

test("reports a duplicate key in JSON with comments", async () => {
  const { said } = await loaded({ "a.json": `{"openapi": "3.1.0", "a": 1, /* "a" */ "a": 2}` });
  expect(said.map((each) => each.split(" ")[2])).toEqual(["duplicate-key:", "lenient-json:"]);
});

test("reads a line of a megabyte in linear time", async () => {
  const before = cpuTime();
  const { said } = await loaded({ "a.yaml": operation(`      a${" ".repeat(1_000_000)}'\n      tags: []\n`) });
  expect(said).toHaveLength(1);
  expect(cpuTime() - before).toBeLessThan(5_000);
});

test.each([
  ["a comment without its end", `{"openapi": /* a "3.1.0"}`, "1:13 a comment, which JSON does not allow"],
  ["a comment, and something else", `{\n  // zones\n  "openapi": None}`, `3:14 the word "None", which is not JSON`],
  ["a merge conflict", `{\n<<<<<<< HEAD\n  "a": 1\n=======\n  "a": 2\n>>>>>>> x\n}`, "2:1 an unresolved merge conflict"],
  ["a template", `{\n  "a": {{ a }}\n}`, "2:8 an unrendered template: {{ a }}"],
  ["a template around lines", `{\n  {% if a %}\n  "a": 1\n}`, "2:3 an unrendered template: {% if a %}"],
  [
    "a document that was escaped",
    String.raw`{\"openapi\": \"3.1.0\"}`,
    "1:2 an escaped quote. The document is inside a JSON string: save the content of the string",
  ],
  ["a brace too many", `{"a": 1}\n}`, '2:1 one "}" too many'],
  ["a second document", `{"a": 1}\n{"a": 1}`, "2:1 another document after the end of the first"],
  ["a key without quotes", `{openapi: "3.1.0"}`, `1:2 the key "openapi" without double quotes`],
  ["single quotes", `{'openapi': '3.1.0'}`, "1:2 a string in single quotes instead of double quotes"],
  ["curled quotes", `{“openapi”: "3.1.0"}`, "1:2 a string in curly quotes instead of straight quotes"],
  ["a word of another language", `{"a": None}`, `1:7 the word "None", which is not JSON`],
  ["no number", `{"a": NaN}`, `1:7 the word "NaN", which is not JSON`],
  ["no comma", `{\n  "openapi": "3.1.0"\n  "info": {}\n}`, `3:3 another key instead of "," or "}"`],
  ["a line break", `{"openapi": "3.1\n.0"}`, "1:17 a line break inside a string. JSON writes it as \\n"],
  ["an escape", `{"openapi": "3\\.1"}`, '1:15 the escape "\\.", which is not JSON'],
  ["a text without its end", `{"openapi": "3.1`, "1:13 a string without a closing quote"],
])("names the mistake in JSON: %s", async (_, text, want) => {
  const { said } = await loaded({ "a.json": text });
  const [place, reason] = [want.slice(0, want.indexOf(" ")), want.slice(want.indexOf(" ") + 1)];
  expect(said).toEqual([`a.json:${place} error syntax-error: This is not valid JSON: ${reason}.`]);
});

test.each([
  [
    "page.yaml",
    "<!DOCTYPE html>\n<html>\n<head><title>No: such page</title></head>\n<body>a: b</body>\n</html>\n",
    "an HTML or XML page, such as an error page saved instead of the document",
  ],
  ["page.json", "<html>\n<body>\na: b: c</body></html>\n", "an HTML or XML page, such as an error page saved instead of the document"],
  ["schema.graphql", "type Query {\n  zones(limit: Int): [Zone!]!\n}\n", "a GraphQL schema"],
  ["polls.apib", "FORMAT: 1A\n\n# Polls\n\nPolls is an API.\n\n+ Response 200 (text/plain)\n", "an API Blueprint. Convert it to OpenAPI first"],
  ["list.bru", "meta {\n  name: Get pets\n  seq: 1\n}\n\nget {\n  url: {{baseUrl}}/pets\n}\n", "a Bruno request. Export its collection as OpenAPI"],
  ["list.http", "### List\nGET http://localhost/pets\nAccept: text/plain\n", "a file of HTTP requests, not the description of an API"],
  ["pets.smithy", '$version: "2"\nnamespace example.pets\nservice Pets { version: "1" }\n', "a Smithy model. Convert it to OpenAPI first"],
  ["api.md", "# My API\n\nThis describes it.\n\n- one: two\n", "a Markdown page"],
  [
    "a.wsdl",
    '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" name="a: b">\n</definitions>\na: b: c\n',
    "a WSDL of a SOAP service. Only OpenAPI is supported",
  ],
  ["openapi.yaml", "module.exports = {\n  openapi: '3.1.0',\n};\n", "a program. Run it and save its output"],
  ["openapi.yaml", "import x from 'x';\nexport default {\n  openapi: '3.1.0',\n};\n", "a program. Run it and save its output"],
])("names the format of a file of another kind: %s", async (name, text, looks) => {
  expect((await loaded({ [name]: text })).said).toEqual([`${name}:1:1 error other-format: This is neither YAML nor JSON. It looks like ${looks}.`]);
});

test.each(["", "   \n\n", "# to do\n"])("reports an empty file: %j", async (text) => {
  expect((await loaded({ "a.json": text })).said).toEqual(["a.json:1:1 error empty-file: The file is empty."]);
});

test("does not fetch from a host that is not allowed", async () => {
  const { report, diagnostics } = collector();
  await load("https://example.test/openapi.yaml", {}, report);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      "remote-document",
      `"https://example.test/openapi.yaml" would be read from example.test. Tallystick fetches remote files only from hosts that you allow.`,
    ],
  ]);
});

test("names the target of a broken link", async () => {
  const path = await folder({ "a.yaml": start });
  await symlink("gone.yaml", join(path, "dangling.yaml"));
  await symlink("loop.yaml", join(path, "loop.yaml"));
  const reported = await Promise.all(
    ["dangling.yaml", "loop.yaml"].map(async (name) => {
      const { report, diagnostics } = collector();
      await load(join(path, name), {}, report);
      return diagnostics.map(({ code, message }) => `${code}: ${message.replaceAll(`${path}/`, "")}`).join();
    }),
  );
  expect(reported).toEqual([
    `file-unreadable: "dangling.yaml" cannot be read: it is a link to "gone.yaml", which does not exist.`,
    `file-unreadable: "loop.yaml" cannot be read: it is a link to itself.`,
  ]);
});

test("reports invalid YAML after comments", async () => {
  const { said } = await loaded({ "a.yaml": "\n# About.\n# Of us.\n@openapi: 3.1.0\n" });
  expect(said).toEqual([expect.stringContaining("a.yaml:4:1 error syntax-error")]);
});
