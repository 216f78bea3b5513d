import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findings } from "../../src/load/validation/findings.js";
import { openModel } from "../../src/open-model.js";
import { folder } from "./scratch.js";

const info = { title: "t", version: "1" };

test("accepts a valid document of each version", () => {
  const paths = { "/x": { get: { responses: { "200": { description: "ok" } } } } };
  for (const version of [{ swagger: "2.0" }, { openapi: "3.0.3" }, { openapi: "3.1.0" }, { openapi: "3.2.0" }]) {
    expect(findings({ ...version, info, paths })).toEqual([]);
  }
});

test("rejects fields of 3.2 in earlier versions", () => {
  const flow = { deviceAuthorizationUrl: "https://a.example/device", tokenUrl: "https://a.example/token", scopes: {} };
  const schemes = { device: { type: "oauth2", deprecated: true, oauth2MetadataUrl: "https://a.example/meta", flows: { deviceAuthorization: flow } } };
  const stream = { "application/jsonl": { itemSchema: {}, itemEncoding: {}, prefixEncoding: [] } };
  const parameters = [
    { in: "querystring", name: "q", content: { "application/json": { schema: {}, examples: { a: { dataValue: 1, serializedValue: "1" } } } } },
    { in: "cookie", name: "c", style: "cookie", explode: true, schema: {} },
  ];
  const reserved = { in: "query", name: "r", allowReserved: true, schema: {}, examples: { a: { dataValue: "a/b", serializedValue: "r=a/b" } } };
  const responses = { "200": { summary: "fine", content: stream } };
  const document = {
    info,
    servers: [{ url: "https://a.example", name: "main" }],
    tags: [{ name: "a", summary: "A", parent: "b", kind: "nav" }],
    paths: { "/a": { query: { parameters, responses }, additionalOperations: { COPY: { parameters: [reserved], responses } } } },
    components: { securitySchemes: schemes, mediaTypes: {} },
  };
  expect(findings({ openapi: "3.2.0", ...document })).toEqual([]);
  expect(findings({ openapi: "3.1.0", ...document }).length).toBeGreaterThan(5);
  const wrong = { in: "cookie", name: "c", style: "nonsense", schema: {} };
  const paths = { "/a": { get: { parameters: [wrong], responses } } };
  expect([...new Set(findings({ openapi: "3.2.0", ...document, paths }).map(({ pointer }) => pointer))]).toEqual([
    "#/paths/~1a/get/parameters/0/style",
  ]);
});

test("accepts a license with a name only", () => {
  const licensed = (license: Readonly<Record<string, string>>): unknown => findings({ openapi: "3.1.0", info: { ...info, license }, paths: {} });
  expect(licensed({ name: "MIT" })).toEqual([]);
  expect(licensed({ name: "MIT", identifier: "MIT" })).toEqual([]);
  expect(licensed({ url: "https://example.test" })).toEqual([{ pointer: "#/info/license", says: '"name" is missing.' }]);
  expect(licensed({ name: "MIT", identifier: "MIT", url: "https://example.test" })).toHaveLength(1);
});

test("reports a fault of a shared component once", () => {
  const response = { $ref: "#/components/responses/R" };
  const found = findings({
    openapi: "3.0.3",
    info,
    paths: { "/x": { get: { responses: { "200": response, "400": response } } } },
    components: { responses: { R: { content: {} } } },
  });
  expect(found).toEqual([{ pointer: "#/components/responses/R", says: `"description" is missing.` }]);
});

