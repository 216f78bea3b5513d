import { join } from "node:path";
import { expect, test } from "vitest";
import { findings } from "../../src/load/validation/findings.js";
import { openModel } from "../../src/open-model.js";
import { folder } from "./scratch.js";

const info = { title: "t", version: "1" };

test("says nothing of a document that follows its schema, whatever its version", () => {
  const paths = { "/x": { get: { responses: { "200": { description: "ok" } } } } };
  for (const version of [{ swagger: "2.0" }, { openapi: "3.0.3" }, { openapi: "3.1.0" }, { openapi: "3.2.0" }]) {
    expect(findings({ ...version, info, paths })).toEqual([]);
  }
});

test("what version 3.2 added is refused in earlier documents alone", () => {
  const flow = { deviceAuthorizationUrl: "https://a.example/device", tokenUrl: "https://a.example/token", scopes: {} };
  const schemes = { device: { type: "oauth2", deprecated: true, oauth2MetadataUrl: "https://a.example/meta", flows: { deviceAuthorization: flow } } };
  const stream = { "application/jsonl": { itemSchema: {}, itemEncoding: {}, prefixEncoding: [] } };
  const parameters = [
    { in: "querystring", name: "q", content: { "application/json": { schema: {}, examples: { a: { dataValue: 1, serializedValue: "1" } } } } },
    { in: "cookie", name: "c", style: "cookie", explode: true, schema: {} },
    { in: "query", name: "r", allowReserved: true, schema: {}, examples: { a: { dataValue: "a/b", serializedValue: "r=a/b" } } },
  ];
  const responses = { "200": { summary: "fine", content: stream } };
  const document = {
    info,
    servers: [{ url: "https://a.example", name: "main" }],
    tags: [{ name: "a", summary: "A", parent: "b", kind: "nav" }],
    paths: { "/a": { query: { parameters, responses }, additionalOperations: { COPY: { responses } } } },
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

test("takes a license by its name alone, and none that is told twice", () => {
  const licensed = (license: Readonly<Record<string, string>>): unknown => findings({ openapi: "3.1.0", info: { ...info, license }, paths: {} });
  expect(licensed({ name: "MIT" })).toEqual([]);
  expect(licensed({ name: "MIT", identifier: "MIT" })).toEqual([]);
  expect(licensed({ url: "https://example.test" })).toEqual([{ pointer: "#/info/license", says: '"name" is missing' }]);
  expect(licensed({ name: "MIT", identifier: "MIT", url: "https://example.test" })).toHaveLength(1);
});

test("says once what is wrong with a component, however often it is used", () => {
  const response = { $ref: "#/components/responses/R" };
  const found = findings({
    openapi: "3.0.3",
    info,
    paths: { "/x": { get: { responses: { "200": response, "400": response } } } },
    components: { responses: { R: { content: {} } } },
  });
  expect(found).toEqual([{ pointer: "#/components/responses/R", says: `"description" is missing` }]);
});

test("says what keeps a parameter or a security scheme from the form that its own words choose", () => {
  const responses = { "200": { description: "ok" } };
  const says = (version: object, parameter: object, more: object = {}): unknown =>
    findings({ ...version, info, paths: { "/x/{id}": { get: { parameters: [parameter], responses } } }, ...more } as Parameters<
      typeof findings
    >[0]).map((found) => found.says);
  const id = { name: "id", in: "path" };
  expect(says({ swagger: "2.0" }, { ...id, type: "string" })).toEqual([`a parameter in the path has to say "required: true"`]);
  expect(says({ openapi: "3.0.3" }, { ...id, required: false, schema: {} })).toEqual([`a parameter in the path has to say "required: true"`]);
  expect(says({ openapi: "3.0.3" }, { ...id, required: true })).toEqual([`"schema" is missing`]);
  expect(says({ openapi: "3.1.0" }, { name: "page", in: "query" })).not.toContain("this fits none of the forms that may stand here");
  const page = { name: "page", in: "query", type: "integer" };
  expect(says({ swagger: "2.0" }, { ...page, example: 1, "x-order": 1 })).toEqual([`"example" is not a field of a parameter of Swagger 2.0`]);
  // As NestJS's own page on security has it.
  const bearer = { type: "http", scheme: "bearer", name: "JWT", in: "header" };
  const components = { securitySchemes: { bearer } };
  expect(says({ openapi: "3.0.3" }, { ...id, required: true, schema: {} }, { components })).toEqual([
    `"name", "in" are not fields of a security scheme of the type http`,
  ]);
  expect(says({ swagger: "2.0" }, { ...page, type: "number", in: "nowhere" })).toEqual(["this fits none of the forms that may stand here"]);
});

test("points at the field that should not be there", () => {
  const found = findings({ openapi: "3.0.3", info, paths: { "/x/{a}": { get: { responses: { "4xx": { description: "no" } } } } } });
  expect(found).toContainEqual({
    pointer: "#/paths/~1x~1{a}/get/responses/4xx",
    says: `"4xx" is not a field of this object; "4XX" was surely meant`,
  });
});

test("takes a recursive 3.1 document over several files, which dereferencing would break", async () => {
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
  [{ component: {} }, "#/component", '"component" is not a field of this object; "components" was surely meant'],
  [{ host: "a.test" }, "#/host", '"host" is a field of Swagger 2.0; OpenAPI 3 says it in servers'],
  [{ definitions: {} }, "#/definitions", '"definitions" is a field of Swagger 2.0; OpenAPI 3 says it in components.schemas'],
  [{ flavour: {} }, "#/flavour", '"flavour" is not a field of this object'],
])("says which field was meant: %j", (others, pointer, says) => {
  expect(findings({ openapi: "3.0.3", info, paths: plainGet, ...others })).toEqual([{ pointer, says }]);
});

test("says once what is missing and misspelled", () => {
  const get = { response: { "200": { description: "ok" } } };
  expect(findings({ openapi: "3.0.3", info, paths: { "/x": { get } } })).toEqual([
    { pointer: "#/paths/~1x/get/response", says: '"response" is not a field of this object; "responses" was surely meant' },
  ]);
});

test("says of a media type where it belongs", () => {
  const responses = { "200": { description: "ok", "application/json": {} } };
  const post = { requestBody: { "application/json": {} }, responses };
  expect(findings({ openapi: "3.0.3", info, paths: { "/x": { post } } })).toEqual([
    { pointer: "#/paths/~1x/post/requestBody/application~1json", says: '"application/json" stands outside of "content", where it belongs' },
    { pointer: "#/paths/~1x/post/responses/200/application~1json", says: '"application/json" stands outside of "content", where it belongs' },
  ]);
});

test("says of what has no value that it has none", () => {
  const document = (responses: unknown): object => ({ openapi: "3.0.3", info, paths: { "/x": { get: { responses } } } });
  expect(findings(document({ "200": null }) as never)).toEqual([
    { pointer: "#/paths/~1x/get/responses/200", says: "this has no value; what belongs to it is indented further than it" },
  ]);
});

test("says once of one value what it must be", () => {
  const schemas = { A: { type: ["string"] } };
  expect(findings({ openapi: "3.0.3", info, paths: plainGet, components: { schemas } })).toEqual([
    { pointer: "#/components/schemas/A/type", says: "this must be a string" },
  ]);
});

test.each([
  [{ security: [{ key: null }] }, "#/security/0/key", "this has no value; what it asks for is a list of scopes, []"],
  [{ components: { paths: {} } }, "#/components/paths", '"paths" belongs to the top of the document'],
  [{ paths: { get: {} } }, "#/paths/get", '"get" is a method, which stands below a path'],
  [{ paths: { "GET /a": {} } }, "#/paths/GET ~1a", '"GET /a" is a method and a path, which stand below each other: /a: { get: … }'],
])("says of what stands elsewhere than it belongs where that is: %j", (others, pointer, says) => {
  expect(findings({ openapi: "3.0.3", info, paths: plainGet, ...others } as never)).toEqual([{ pointer, says }]);
});
