import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { loaded } from "./scratch.js";

const start = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\n";

describe("values of a document", () => {
  test("reads YAML and JSON into the same values", async () => {
    const yaml = await loaded({ "a.yaml": `${start}paths:\n  /x: {}\n` });
    const json = await loaded({ "a.json": `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/x":{}}}` });
    expect(yaml.document?.root.value).toEqual(json.document?.root.value);
    expect([...yaml.said, ...json.said]).toEqual([]);
  });

  test("skips a byte order mark", async () => {
    const { document, said } = await loaded({ "a.json": `\uFEFF{"openapi":"3.1.0"}` });
    expect(document?.root.value).toEqual({ openapi: "3.1.0" });
    expect(said).toEqual([]);
  });

  test("applies anchors and merge keys", async () => {
    const { document } = await loaded({ "a.yaml": `${start}x-base: &base { a: 1, b: 2 }\nx-more:\n  <<: *base\n  b: 3\nx-same: *base\n` });
    expect(document?.root.value).toMatchObject({ "x-more": { a: 1, b: 3 }, "x-same": { a: 1, b: 2 } });
  });

  test("keeps __proto__ as an ordinary key", async () => {
    const yaml = await loaded({ "a.yaml": `${start}x-a:\n  __proto__: { polluted: true }\n` });
    const json = await loaded({ "a.json": `{"openapi":"3.1.0","x-a":{"__proto__":{"polluted":true}}}` });
    for (const { document } of [yaml, json]) {
      const value = Object.entries(document?.root.value ?? {}).find(([key]) => key === "x-a")?.[1] as object;
      expect(Object.keys(value)).toEqual(["__proto__"]);
      expect("polluted" in value).toBe(false);
    }
  });
});