describe("choices", () => {
  const responses = { "200": { description: "ok" } };
  const says = (version: object, parameter: object, more: object = {}): string[] =>
    findings({ ...version, info, paths: { "/x/{id}": { get: { parameters: [parameter], responses } } }, ...more } as never).map(
      (found) => found.says,
    );
  const id = { name: "id", in: "path" };
  const page = { name: "page", in: "query", type: "integer" };
  const required = 'A path parameter needs "required: true".';
  const noSchema = '"schema" is missing. A parameter or header needs "schema" or "content".';

  test.each([
    [{ swagger: "2.0" }, { ...id, type: "string" }, [required]],
    [{ openapi: "3.0.3" }, { ...id, required: false, schema: {} }, ["This must be true."]],
    [{ openapi: "3.0.3" }, { ...id, schema: {} }, [required]],
    [{ openapi: "3.1.0" }, { ...id, schema: {} }, [required]],
    [{ openapi: "3.0.3" }, { ...id, required: true }, [noSchema]],
    [{ openapi: "3.1.0" }, { name: "page", in: "query" }, [noSchema]],
    [{ openapi: "3.2.0" }, { name: "page", in: "query" }, [noSchema]],
    [{ swagger: "2.0" }, { ...page, example: 1, "x-order": 1 }, ['"example" is not a field of a query parameter.']],
    [{ swagger: "2.0" }, { ...page, in: "nowhere" }, ['This must be "body", "header", "formData", "query" or "path".']],
    [{ swagger: "2.0" }, { ...page, type: "text" }, ['This must be "string", "number", "boolean", "integer" or "array".']],
    [
      { openapi: "3.0.3" },
      { name: "q", in: "query", style: "simple", schema: {} },
      ['This must be "form", "spaceDelimited", "pipeDelimited" or "deepObject".'],
    ],
    [{ openapi: "3.0.3" }, { name: "q", in: "query", style: "form", content: { "a/b": {} } }, ['"style" is not allowed together with "content".']],
    [{ openapi: "3.0.3" }, { name: "q", in: "query", schema: {}, content: { "a/b": {} } }, ['"schema" is not allowed together with "content".']],
    [{ openapi: "3.1.0" }, { name: "q", in: "query", schema: {}, example: 1, examples: {} }, ['"examples" is not allowed together with "example".']],
  ])("%j: reports what the branch lacks that a parameter names: %j", (version, parameter, expected) => {
    expect(says(version, parameter)).toEqual(expected);
  });

  const scheme = (written: object): string[] =>
    says({ openapi: "3.0.3" }, { ...id, required: true, schema: {} }, { components: { securitySchemes: { a: written } } });

  test.each([
    // As NestJS's own page on security has it.
    [{ type: "http", scheme: "bearer", name: "JWT" }, ['"name" is not a field of a security scheme of the type "http".']],
    [{ type: "http", scheme: "Bearer" }, []],
    [{ type: "http", scheme: "BEARER", bearerFormat: "JWT" }, []],
    [{ type: "http", scheme: "basic", bearerFormat: "JWT" }, ['"bearerFormat" is only allowed with the scheme "bearer".']],
    [{ type: "apiKey", in: "header" }, ['"name" is missing.']],
    [{ type: "oauth2", flow: "implicit" }, ['"flow" is not a field of a security scheme of the type "oauth2". Did you mean "flows"?']],
    [{ type: "jwt" }, ['This must be "apiKey", "http", "oauth2" or "openIdConnect".']],
    [{ scheme: "basic" }, ['"type" is missing.']],
  ])("reports what the branch lacks that a security scheme names: %j", (written, expected) => {
    expect(scheme(written)).toEqual(expected);
  });
});

describe("fields that the standard has", () => {
  const server = { url: "https://{region}.test", variables: { region: { default: "eu", enum: ["eu"], description: "Where data is kept" } } };

  test.each(["3.0.3", "3.1.1", "3.2.0"])("accepts the description of a server variable in %s", (openapi) => {
    expect(findings({ openapi, info, servers: [server], paths: {} })).toEqual([]);
  });

  test.each(["3.1.1", "3.2.0"])("accepts link servers, encoding extensions and path item references in %s", (openapi) => {
    const links = { next: { operationId: "next", server: { url: "/" } } };
    const content = { "multipart/form-data": { schema: {}, encoding: { a: { contentType: "text/plain", "x-a": 1 } } } };
    const paths = {
      "/a": { $ref: "#/components/pathItems/a", summary: "A" },
      "/b": { get: { responses: { "200": { description: "ok", content, links } } } },
    };
    expect(findings({ openapi, info, paths, components: { pathItems: { a: {} } } })).toEqual([]);
  });

  test.each([true, false, {}, { $ref: "#/components/schemas/A" }, { oneOf: [{ type: "string" }, { $ref: "#/components/schemas/A" }] }])(
    "accepts additionalProperties: %j",
    (additionalProperties) => {
      const schema = { type: "object", additionalProperties };
      for (const openapi of ["3.0.3", "3.1.1", "3.2.0"])
        expect(findings({ openapi, info, paths: {}, components: { schemas: { A: schema } } })).toEqual([]);
      expect(findings({ swagger: "2.0", info, paths: {}, definitions: { A: { type: "object", additionalProperties: { type: "array" } } } })).toEqual(
        [],
      );
    },
  );

  test("accepts extensions of an encoding and references to its headers in 3.0", () => {
    const encoding = { a: { "x-a": 1, headers: { h: { $ref: "#/components/headers/h" } } } };
    const post = { requestBody: { content: { "multipart/form-data": { encoding } } }, responses: { "200": { description: "ok" } } };
    expect(findings({ openapi: "3.0.4", info, paths: { "/a": { post } } })).toEqual([]);
  });
});

