import { expect, test } from "vitest";
import { findings } from "../../src/load/validation/findings.js";
import { probableFormat } from "../../src/lower/lenient/other-format.js";
import { lowered, openapi } from "./lowered.js";

const ok = { description: "ok" };
const responses = { "200": ok };

const newInThreeTwo = {
  paths: {
    "/": {
      query: { responses: { "200": { ...ok, content: { "text/event-stream": { itemSchema: { type: "object" } } } } } },
      additionalOperations: { COPY: { responses }, Move: { responses }, PATCH: { responses } },
    },
  },
};

test("reads fields of 3.2 in earlier versions, with a note", () => {
  expect(lowered(openapi("3.2.0", newInThreeTwo)).said).toEqual([
    "left-out #/paths/~1/additionalOperations/Move",
    "left-out #/paths/~1/additionalOperations/PATCH",
  ]);
  const { model, said } = lowered(openapi("3.1.0", newInThreeTwo));
  expect(model.operations.map(({ key }) => key)).toEqual(["QUERY /", "COPY /"]);
  expect(model.operations[0]?.responses[0]?.content[0]?.itemSchema?.type).toEqual(["object"]);
  expect(said).toEqual([
    "left-out #/paths/~1/additionalOperations/Move",
    "left-out #/paths/~1/additionalOperations/PATCH",
    "newer-field #/paths/~1/query",
    "newer-field #/paths/~1/query/responses/200/content/text~1event-stream/itemSchema",
    "newer-field #/paths/~1/additionalOperations/COPY",
  ]);
});

test("3.2: reads encodings by position and by name", () => {
  const headers = {
    "Content-Location": { required: true, schema: { type: "string" } },
    "Content-Language": { required: true, schema: { const: "en" } },
  };
  const content = {
    "multipart/mixed": {
      schema: { type: "array" },
      prefixEncoding: [{ contentType: "application/json" }, { contentType: "multipart/mixed", itemEncoding: { encoding: {} } }],
      itemEncoding: { contentType: "image/*", headers },
    },
    "multipart/form-data": {
      schema: { type: "object" },
      encoding: { a: { contentType: "multipart/mixed", encoding: { b: { contentType: "text/csv" } } } },
    },
    "multipart/form-data; charset=utf-8": { schema: { type: "array" }, prefixEncoding: [] },
    "application/json": { schema: { type: "array" }, itemEncoding: {} },
    "multipart/related": { prefixEncoding: [{}] },
  };
  const { model, said } = lowered(openapi("3.2.0", { paths: { "/": { post: { requestBody: { content }, responses } } } }));
  const media = "#/paths/~1/post/requestBody/content";
  expect(said).toEqual([
    `left-out ${media}/multipart~1mixed/itemEncoding/headers/Content-Location`,
    `left-out ${media}/multipart~1form-data; charset=utf-8/prefixEncoding`,
    `left-out ${media}/application~1json/itemEncoding`,
    `left-out ${media}/multipart~1related/prefixEncoding`,
  ]);
  const [mixed, form] = model.operations[0]?.requestBody?.content ?? [];
  expect(mixed?.byPosition?.prefix.map(({ contentType }) => contentType)).toEqual(["application/json", "multipart/mixed"]);
  expect(mixed?.byPosition?.item).toMatchObject({ contentType: "image/*", headers: [{ name: "Content-Location" }, { name: "Content-Language" }] });
  expect(form?.encoding.get("a")?.contentType).toBe("multipart/mixed");
  expect(form?.encoding.get("a")?.byName?.get("b")?.contentType).toBe("text/csv");
});

test("3.2: reads itemSchema of sequential media types", () => {
  const itemSchema = { type: "object" };
  const content = {
    "multipart/mixed": { itemSchema },
    "application/jsonl": { itemSchema },
    "multipart/form-data": { itemSchema },
    "text/csv": { itemSchema },
  };
  const multipartResponses = { "200": { description: "ok", content: { "multipart/mixed": { itemSchema, itemEncoding: {} } } } };
  const { model, said } = lowered(openapi("3.2.0", { paths: { "/": { post: { requestBody: { content }, responses: multipartResponses } } } }));
  expect(said).toEqual([
    "left-out #/paths/~1/post/requestBody/content/multipart~1form-data/itemSchema",
    "left-out #/paths/~1/post/requestBody/content/text~1csv/itemSchema",
  ]);
  const remaining = model.operations[0]?.requestBody?.content.map((media) => media.itemSchema?.type);
  expect(remaining).toEqual([["object"], ["object"], undefined, undefined]);
  expect(model.operations[0]?.responses[0]?.content[0]).toMatchObject({ itemSchema: { type: ["object"] }, byPosition: { item: {} } });
});