describe("locations of values", () => {
  test("locates properties at their key and items at their start", async () => {
    const text = `${start}tags:\n  - name: one\n  - name: two\npaths:\n  "/a/{b}":\n    get: {}\n`;
    const { document } = await loaded({ "a.yaml": text });
    const at = (pointer: string): string => Object.values(document?.root.locate(pointer) ?? {}).join(":");
    expect(at("#/tags/1")).toBe("5:5");
    expect(at("#/tags/1/name")).toBe("5:5");
    expect(at("#/paths/~1a~1{b}")).toBe("7:3");
    expect(at("#/paths/~1a~1{b}/get/absent/deeper")).toBe("8:5");
    expect(at("#")).toBe("1:1");
  });

  test("locates values under quoted and escaped keys", async () => {
    const { document } = await loaded({
      "a.yaml": `${start}x-a:\n  "200": 1\n  'it''s': 2\n  "a\\tb": 3\n  ? long\n    key\n  : 4\n  e: [~, 'q']\n`,
    });
    const at = (pointer: string): string => Object.values(document?.root.locate(pointer) ?? {}).join(":");
    expect(document?.root.value).toMatchObject({ "x-a": { "200": 1, "it's": 2, "a\tb": 3, "long key": 4, e: [null, "q"] } });
    expect(["200", "it's", "a\tb", "long key", "e"].map((key) => at(`#/x-a/${key}`))).toEqual(["4:3", "5:3", "6:3", "7:5", "10:3"]);
    expect(at("#/x-a/e/1")).toBe("10:10");
  });

  const keysByValue = `x-a: &word foo
x-b:
  &number 0x10: &one 1
  *word : 2
  1.0: 3
  ~: 4
  True: 5
  !!str 0x11: 6
  nullable: 7
  12345678901234567890: 8
x-c:
  *number : 10
  x: *one
`;

  test("locates keys that are aliases, numbers or booleans", async () => {
    const { document } = await loaded({ "a.yaml": `${start}${keysByValue}` });
    const at = (pointer: string): string => Object.values(document?.root.locate(pointer) ?? {}).join(":");
    const value = { "16": 1, foo: 2, "1": 3, null: 4, true: 5, "0x11": 6, nullable: 7, "12345678901234567000": 8 };
    expect(document?.root.value).toMatchObject({ "x-b": value, "x-c": { "16": 10, x: 1 } });
    expect(Object.keys(value).map((key) => [key, at(`#/x-b/${key}`)])).toEqual([
      ["1", "7:3"],
      ["16", "5:11"],
      ["foo", "6:3"],
      ["null", "8:3"],
      ["true", "9:3"],
      ["0x11", "10:9"],
      ["nullable", "11:3"],
      ["12345678901234567000", "12:3"],
    ]);
    expect(at("#/x-c/16")).toBe("14:3");
  });

  test("locates an empty key as null", async () => {
    const { document } = await loaded({ "a.yaml": `${start}x-a:\n  b: 1\n  : 2\n` });
    expect(document?.root.value).toMatchObject({ "x-a": { null: 2 } });
    expect(document?.root.locate("#/x-a/null")?.line).toBe(5);
  });

  test("locates alias keys in lenient YAML", async () => {
    const { document, said } = await loaded({ "a.yaml": `${start}x-a: &a "b"#\nx-c:\n  *a : 2\n` });
    expect(said.join(" ")).toContain("lenient-yaml");
    expect(document?.root.value).toMatchObject({ "x-c": { b: 2 } });
    expect(document?.root.locate("#/x-c/b")).toEqual({ line: 5, column: 3 });
  });

  test("locates values in JSON and behind aliases", async () => {
    const json = await loaded({ "a.json": `{\n  "openapi": "3.1.0",\n  "x": [ { "a": 1 }, { "a": 2 } ]\n}` });
    expect(json.document?.root.locate("#/x/1/a")).toEqual({ line: 3, column: 24 });
    const yaml = await loaded({ "a.yaml": `${start}x-a: &a\n  b: 1\nx-c: *a\nx-d:\n  <<: *a\n` });
    expect(yaml.document?.root.locate("#/x-c/b")).toEqual({ line: 4, column: 3 });
    expect(yaml.document?.root.locate("#/x-d/b")).toEqual({ line: 4, column: 3 });
  });

  test.each([
    ["a.json", `{"openapi":"3.1.0",,"a":1}`, `a.json:1:20 error syntax-error: This is not valid JSON: "," instead of a key in double quotes.`],
    ["a.json", `{"openapi":"3.1.0"`, `a.json:1:19 error syntax-error: This is not valid JSON: the end of the file instead of "," or "}".`],
    ["a.json", `{"a": [1, 2`, `a.json:1:12 error syntax-error: This is not valid JSON: the end of the file instead of "," or "]".`],
    ["a.json", `{"a": tru}`, `a.json:1:7 error syntax-error: This is not valid JSON: the word "tru", which is not JSON.`],
    ["a.yaml", `openapi: 3.1.0\n\tinfo: x\n`, `a.yaml:2:1 error syntax-error: This is not valid YAML: `],
    ["a.yaml", `openapi: 3.1.0\na: [1, 2\nb: 3\n`, `a.yaml:2:4 error syntax-error: This is not valid YAML: "[" here has no closing "]".`],
    ["a.yaml", `a: 1\n---\nb: 2\n`, `a.yaml:2:1 error syntax-error: This is not valid YAML: the file contains more than one document (---).`],
    ["a.yaml", ``, `a.yaml:1:1 error empty-file: The file is empty.`],
  ])("stops at a broken file: %s %j", async (name, text, want) => {
    const { document, said } = await loaded({ [name]: text });
    expect(document).toBeUndefined();
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(want);
  });

  test("locates an empty list item at its dash", async () => {
    const lines = [
      "openapi: 3.1.0",
      "x-a:",
      "  - one",
      "  - # said later",
      "  -",
      "  # - not this one",
      "",
      "  - [two]",
      "x-b:",
      "- ",
      "-",
      "- c: d",
      "  e: [f]",
      "-",
      "x-g:",
    ];
    const { document } = await loaded({ "a.yaml": lines.join("\n") });
    const at = (pointer: string): string => Object.values(document?.root.locate(pointer) ?? {}).join(":");
    expect(["#/x-a/0", "#/x-a/1", "#/x-a/2", "#/x-a/3", "#/x-a/3/0"].map(at)).toEqual(["3:5", "4:3", "5:3", "8:5", "8:6"]);
    expect(["#/x-b/0", "#/x-b/1", "#/x-b/2", "#/x-b/3", "#/x-g"].map(at)).toEqual(["10:1", "11:1", "12:3", "14:1", "15:1"]);
  });
});

