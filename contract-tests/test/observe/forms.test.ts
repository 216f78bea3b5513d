import { expect, test } from "vitest";
import type { Interaction } from "../../src/traffic/interaction.js";
import { brief } from "./open.js";

const schema = {
  type: "object",
  required: ["title"],
  properties: {
    title: { type: "string", minLength: 2 },
    year: { type: "integer" },
    tags: { type: "array", items: { type: "string", enum: ["a", "b"] } },
    codes: { type: "array", items: { type: "integer" } },
    size: { type: "object", properties: { w: { type: "integer" } } },
    parts: { type: "array", items: { type: "object", properties: { n: { type: "integer" } } } },
    file: { type: "string", format: "binary" },
  },
};
const document = {
  openapi: "3.0.3",
  info: { title: "Forms", version: "1" },
  paths: {
    "/forms": {
      post: {
        requestBody: {
          content: {
            "multipart/form-data": { schema },
            "application/x-www-form-urlencoded": { schema, encoding: { codes: { style: "form", explode: false } } },
          },
        },
        responses: { 200: { description: "ok" } },
      },
    },
  },
};

function sent(contentType: string, body: string | Uint8Array): Interaction {
  return {
    request: {
      method: "POST",
      url: "http://localhost/forms",
      headers: [["Content-Type", contentType]],
      body: typeof body === "string" ? { kind: "text", text: body } : { kind: "binary", bytes: body },
    },
    response: { status: 200, headers: [] },
    origin: "test#1",
  };
}

const form = (text: string): Interaction => sent("application/x-www-form-urlencoded", text);

/** As Node writes it, files with bytes that are no text included. */
async function multipart(...fields: readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[]): Promise<Interaction> {
  const data = new FormData();
  for (const [name, value] of fields) {
    if (typeof value === "string") data.append(name, value);
    else data.append(name, new Blob([value]), "x.bin");
  }
  const made = new Response(data);
  return sent(made.headers.get("content-type") ?? "", new Uint8Array(await made.arrayBuffer()));
}

const title = ["title", "Cup"] as const;
const bytes = new Uint8Array([0, 255, 13, 10, 45, 45, 200]);

test.each<[string, readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[], string[]]>([
  [
    "nothing",
    [title, ["year", "2026"], ["tags", "a"], ["tags", "b"], ["size", '{"w":1}'], ["parts", '{"n":1}'], ["parts", '{"n":2}'], ["file", bytes]],
    [],
  ],
  ["nothing, a list being one JSON text", [title, ["tags", '["a","b"]']], []],
  ["a part that is missing", [["year", "2026"]], ["constraint-not-enforced /title required"]],
  ["a part of another kind", [title, ["year", "soon"]], ["constraint-not-enforced /year type"]],
  ["a fault inside a JSON part", [title, ["size", '{"w":"wide"}']], ["constraint-not-enforced /size/w type"]],
  ["one item of many", [title, ["tags", "a"], ["tags", "c"]], ["constraint-not-enforced /tags/* enum"]],
  ["one part of many", [title, ["parts", '{"n":1}'], ["parts", '{"n":"x"}']], ["constraint-not-enforced /parts/*/n type"]],
  ["a part that is not documented", [title, ["colour", "red"]], ["undocumented-field /colour properties"]],
  [
    "nothing about a part in a format of its own",
    [
      ["size", "<w>1</w>"],
      ["parts", "<n/>"],
    ],
    [],
  ],
])("of a multipart form reports %s", async (_, fields, expected) => {
  expect(await brief(document, await multipart(...fields))).toEqual(expected);
});

test.each<[string, Interaction, string[]]>([
  ["nothing", form("title=Cup&year=2026&tags=a&tags=b&codes=1,2"), []],
  ["an item of a list in one field", form("title=Cup&codes=1,x"), ["constraint-not-enforced /codes/* type"]],
  ["a text that is too short", form("title=C"), ["constraint-not-enforced /title minLength"]],
  ["nothing about nested spelling, which OpenAPI does not define", form("size[w]=wide"), []],
  [
    "nothing about a body that was not kept whole",
    { ...form(""), request: { ...form("").request, body: { kind: "text", text: "year=20", truncated: true } } },
    [],
  ],
])("of a form reports %s", async (_, interaction, expected) => {
  expect(await brief(document, interaction)).toEqual(expected);
});

test.each([
  ["no boundary", "multipart/form-data", "--x\r\n\r\n--x--"],
  ["no end", "multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="year"\r\n\r\nsoon\r\n'],
  ["a part without a name", "multipart/form-data; boundary=x", "--x\r\nContent-Type: text/plain\r\n\r\nsoon\r\n--x--\r\n"],
])("does not verify an invalid multipart body: %s", async (_, contentType, body) => {
  expect(await brief(document, sent(contentType, body))).toEqual([]);
});

test("reads a quoted boundary, bare line feeds and a preamble", async () => {
  const body =
    'ignored\n--a b\nContent-Disposition: form-data; name="year"\n\nsoon\n--a b\nContent-Disposition: form-data; name=title\n\nCup\n--a b--\n';
  expect(await brief(document, sent('multipart/form-data; boundary="a b"', body))).toEqual(["constraint-not-enforced /year type"]);
});