test("3.2: reads dataValue and serializedValue", () => {
  const examples = {
    data: { dataValue: { n: 1 }, serializedValue: '{"n": 2}' },
    written: { serializedValue: '{"n": 3}' },
    broken: { serializedValue: "{" },
    elsewhere: { externalValue: "https://example.com/n.json" },
  };
  const content = { "application/json": { examples }, "text/csv": { examples }, "application/xml": { examples } };
  const { model } = lowered(openapi("3.2.0", { paths: { "/": { get: { responses: { "200": { ...ok, content } } } } } }));
  const shown = model.operations[0]?.responses[0]?.content.map((media) =>
    media.examples.map(({ name, value, serialized }) => [name, value, serialized]),
  );
  expect(shown).toEqual([
    [
      ["data", { n: 1 }, '{"n": 2}'],
      ["written", { n: 3 }, '{"n": 3}'],
      ["broken", undefined, "{"],
    ],
    [
      ["data", { n: 1 }, '{"n": 2}'],
      ["written", '{"n": 3}', '{"n": 3}'],
      ["broken", "{", "{"],
    ],
    [
      ["data", { n: 1 }, '{"n": 2}'],
      ["written", undefined, '{"n": 3}'],
      ["broken", undefined, "{"],
    ],
  ]);
});

test("3.2: reads a summary as the description of a response", () => {
  const { model } = lowered(
    openapi("3.2.0", { paths: { "/": { get: { responses: { "200": { summary: "Found" }, "404": { ...ok, summary: "None" } } } } } }),
  );
  expect(model.operations[0]?.responses.map(({ description }) => description)).toEqual(["Found", "ok"]);
});

test("3.2: reads nodeType as attribute and wrapped", () => {
  const S = {
    properties: {
      id: { xml: { nodeType: "attribute" } },
      tags: { type: "array", items: {}, xml: { nodeType: "element" } },
      name: { xml: { nodeType: "element" } },
      text: { xml: { nodeType: "text", name: "ignored" } },
      data: { xml: { nodeType: "cdata" } },
      group: { type: "object", xml: { nodeType: "none" } },
      list: { type: "array", items: {}, xml: { nodeType: "none" } },
    },
  };
  const { model } = lowered(openapi("3.2.0", { components: { schemas: { S } } }));
  const properties = model.schemas.get("#/components/schemas/S")?.object?.properties;
  expect([...(properties ?? [])].map(([, { annotations }]) => annotations?.xml)).toEqual([
    { attribute: true },
    { wrapped: true },
    {},
    { node: "text" },
    { node: "text" },
    { node: "none" },
    {},
  ]);
});

test("3.2: resolves references against $self and $id", () => {
  const named = (reference: string): object => ({ ...ok, content: { "application/json": { schema: { $ref: reference } } } });
  const { model, said } = lowered({
    ...openapi("3.2.0", {
      paths: {
        "/": {
          get: {
            parameters: [{ $ref: "https://example.com/api/openapi#/components/parameters/Page" }],
            responses: {
              "200": named("https://example.com/api/openapi#/components/schemas/Pet"),
              "400": named("openapi#/components/schemas/Pet"),
              "401": named("https://example.com/api/tag"),
            },
          },
        },
      },
      components: { schemas: { Pet: { type: "object" }, Tag: { $id: "tag" } }, parameters: { Page: { name: "page", in: "query", schema: {} } } },
    }),
    $self: "https://example.com/api/openapi",
  });
  expect(said).toEqual([]);
  expect(model.operations[0]?.parameters.map(({ name }) => name)).toEqual(["page"]);
  const schemas = model.operations[0]?.responses.map(({ content }) => content[0]?.schema?.ref ?? content[0]?.schema?.id);
  expect(schemas).toEqual(["#/components/schemas/Pet", "#/components/schemas/Pet", "#/components/schemas/Tag"]);
});

test("reads an unquoted 2.0 and later 3.x versions", () => {
  expect(lowered({ swagger: 2, info: {}, paths: {} }).model.dialect).toBe("swagger-2.0");
  expect(lowered({ openapi: "3.9.0", info: {}, paths: {} }).said).toContain("unknown-version #/openapi");
});

test.each([
  [{ openapi: "4.0.0" }, "not-openapi-version #/openapi"],
  [{ swagger: "1.2" }, "not-openapi-version #/swagger"],
  [{ swaggerVersion: "1.2" }, "not-openapi-version #/swaggerVersion"],
  [{ asyncapi: "2.0.0" }, "not-openapi #"],
  [{}, "not-openapi #"],
  [[], "not-openapi #"],
])("rejects %j", (given, want) => {
  expect(() => lowered(given)).toThrow(want);
});