describe("duplicate keys", () => {
  test("reports a key that a JSON object has twice, with both locations", async () => {
    const { document, said } = await loaded({ "a.json": `{"openapi":"3.1.0","x":{"a":1,\n"a":2}}` });
    expect(document?.root.value).toMatchObject({ x: { a: 2 } });
    expect(said).toEqual([
      `a.json:2:1 error duplicate-key: The key "a" is already used in the same object, at 1:25. One of the two values would be lost.`,
    ]);
  });

  test("reports a duplicate key in a YAML mapping", async () => {
    const { document, said } = await loaded({
      "a.yaml": `${start}x-a: &a { b: 1 }\nx-c: &c { d: 2 }\nx-e:\n  <<: *a\n  <<: *c\n  f:\n    - 200: 1\n      "200": 2\n  b: 3\n  b: 4\n`,
    });
    expect(document?.root.value).toMatchObject({ "x-e": { b: 4, d: 2, f: [{ "200": 2 }] } });
    expect(said).toEqual([
      `a.yaml:10:7 error duplicate-key: The key "200" is already used in the same object, at 9:7. One of the two values would be lost.`,
      `a.yaml:12:3 error duplicate-key: The key "b" is already used in the same object, at 11:3. One of the two values would be lost.`,
    ]);
  });
});

describe("the encoding of a file", () => {
  const wide = `\ufeff${JSON.stringify({ openapi: "3.1.0", "x-a": "\u00e9\u{1f600}" })}`;

  test.each([
    ["UTF-16, little end first", Buffer.from(wide, "utf16le")],
    ["UTF-16, big end first", Buffer.from(wide, "utf16le").swap16()],
    ["UTF-16 without a byte order mark", Buffer.from(wide.slice(1), "utf16le")],
    ["UTF-16 without a byte order mark, big end first", Buffer.from(wide.slice(1), "utf16le").swap16()],
  ])("reads %s", async (_, bytes) => {
    const { document, said } = await loaded({ "a.json": bytes, "b.yaml": bytes });
    expect(said).toEqual([]);
    expect(document?.root.value).toEqual({ openapi: "3.1.0", "x-a": "\u00e9\u{1f600}" });
  });

  test.each([
    ["a half of a pair", Buffer.from(`\ufeff{"openapi":"\ud800"}`, "utf16le")],
    ["an odd byte at the end", Buffer.concat([Buffer.from(wide, "utf16le"), Buffer.from([0x20])])],
  ])("refuses UTF-16 with %s", async (_, bytes) => {
    const { document, said } = await loaded({ "a.json": bytes });
    expect(document).toBeUndefined();
    expect(said).toHaveLength(1);
  });

  test.each([
    [[0x25, 0x50, 0x44, 0x46, 0x0a, 0xe2], "a PDF"],
    [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], "an image"],
  ])("names the format of a file of bytes %j", async (bytes, what) => {
    const { said } = await loaded({ "a.yaml": Buffer.from(bytes) });
    expect(said).toEqual([expect.stringMatching(new RegExp(`is not allowed\\. The file is ${what}\\.$`))]);
  });

  test("reports a compressed file", async () => {
    const { said } = await loaded({ "a.json": gzipSync("{}") });
    expect(said).toEqual([
      "a.json:1:2 error not-utf8: This is not UTF-8: the byte 0x8B at offset 1 is not allowed. The file is compressed (gzip or zip).",
    ]);
  });

  test("names the byte of a file that is not UTF-8", async () => {
    const { document, said } = await loaded({ "a.yaml": Buffer.from(`${start}x-a: caf\xe9\n`, "latin1") });
    expect(document).toBeUndefined();
    expect(said).toEqual(["a.yaml:3:9 error not-utf8: This is not UTF-8: the byte 0xE9 at offset 56 is not allowed. The file may be Latin-1."]);
  });
});

test("refuses a missing file and a folder", async () => {
  const { collector } = await import("../../src/diagnostics/collect.js");
  const { load } = await import("../../src/load/load.js");
  const { report, diagnostics } = collector();
  expect(await load("no/such/file.yaml", {}, report)).toBeUndefined();
  expect(await load(import.meta.dirname, {}, report)).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(["file-not-found", "file-unreadable"]);
});