describe("one finding for each cause", () => {
  const wrong = { in: "query", name: "q", schema: { type: "string" }, style: "nonsense", required: "yes" };

  test.each(["3.0.3", "3.1.1", "3.2.0"])("does not blame the parents of a nested mistake in %s", (openapi) => {
    const responses = {
      "200": { description: 1, headers: { h: { schema: {}, frob: 1 } }, content: { "application/json": { schema: {}, examples: [] } } },
    };
    const document = { openapi, info, tags: [{ name: 1 }], paths: { "/a": { get: { parameters: [wrong], responses } } } };
    expect(
      findings(document as never)
        .map(({ pointer }) => pointer)
        .toSorted(),
    ).toEqual([
      "#/paths/~1a/get/parameters/0/required",
      "#/paths/~1a/get/parameters/0/style",
      "#/paths/~1a/get/responses/200/content/application~1json/examples",
      "#/paths/~1a/get/responses/200/description",
      "#/paths/~1a/get/responses/200/headers/h/frob",
      "#/tags/0/name",
    ]);
  });

  test("reports a wrong type once, whatever else the schema asks", () => {
    const paths = { "/a": { get: { responses: [] } }, "/b": 1 };
    expect(findings({ openapi: "3.0.3", info, paths } as never)).toEqual([
      { pointer: "#/paths/~1a/get/responses", says: "This must be an object." },
      { pointer: "#/paths/~1b", says: "This must be an object." },
    ]);
  });
});

test("points at the field that should not be there", () => {
  const found = findings({ openapi: "3.0.3", info, paths: { "/x/{a}": { get: { responses: { "4xx": { description: "no" } } } } } });
  expect(found).toContainEqual({
    pointer: "#/paths/~1x~1{a}/get/responses/4xx",
    says: `"4xx" is not a field of the Responses Object. Did you mean "4XX"?`,
  });
});

test("accepts a recursive 3.1 document of several files", async () => {
  const path = await folder({
    "openapi.json": JSON.stringify({ openapi: "3.1.0", info, paths: { "/x": { $ref: "item.json" } } }),
    "item.json": JSON.stringify({
      get: { responses: { "200": { description: "ok", content: { "application/json": { schema: { $ref: "#/$defs/Node" } } } } } },
      $defs: { Node: { type: "object", properties: { next: { $ref: "#/$defs/Node" } } } },
    }),
  });
  expect((await openModel(join(path, "openapi.json"))).diagnostics).toEqual([]);
});

test("findings are warnings, and generation goes on", async () => {
  const path = await folder({
    "a.yaml": "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /x:\n    get:\n      responses: { '200': {} }\n      frob: 1\n",
  });
  const { model, diagnostics } = await openModel(join(path, "a.yaml"));
  expect(model?.operations).toHaveLength(1);
  expect(diagnostics.filter(({ code }) => code === "openapi-schema").map(({ severity, place }) => `${severity} ${place?.pointer}`)).toContain(
    "warning #/paths/~1x/get/frob",
  );
});

test("does not write to the document", () => {
  const document = { openapi: "3.1.0", info: { title: "t", version: 1 }, paths: { "/x": { $ref: "#/x" } }, servers: [{ url: "/v1" }] };
  const before = JSON.stringify(document);
  findings(document);
  expect(JSON.stringify(document)).toBe(before);
});

const plainGet = { "/x": { get: { responses: { "200": { description: "ok" } } } } };

