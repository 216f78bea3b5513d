import { describe, expect, test } from "vitest";
import type { Interaction } from "../../src/traffic/interaction.js";
import { recordedResponse, brief } from "./open.js";

// Parts without names, as a list (OpenAPI 3.2 §4.14.4) or described one by one (`itemSchema`).

const metadata = { type: "object", required: ["author"], properties: { author: { type: "string" } } };
const documentOf = (media: object): object => ({
  openapi: "3.2.0",
  info: { title: "Parts", version: "1" },
  servers: [{ url: "https://api.example.com/v1" }],
  paths: { "/things": { get: { responses: { 200: { description: "ok", content: { "multipart/mixed": media } } } } } },
});
const list = documentOf({ schema: { type: "array", minItems: 2, prefixItems: [metadata, {}], items: { type: "integer" } } });
const each = documentOf({ itemSchema: metadata });

function parts(...all: readonly (readonly [type: string, body: string])[]): Interaction {
  const text = all.map(([type, body]) => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`).join("");
  return recordedResponse(`${text}--b--\r\n`, 200, "multipart/mixed; boundary=b");
}

const json = (text: string): readonly [string, string] => ["application/json", text];

test.each<[string, object, Interaction, string[]]>([
  ["nothing", list, parts(json('{"author":"A"}'), ["image/png", "\u0000"], ["text/plain", "7"]), []],
  ["a fault inside of a part", list, parts(json('{"author":1}'), ["image/png", ""]), ["schema-violation /*/author type"]],
  ["a part of another kind", list, parts(json('{"author":"A"}'), json("1"), ["image/png", "7"]), ["schema-violation /* type"]],
  ["parts that are missing", list, parts(json('{"author":"A"}')), ["schema-violation / minItems"]],
  ["an undocumented field of a part", list, parts(json('{"author":"A","year":1}'), json("1")), ["undocumented-field /*/year properties"]],
  ["a part that is no JSON", list, parts(json("{"), json("1")), ["invalid-body / parts"]],
  ["a body without an end", list, recordedResponse("--b\r\n\r\nx", 200, "multipart/mixed; boundary=b"), ["invalid-body / parts"]],
  ["a body without a boundary", list, recordedResponse("x", 200, "multipart/mixed"), ["invalid-body / parts"]],
  ["one of parts that are described one by one", each, parts(json('{"author":"A"}'), json("{}")), ["schema-violation /author required"]],
])("reports %s in a multipart response", async (_, document, interaction, expected) => {
  expect(await brief(document, interaction)).toEqual(expected);
});

describe("parts with names, described as an object", () => {
  const object = { type: "object", required: ["meta"], properties: { meta: metadata, note: { type: "string" } } };
  const named = (...all: readonly (readonly [name: string, type: string, body: string])[]): Interaction => {
    const text = all.map(([name, type, body]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`);
    return recordedResponse(`${text.join("")}--b--\r\n`, 200, "multipart/mixed; boundary=b");
  };

  test.each<[string, Interaction, string[]]>([
    ["nothing", named(["meta", "application/json", '{"author":"A"}'], ["note", "text/plain", "x"]), []],
    ["a fault inside of a part", named(["meta", "application/json", '{"author":1}']), ["schema-violation /meta/author type"]],
    ["a missing part", named(["note", "text/plain", "x"]), ["schema-violation /meta required"]],
    ["parts without names as unchecked", parts(json('{"author":"A"}')), ["unchecked / schema"]],
  ])("reports %s", async (_, interaction, expected) => {
    expect(await brief(documentOf({ schema: object }), interaction)).toEqual(expected);
  });
});