describe("mistakes in YAML", () => {
  test("reads YAML that only one parser rejects, with a warning", async () => {
    const { document, said } = await loaded({
      "a.yaml": `${start}paths:\n  /a:\n    get:\n      example: [\n        1\n      ]\n      responses: {}\n`,
    });
    expect(document?.root.value).toMatchObject({ paths: { "/a": { get: { example: [1] } } } });
    expect(said.filter((line) => !line.includes("lenient-yaml"))).toEqual([]);
    expect(document?.root.locate("#/paths/~1a/get/responses")).toEqual({ line: 9, column: 7 });
  });

  test.each([
    ["double quotes", `"Words of a text\n  that \\"goes\\" on,\n\n  and ends here: so."`, 'Words of a text that "goes" on,\nand ends here: so.'],
    ["double quotes, with an empty line first,", `"Words of a text\n\n  that goes: on."`, "Words of a text\nthat goes: on."],
    ["single quotes", `'It''s words\n  that go: on.'`, "It's words that go: on."],
    ["single quotes, of which only the last line is so,", `' {\n      "id": "7e",\n      "is": "it"\n    }\n'`, ' { "id": "7e", "is": "it" } '],
  ])("reads a text in %s without indentation", async (_name, quoted, value) => {
    const lines = quoted.split("\n").length;
    const { document, said } = await loaded({ "a.yaml": `openapi: 3.1.0\ninfo:\n  description: ${quoted}\n  title: t\n  version: '1'\npaths: {}\n` });
    expect(document?.root.value).toEqual({ openapi: "3.1.0", info: { description: value, title: "t", version: "1" }, paths: {} });
    expect(said.filter((line) => !line.includes("lenient-yaml"))).toEqual([]);
    expect(document?.root.locate("#/info/title")).toEqual({ line: 3 + lines, column: 3 });
    expect(document?.root.locate("#/paths")).toEqual({ line: 5 + lines, column: 1 });
  });

  test("reads many keys leniently, one of them twice", async () => {
    const keys = Array.from({ length: 40_000 }, (_, index) => `x-${index}: "a\nb"\n`);
    const { document, said } = await loaded({ "a.yaml": `${start}paths: {}\n${keys.join("")}x-7: c\n` });
    expect(document?.root.value).toMatchObject({ "x-0": "a b", "x-7": "c", "x-39999": "a b" });
    expect(said.filter((line) => !line.includes("lenient-yaml"))).toEqual([
      'a.yaml:80004:1 error duplicate-key: The key "x-7" is already used in the same object, at 18:1. One of the two values would be lost.',
    ]);
  });

  test("reads a comment without a space before it, with a warning", async () => {
    const { document, said } = await loaded({ "a.yaml": `${start}paths:\n  /a:\n    $ref: '#/x-a'#\nx-a: "b" # c\n` });
    expect(document?.root.value).toMatchObject({ paths: { "/a": { $ref: "#/x-a" } }, "x-a": "b" });
    expect(said.filter((line) => !line.includes("lenient-yaml"))).toEqual([]);
    expect(said.join(" ")).toContain("lenient-yaml");
  });

  test("rejects a quoted string without an end", async () => {
    const { said } = await loaded({ "a.yaml": `${start}x-a: "begins\nx-b: 1\nx-c: 2\n` });
    expect(said.join(" ")).toContain("syntax-error");
  });

  test.each([
    ['description: Token (format: "Bearer")', 'Token (format: "Bearer")'],
    ["title: It's one: two: three   # a comment", "It's one: two: three"],
    ["summary: A - list: of things", "A - list: of things"],
  ])("reads prose with a colon as text: %s", async (line, value) => {
    const [key = ""] = line.split(":");
    const { document, said } = await loaded({
      "a.yaml": `openapi: 3.1.0\ninfo:\n  title: t\n  version: '1'\npaths: {}\nx-a:\n  - x: 1\n    ${line}\n    b: 'c'\n`,
    });
    expect(document?.root.value).toMatchObject({ "x-a": [{ x: 1, [key]: value, b: "c" }] });
    expect(said).toEqual([expect.stringMatching(/^a\.yaml:8:\d+ warning lenient-yaml: .*a string with ": " must be in quotes/)]);
    expect(document?.root.locate("#/x-a/0/b")).toEqual({ line: 9, column: 5 });
  });

  test.each(["schema: type: string", "description: Note: this\n      goes: on", "description: [a: b: c"])(
    "rejects %s, which is ambiguous",
    async (lines) => {
      const { document, said } = await loaded({
        "a.yaml": `openapi: 3.1.0\ninfo:\n  title: t\n  version: '1'\npaths: {}\nx-a:\n  - x: 1\n    ${lines}\n`,
      });
      expect(document).toBeUndefined();
      expect(said.join()).toContain("syntax-error");
    },
  );
});

test("lists files in the order of their names, whichever was read first", async () => {
  const slow = `{ "type": "string" }${" ".repeat(4_000_000)}`;
  const { document } = await loaded({
    "openapi.json": `{"openapi":"3.1.0","components":{"schemas":{"A":{"$ref":"a.json"},"B":{"$ref":"b.json"}}}}`,
    "a.json": slow,
    "b.json": '{ "type": "integer" }',
  });
  expect([...(document?.files.keys() ?? [])]).toEqual(["", "a.json", "b.json"]);
});
