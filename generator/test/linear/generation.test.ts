import { describe, expect, it } from "vitest";
import { locate } from "../../src/load/locate.js";
import { render } from "../../src/diagnostics/render.js";
import { toSarif } from "../../src/diagnostics/sarif.js";
import { toGithub } from "../../src/diagnostics/github.js";
import { MemoryFiles } from "../../src/files/memory.js";
import { generate } from "../../src/generate.js";
import { openapi } from "../documents.js";
import { slowShapes } from "../growth.js";

const operation = (parts: object): object => ({ operationId: "a", responses: { 200: { description: "OK" } }, ...parts });
const withSchema = (schema: unknown): Record<string, unknown> => openapi({ components: { schemas: { A: schema } } });
const withOperation = (parts: object): Record<string, unknown> => openapi({ paths: { "/a": { get: operation(parts) } } });

/** Where a document has a text that its author chooses. */
const places: Readonly<Record<string, (text: string) => Record<string, unknown>>> = {
  "the title": (text) => ({ ...openapi({}), info: { title: text, version: "1" } }),
  "a description": (text) => ({ ...openapi({}), info: { title: "T", version: "1", description: text } }),
  "a description of a schema": (text) => withSchema({ type: "object", description: text, properties: { a: { type: "string", description: text } } }),
  "a summary": (text) => withOperation({ summary: text }),
  "an operationId": (text) => withOperation({ operationId: text }),
  "a tag": (text) => withOperation({ tags: [text] }),
  "a path": (text) => openapi({ paths: { [`/${text}`]: { get: operation({}) } } }),
  "a path with a parameter": (text) => openapi({ paths: { [`/a/{${text}}`]: { get: operation({}) } } }),
  "the name of a parameter": (text) => withOperation({ parameters: [{ in: "query", name: text, schema: { type: "string" } }] }),
  "the name of a header": (text) => withOperation({ responses: { 200: { description: "OK", headers: { [text]: { schema: { type: "string" } } } } } }),
  "a status": (text) => withOperation({ responses: { [text]: { description: "OK" } } }),
  "a media type": (text) => withOperation({ responses: { 200: { description: "OK", content: { [text]: { schema: { type: "string" } } } } } }),
  "a media type with parameters": (text) =>
    withOperation({ responses: { 200: { description: "OK", content: { [`application/json; ${text}`]: { schema: { type: "string" } } } } } }),
  "the name of a schema": (text) => openapi({ components: { schemas: { [text]: { type: "object" } } } }),
  "the name of a property": (text) => withSchema({ type: "object", properties: { [text]: { type: "string" } } }),
  "a type": (text) => withSchema({ type: text }),
  "a format": (text) => withSchema({ type: "string", format: text }),
  "a default": (text) => withSchema({ type: "string", default: text }),
  "an example": (text) => withSchema({ type: "string", minLength: 1, examples: [text] }),
  "a member of an enum": (text) => withSchema({ enum: [text, "a"] }),
  "the address of a server": (text) => openapi({ servers: [{ url: text }] }),
  "the address of a server with a scheme": (text) => openapi({ servers: [{ url: `https://${text}` }] }),
  "a reference": (text) => withSchema({ $ref: text }),
  "a reference in the document": (text) => withSchema({ $ref: `#/components/schemas/${text}` }),
  "a discriminator": (text) =>
    withSchema({ type: "object", discriminator: { propertyName: text, mapping: { a: text } }, oneOf: [{ type: "object" }] }),
  "a security scheme": (text) =>
    openapi({
      components: { securitySchemes: { [text]: { type: "apiKey", in: "header", name: text }, b: { type: "http", scheme: text } } },
      security: [{ [text]: [] }],
    }),
  "a callback": (text) => withOperation({ callbacks: { a: { [text]: { post: operation({ operationId: "b" }) } } } }),
  "a link": (text) => withOperation({ responses: { 200: { description: "OK", links: { a: { operationId: "a", parameters: { b: text } } } } } }),
  "an extension": (text) => ({ ...openapi({}), [`x-${text}`]: text }),
  "the version": (text) => ({ ...openapi({}), openapi: text }),
  "an unknown member": (text) => ({ ...openapi({}), [text]: 1 }),
};

/** What such a text is made of. */
const parts = [
  "a",
  " ",
  "A",
  "a ",
  "aB",
  "-",
  "_1",
  "/",
  "{a}",
  "{",
  "}{",
  "{{",
  "{{ ",
  "${",
  "<",
  "`",
  "\n",
  " \n",
  "\\",
  "|",
  "#",
  "*/",
  "@a ",
  ":",
  ";",
  ",",
  "=",
  "?",
  "?a=",
  "&a={b}",
  "é",
  "[",
  "(",
  "~1",
  "%41",
  "1",
  "1.",
  "+",
  '"',
  "'",
  "$request.body#/",
  "or ",
  "| ",
];

describe("generates from long texts in linear time", () => {
  it.each(Object.entries(places))("%s", async (_name, documentOf) => {
    const shapes = parts.map((part) => ({ part }));
    const slow = await slowShapes((text) => run(JSON.stringify(documentOf(`a${text}b`))), shapes, 1);
    expect(slow).toEqual([]);
  });
});

async function run(text: string): Promise<void> {
  const { diagnostics, sources } = await generate("openapi.json", { files: new MemoryFiles(process.cwd(), { "openapi.json": text }) });
  const located = locate(diagnostics, sources, () => "openapi.json");
  render(located, { colour: true });
  toGithub(located);
  toSarif(located, "1");
}
