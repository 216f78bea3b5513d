import { withOperation, withSchema } from "./documents.js";

const thing = { type: "object", required: ["name"], properties: { name: { type: "string" }, size: { type: "integer", minimum: 1 } } };
const tree = { type: "object", properties: { label: { type: "string" }, children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } };
const cat = { type: "object", required: ["kind"], properties: { kind: { const: "cat" }, lives: { type: "integer" } } };
const dog = { type: "object", required: ["kind"], properties: { kind: { const: "dog" }, trick: { type: "string" } } };
const response = (schema: object): object => ({ description: "It.", content: { "application/json": { schema } } });
const form = (part: object): object => ({ type: "object", properties: { ids: part } });
const list = { type: "array", items: { type: "string" } };
const exploded = { ids: { style: "deepObject", explode: true } };
const parameter = { name: "limit", in: "query", schema: { type: "integer" } };

/** The one path parameter, of the schema. */
const inPath = (schema: object): object => {
  const document = withOperation({});
  const path = (document as { paths: Record<string, { get: { parameters: Record<string, unknown>[] } }> }).paths["/things/{id}"];
  for (const declared of path?.get.parameters ?? []) declared["schema"] = schema;
  return document;
};

/** Two spellings of one contract: nothing to say about the wire, in either direction. */
export const equivalences: readonly (readonly [name: string, old: object, next: object])[] = [
  ["an inline schema, and a reference to a component", withSchema(thing), withSchema({ $ref: "#/components/schemas/Thing" }, { Thing: thing })],
  [
    "a reference to a reference, and the schema itself",
    withSchema({ $ref: "#/components/schemas/A" }, { A: { $ref: "#/components/schemas/Thing" }, Thing: thing }),
    withSchema(thing),
  ],
  ["an allOf with one branch, and the branch itself", withSchema(thing), withSchema({ allOf: [thing] })],
  ["a oneOf with one branch, and the branch itself", withSchema(thing), withSchema({ oneOf: [thing] })],
  [
    "a schema, and an allOf of its two halves",
    withSchema(thing),
    withSchema({
      allOf: [
        { type: "object", required: ["name"], properties: { name: { type: "string" } } },
        { type: "object", properties: { size: { type: "integer", minimum: 1 } } },
      ],
    }),
  ],
  [
    "a schema, and half of it in an allOf",
    withSchema(thing),
    withSchema({
      type: "object",
      required: ["name"],
      properties: { name: { type: "string" } },
      allOf: [{ properties: { size: { type: "integer", minimum: 1 } } }],
    }),
  ],
  [
    "null in a list of types, and as a branch of anyOf",
    withSchema({ type: ["string", "null"] }),
    withSchema({ anyOf: [{ type: "string" }, { type: "null" }] }),
  ],
  [
    "nullable (3.0), and null as a type (3.1)",
    withSchema({ type: "object", properties: { a: { type: "string", nullable: true } } }, {}, "3.0.3"),
    withSchema({ type: "object", properties: { a: { type: ["string", "null"] } } }),
  ],
  [
    "exclusiveMinimum as a boolean (3.0), and as a number (3.1)",
    withSchema({ type: "number", minimum: 0, exclusiveMinimum: true }, {}, "3.0.3"),
    withSchema({ type: "number", exclusiveMinimum: 0 }),
  ],
  [
    "exclusiveMinimum 0 and minimum 1 of an integer",
    withSchema({ type: "integer", exclusiveMinimum: 0 }),
    withSchema({ type: "integer", minimum: 1 }),
  ],
  ["const, and an enum with one value", withSchema({ const: "a" }), withSchema({ type: "string", enum: ["a"] })],
  [
    "another order of enum, required and properties",
    withSchema({ ...thing, required: ["size", "name"], properties: { ...thing.properties, e: { enum: [1, "a"] } } }),
    withSchema({ ...thing, required: ["name", "size"], properties: { e: { enum: ["a", 1] }, ...thing.properties } }),
  ],
  ["another order of anyOf branches", withSchema({ anyOf: [thing, { type: "string" }] }), withSchema({ anyOf: [{ type: "string" }, thing] })],
  ["minLength 0, and no minLength", withSchema({ type: "string" }), withSchema({ type: "string", minLength: 0 })],
  ["additionalProperties {}, and none", withSchema(thing), withSchema({ ...thing, additionalProperties: {} })],
  ["an integer with maxLength, and without", withSchema({ type: "integer" }), withSchema({ type: "integer", maxLength: 3 })],
  [
    "a recursive schema, and one level of it inline",
    withSchema({ $ref: "#/components/schemas/Tree" }, { Tree: tree }),
    withSchema(tree, { Tree: tree }),
  ],
  [
    "format byte (3.0), and contentEncoding base64 (3.1)",
    withSchema({ type: "string", format: "byte" }, {}, "3.0.3"),
    withSchema({ type: "string", contentEncoding: "base64" }),
  ],
  ["a renamed path parameter", withOperation({}), withOperation({}, {}, "/things/{thing_id}")],
  [
    "a parameter with its default values written out",
    withOperation({ parameters: [parameter] }),
    withOperation({ parameters: [{ ...parameter, required: false, style: "form", explode: true, deprecated: false }] }),
  ],
  [
    "explode on a parameter with a scalar",
    withOperation({ parameters: [parameter] }),
    withOperation({ parameters: [{ ...parameter, explode: false }] }),
  ],
  [
    "a header parameter Accept, which OpenAPI ignores",
    withOperation({}),
    withOperation({ parameters: [{ name: "Accept", in: "header", required: true, schema: { type: "string" } }] }),
  ],
  [
    "security of the document, and of the operation",
    withOperation({}, { security: [{ token: [] }], components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } } }),
    withOperation({ security: [{ bearer: [] }] }, { components: { securitySchemes: { bearer: { type: "http", scheme: "Bearer" } } } }),
  ],
  [
    "letter case of a response header",
    withOperation({ responses: { "200": { description: "It.", headers: { "X-Rate": { schema: { type: "integer" } } } } } }),
    withOperation({ responses: { "200": { description: "It.", headers: { "x-rate": { schema: { type: "integer" } } } } } }),
  ],
  ["the default server, and no servers", withOperation({}), withOperation({}, { servers: [{ url: "/" }] })],
  [
    "a server of the document, and of the operation",
    withOperation({}, { servers: [{ url: "https://x.test" }] }),
    withOperation({ servers: [{ url: "https://x.test" }] }),
  ],
  [
    "a server variable with one value, and the value",
    withOperation({}, { servers: [{ url: "https://{host}.test", variables: { host: { default: "x", enum: ["x"] } } }] }),
    withOperation({}, { servers: [{ url: "https://x.test" }] }),
  ],
  [
    "a base path in the server URL, and in the paths",
    withOperation({}, { servers: [{ url: "https://x.test/v1" }] }),
    withOperation({}, { servers: [{ url: "https://x.test" }] }, "/v1/things/{id}"),
  ],
  ["type integer, and multipleOf 1", withSchema({ type: "integer" }), withSchema({ type: "number", multipleOf: 1 })],
  ["oneOf and anyOf of branches that exclude each other", withSchema({ oneOf: [cat, dog] }), withSchema({ anyOf: [cat, dog] })],
  [
    "a nested anyOf, and a list of types",
    withSchema({ anyOf: [{ type: "string" }, { anyOf: [{ type: "integer" }, { type: "null" }] }] }),
    withSchema({ type: ["string", "integer", "null"] }),
  ],
  [
    "a server URL with a trailing slash, and without",
    withOperation({}, { servers: [{ url: "https://x.test/v1" }] }),
    withOperation({}, { servers: [{ url: "https://X.test/v1/" }] }),
  ],
  [
    "a status that repeats the response of its range",
    withOperation({ responses: { "200": response(thing), "4XX": response({ type: "string" }) } }),
    withOperation({ responses: { "200": response(thing), "404": response({ type: "string" }), "4XX": response({ type: "string" }) } }),
  ],
  [
    "a status that repeats the default response",
    withOperation({ responses: { "200": response(thing), default: response({ type: "string" }) } }),
    withOperation({
      responses: {
        "200": response(thing),
        "404": { ...response({ allOf: [{ type: "string" }] }), description: "Not found." },
        default: response({ type: "string" }),
      },
    }),
  ],
  ["minLength 1 of a path parameter, which is never empty", withOperation({}), inPath({ type: "string", minLength: 1 })],
  ["minLength 1 of a path parameter without a type", inPath({ pattern: "b" }), inPath({ pattern: "b", minLength: 1 })],
  [
    "two spellings of a patternProperties pattern",
    withSchema({ type: "object", patternProperties: { "^x-[0-9]+$": thing }, additionalProperties: false }),
    withSchema({ type: "object", patternProperties: { "^x-\\d+$": thing }, additionalProperties: false }),
  ],
  [
    "a renamed path parameter in a callback URL",
    withOperation({ callbacks: { heard: { "https://x.test/{$request.path.id}": { post: {} } } } }),
    withOperation({ callbacks: { heard: { "https://x.test/{$request.path.thing}": { post: {} } } } }, {}, "/things/{thing}"),
  ],
  [
    "letter case of a status range",
    withOperation({ responses: { "2XX": response(thing) } }),
    withOperation({ responses: { "2xx": response(thing) } }),
  ],
  [
    "a documented body for 204, which has no body",
    withOperation({ responses: { "204": { description: "Gone." } } }),
    withOperation({ responses: { "204": response(thing) } }),
  ],
  [
    "letter case of a media type, and its default charset",
    withOperation({ responses: { "200": { description: "It.", content: { 'Application/JSON; charset="UTF-8"': { schema: thing } } } } }),
    withOperation({ responses: { "200": response(thing) } }),
  ],
  [
    "format binary, and no schema, of an image",
    withOperation({ responses: { "200": { description: "It.", content: { "image/png": { schema: { type: "string", format: "binary" } } } } } }),
    withOperation({ responses: { "200": { description: "It.", content: { "image/png": {} } } } }),
  ],
  [
    "the default content type of a multipart part written out",
    withOperation({ requestBody: { content: { "multipart/form-data": { schema: thing } } } }),
    withOperation({ requestBody: { content: { "multipart/form-data": { schema: thing, encoding: { name: { contentType: "text/plain" } } } } } }),
  ],
  [
    "explode on a list in a header",
    withOperation({ parameters: [{ name: "X-Ids", in: "header", schema: { type: "array", items: { type: "string" } } }] }),
    withOperation({ parameters: [{ name: "X-Ids", in: "header", explode: true, schema: { type: "array", items: { type: "string" } } }] }),
  ],
  [
    "explode on a list with at most one item",
    withOperation({ parameters: [{ name: "ids", in: "query", schema: { type: "array", minItems: 1, maxItems: 1, items: { type: "string" } } }] }),
    withOperation({
      parameters: [{ name: "ids", in: "query", explode: false, schema: { type: "array", minItems: 1, maxItems: 1, items: { type: "string" } } }],
    }),
  ],
  ["allowReserved on a number", withOperation({ parameters: [parameter] }), withOperation({ parameters: [{ ...parameter, allowReserved: true }] })],
  [
    "a string parameter, and text/plain content",
    withOperation({ parameters: [{ name: "q", in: "query", schema: { type: "string" } }] }),
    withOperation({ parameters: [{ name: "q", in: "query", content: { "text/plain": { schema: { type: "string" } } } }] }),
  ],
  [
    "an undeclared path parameter, and a declared one",
    { openapi: "3.1.0", info: { title: "T", version: "1" }, paths: { "/things/{id}": { get: { responses: { "200": { description: "It." } } } } } },
    withOperation({ operationId: undefined }),
  ],
  [
    "the default port in a server URL",
    withOperation({}, { servers: [{ url: "https://x.test:443/v1" }] }),
    withOperation({}, { servers: [{ url: "https://x.test/v1" }] }),
  ],
  ["server URLs ./v1 and /v1", withOperation({}, { servers: [{ url: "./v1" }] }), withOperation({}, { servers: [{ url: "/v1" }] })],
  ["an unnecessary percent escape in a path", withOperation({}, {}, "/a%2Db/{id}"), withOperation({}, {}, "/a-b/{id}")],
  [
    "characters that clients escape, with and without escape",
    withOperation({}, {}, "/a%20b/caf%C3%A9/{id}"),
    withOperation({}, {}, "/a b/café/{id}"),
  ],
  ["xml keywords of a JSON body", withSchema({ ...thing, xml: { name: "a" } }), withSchema({ ...thing, xml: { name: "b" } })],
  [
    "a required readOnly property of a request, split by allOf",
    withSchema({ type: "object", required: ["id"], properties: { id: { type: "string", readOnly: true } } }, {}, "3.1.0", "request"),
    withSchema({ allOf: [{ type: "object", properties: { id: { type: "string", readOnly: true } } }, { required: ["id"] }] }, {}, "3.1.0", "request"),
  ],
  [
    "readOnly behind two references, and inline",
    withSchema(
      { type: "object", properties: { id: { $ref: "#/components/schemas/A" } } },
      { A: { $ref: "#/components/schemas/B" }, B: { type: "string", readOnly: true } },
    ),
    withSchema({ type: "object", properties: { id: { type: "string", readOnly: true } } }),
  ],
  [
    "a form field, and an allOf with its schema",
    withOperation({ requestBody: { content: { "application/x-www-form-urlencoded": { schema: form(list), encoding: exploded } } } }),
    withOperation({
      requestBody: {
        content: { "application/x-www-form-urlencoded": { schema: form({ allOf: [list, { minItems: 0 }] }), encoding: exploded } },
      },
    }),
  ],
  [
    "the default of a parameter, and inside an allOf",
    withOperation({ parameters: [{ ...parameter, schema: { type: "integer", default: 1 } }] }),
    withOperation({ parameters: [{ ...parameter, schema: { allOf: [{ type: "integer", default: 1 }, { description: "How many." }] } }] }),
  ],
];