test.each([
  [{ swagger: "3.0.3" }, "openapi-3.0", "version-of-the-other"],
  [{ swagger: "3.1" }, "openapi-3.1", "version-of-the-other"],
  [{ openapi: 2, components: {} }, "openapi-3.0", "version-of-the-other"],
  [{ openapi: "2.0", definitions: {} }, "swagger-2.0", "version-of-the-other"],
  [{ openapi: "v3.0.3" }, "openapi-3.0", "unknown-version"],
  [{ openapi: "3.9.0" }, "openapi-3.1", "unknown-version"],
  [{ swagger: "2.0", components: {} }, "openapi-3.0", "version-of-the-other"],
  [{ swagger: "2.0" }, "swagger-2.0", undefined],
  [{ openapi: 3 }, "openapi-3.0", "unknown-version"],
  [{ openapi: "3" }, "openapi-3.0", "unknown-version"],
  [{ openapi: "v3" }, "openapi-3.0", "unknown-version"],
  [{ openapi: 3.1 }, "openapi-3.1", undefined],
  [{ swagger: 2 }, "swagger-2.0", undefined],
])("reads the version %j as %s", (version, dialect, code) => {
  const info = { title: "t", version: "1" };
  const document = { ...version, info, paths: { "/a": { get: { responses: { "200": ok } } } } };
  const { model, said } = lowered(document);
  expect(model.dialect).toBe(dialect);
  expect(said).toEqual(code === undefined ? [] : [`${code} #/${Object.keys(version)[0]}`]);
  // OpenAPI's own schema is asked by the version that the document is read as.
  expect(findings(document)).toEqual([]);
});

test.each([
  [{ OpenAPI: "3.0.3", paths: {} }, 'an OpenAPI document with "OpenAPI" instead of "openapi"'],
  [{ open_api: "3.0.3" }, 'an OpenAPI document with "open_api" instead of "openapi"'],
  [{ data: { openapi: "3.0.3", paths: {} } }, 'a file with the document in "data". Save only that part'],
  [[{ openapi: "3.0.3" }], "a list. An OpenAPI document is an object"],
  ["version https://git-lfs.github.com/spec/v1 oid sha256:4d", "a Git LFS pointer. Run git lfs pull to get the file"],
  ['{"openapi":"3.0.3"}', "a document inside a JSON string. Save the content of the string"],
  ["https://example.test/openapi.yaml", "the address of a document. Download the document"],
  [{ log: { entries: [] } }, "recorded traffic (HAR). Use it with `tallystick verify --har`"],
  [{ version: "https://git-lfs.github.com/spec/v1" }, "a Git LFS pointer. Run git lfs pull to get the file"],
  [{ data: { __schema: {} } }, "a GraphQL schema"],
  [{ title: "x" }, undefined],
  [{ title: "T", version: "v1", "/users": { get: {} } }, "a RAML document. Convert it to OpenAPI first"],
  [{ type: "collection.insomnia.rest/5.0", name: "P", collection: [] }, "an Insomnia export. Export it as OpenAPI"],
  [{ info: { _postman_id: "1", name: "P" } }, "a Postman collection. Export it as OpenAPI first"],
  [{ asyncapi: "2.6.0" }, "an AsyncAPI document, which describes messages. Use the OpenAPI document of the HTTP API"],
  [{ arazzo: "1.0.0" }, "an Arazzo document, which describes workflows. Use the OpenAPI document of its sourceDescriptions"],
  [{ overlay: "1.0.0" }, "an OpenAPI Overlay. Use it with --overlay, and the document with --spec"],
  [{ openrpc: "1.2.6", methods: [] }, "an OpenRPC document, which describes JSON-RPC methods"],
  [{ consumer: {}, provider: {}, interactions: [] }, "a Pact file. Use the OpenAPI document of its provider"],
  [{ v: 2, name: "x", requests: [] }, "a collection of requests. Export it as OpenAPI first"],
  [{ "/pets": { get: {} } }, "only the paths of an OpenAPI document. Use the whole document"],
  [{ components: { schemas: {} } }, "an OpenAPI document without a version. Write openapi: 3.1.1, info and paths above it"],
  [{ type: "object", properties: { id: {} } }, "a single schema. An OpenAPI document has its schemas under components.schemas"],
  [{ services: { web: { image: "nginx" } } }, "a Docker Compose file"],
  [{ openapi: null, paths: {} }, 'an OpenAPI document whose "openapi" has no value'],
  [{}, "an empty object"],
  [null, "an empty file"],
  [{ title: "T", baseUri: "https://a.test", "/users": { get: {} } }, "a RAML document. Convert it to OpenAPI first"],
  [{ _type: "export", __export_format: 4, resources: [] }, "an Insomnia export. Export it as OpenAPI"],
  [{ error: { code: 401 } }, "an error response of an API, saved instead of the document"],
  [{ message: "Not Found" }, "an error response of an API, saved instead of the document"],
  [{ spec: "a.yaml", out: "src" }, "a tallystick configuration. Use it with --config"],
  ["All of them.\n+ Response 200 (text/plain)", "an API Blueprint. Convert it to OpenAPI first"],
  ['import "@typespec/http"; using Http; @service namespace X;', "a TypeSpec program. Compile it to OpenAPI first"],
  ["curl -X GET https://a.test", "a shell command. Run it and save its output"],
  ["Moved Permanently. Redirecting to /v2", "plain text"],
])("names the format of another document: %j", (value, want) => {
  expect(probableFormat(value)).toBe(want);
});