test.each([
  [{ component: {} }, "#/component", '"component" is not a field of the OpenAPI Object. Did you mean "components"?'],
  [{ host: "a.test" }, "#/host", '"host" is a field of Swagger 2.0. In OpenAPI 3, use "servers".'],
  [{ definitions: {} }, "#/definitions", '"definitions" is a field of Swagger 2.0. In OpenAPI 3, use "components.schemas".'],
  [{ flavour: {} }, "#/flavour", '"flavour" is not a field of the OpenAPI Object.'],
  // A field of other objects, and not of this one.
  [{ example: {} }, "#/example", '"example" is not a field of the OpenAPI Object.'],
])("suggests the intended field: %j", (others, pointer, says) => {
  expect(findings({ openapi: "3.0.3", info, paths: plainGet, ...others })).toEqual([{ pointer, says }]);
});

test.each(["3.1.1", "3.2.0"])("reports an empty document of %s", (openapi) => {
  expect(findings({ openapi, info })).toEqual([{ pointer: "#", says: 'The document has neither "paths", "webhooks" nor "components".' }]);
  expect(findings({ openapi, info, webhooks: {} })).toEqual([]);
});

test("reports a misspelled required field once", () => {
  const get = { response: { "200": { description: "ok" } } };
  expect(findings({ openapi: "3.0.3", info, paths: { "/x": { get } } })).toEqual([
    { pointer: "#/paths/~1x/get/response", says: '"response" is not a field of the Operation Object. Did you mean "responses"?' },
  ]);
});

test("names the location of a misplaced media type", () => {
  const responses = { "200": { description: "ok", "application/json": {} } };
  const post = { requestBody: { "application/json": {} }, responses };
  expect(findings({ openapi: "3.0.3", info, paths: { "/x": { post } } })).toEqual([
    { pointer: "#/paths/~1x/post/requestBody/application~1json", says: '"application/json" must be inside "content".' },
    { pointer: "#/paths/~1x/post/responses/200/application~1json", says: '"application/json" must be inside "content".' },
  ]);
});

test("gives advice about indentation for a null in YAML only", () => {
  const document = { openapi: "3.0.3", info, paths: { "/x": { get: { responses: { "200": null } } } } };
  const pointer = "#/paths/~1x/get/responses/200";
  expect(findings(document)).toEqual([{ pointer, says: "This is null; it must be an object." }]);
  expect(findings(document, true)).toEqual([
    { pointer, says: "This is null; it must be an object. If its fields are written below it, indent them." },
  ]);
});

test("reports one value once", () => {
  const schemas = { A: { type: ["string"] } };
  expect(findings({ openapi: "3.0.3", info, paths: plainGet, components: { schemas } })).toEqual([
    { pointer: "#/components/schemas/A/type", says: "This must be a string." },
  ]);
});

test.each([
  [{ security: [{ key: null }] }, "#/security/0/key", "This is null; it must be a list of scopes. For no scopes, write []."],
  [{ components: { paths: {} } }, "#/components/paths", '"paths" belongs to the top level of the document.'],
  [{ paths: { get: {} } }, "#/paths/get", '"get" is a method. Write it below its path.'],
  [{ paths: { "GET /a": {} } }, "#/paths/GET ~1a", '"GET /a" is a method and a path. Write /a: { get: … }.'],
])("names the right location of a misplaced field: %j", (others, pointer, says) => {
  expect(findings({ openapi: "3.0.3", info, paths: plainGet, ...others } as never)).toEqual([{ pointer, says }]);
});

test("keeps findings of lenient JSON, examples and parameters", async () => {
  const operation = `{ "parameters": [], "sumary": "x" }`;
  const schema = `{ "type": "object", "properties": { "a": { "type": "string", "example": 1 } } }`;
  const path = await folder({
    "a.json": `{ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, // note
      "paths": { "/x/{id}": { "get": ${operation} } },
      "components": { "schemas": { "A": ${schema} }, "securitySchemes": { "b": { "type": "apiKey", "in": "header" }, } } }`,
  });
  const { diagnostics } = await openModel(join(path, "a.json"));
  expect(diagnostics.flatMap(({ code, message }) => (code === "openapi-schema" ? [message] : []))).toEqual([
    '"responses" is missing.',
    '"sumary" is not a field of the Operation Object. Did you mean "summary"?',
    '"name" is missing.',
  ]);
});
