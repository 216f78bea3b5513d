import { withOperation, withSchema } from "./documents.js";

const thing = { type: "object", required: ["name"], properties: { name: { type: "string" }, size: { type: "integer", minimum: 1 } } };
const tree = { type: "object", properties: { label: { type: "string" }, children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } };
const cat = { type: "object", required: ["kind"], properties: { kind: { const: "cat" }, lives: { type: "integer" } } };
const dog = { type: "object", required: ["kind"], properties: { kind: { const: "dog" }, trick: { type: "string" } } };
const answer = (schema: object): object => ({ description: "It.", content: { "application/json": { schema } } });
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
  ["a schema extracted into a component", withSchema(thing), withSchema({ $ref: "#/components/schemas/Thing" }, { Thing: thing })],
  [
    "a chain of references",
    withSchema({ $ref: "#/components/schemas/A" }, { A: { $ref: "#/components/schemas/Thing" }, Thing: thing }),
    withSchema(thing),
  ],
  ["an allOf of one", withSchema(thing), withSchema({ allOf: [thing] })],
  ["a oneOf of one", withSchema(thing), withSchema({ oneOf: [thing] })],
  [
    "an allOf split in two",
    withSchema(thing),
    withSchema({
      allOf: [
        { type: "object", required: ["name"], properties: { name: { type: "string" } } },
        { type: "object", properties: { size: { type: "integer", minimum: 1 } } },
      ],
    }),
  ],
  [
    "an allOf beside its siblings",
    withSchema(thing),
    withSchema({
      type: "object",
      required: ["name"],
      properties: { name: { type: "string" } },
      allOf: [{ properties: { size: { type: "integer", minimum: 1 } } }],
    }),
  ],
  ["null as a type and as a branch", withSchema({ type: ["string", "null"] }), withSchema({ anyOf: [{ type: "string" }, { type: "null" }] })],
  [
    "nullable of 3.0 and null of 3.1",
    withSchema({ type: "object", properties: { a: { type: "string", nullable: true } } }, {}, "3.0.3"),
    withSchema({ type: "object", properties: { a: { type: ["string", "null"] } } }),
  ],
  [
    "a boolean exclusive bound of 3.0 and the number of 3.1",
    withSchema({ type: "number", minimum: 0, exclusiveMinimum: true }, {}, "3.0.3"),
    withSchema({ type: "number", exclusiveMinimum: 0 }),
  ],
  [
    "an exclusive and an inclusive bound of integers",
    withSchema({ type: "integer", exclusiveMinimum: 0 }),
    withSchema({ type: "integer", minimum: 1 }),
  ],
  ["const and an enum of one", withSchema({ const: "a" }), withSchema({ type: "string", enum: ["a"] })],
  [
    "the order of enum, required and type",
    withSchema({ ...thing, required: ["size", "name"], properties: { ...thing.properties, e: { enum: [1, "a"] } } }),
    withSchema({ ...thing, required: ["name", "size"], properties: { e: { enum: ["a", 1] }, ...thing.properties } }),
  ],
  ["the order of branches", withSchema({ anyOf: [thing, { type: "string" }] }), withSchema({ anyOf: [{ type: "string" }, thing] })],
  ["defaults of the standard spelled out", withSchema({ type: "string" }), withSchema({ type: "string", minLength: 0 })],
  ["additionalProperties spelled out", withSchema(thing), withSchema({ ...thing, additionalProperties: {} })],
  ["a keyword of another type", withSchema({ type: "integer" }), withSchema({ type: "integer", maxLength: 3 })],
  ["a recursive schema unrolled once", withSchema({ $ref: "#/components/schemas/Tree" }, { Tree: tree }), withSchema(tree, { Tree: tree })],
  [
    "format byte of 3.0 and contentEncoding of 3.1",
    withSchema({ type: "string", format: "byte" }, {}, "3.0.3"),
    withSchema({ type: "string", contentEncoding: "base64" }),
  ],
  ["a path parameter of another name", withOperation({}), withOperation({}, {}, "/things/{thing_id}")],
  [
    "a parameter spelled out",
    withOperation({ parameters: [parameter] }),
    withOperation({ parameters: [{ ...parameter, required: false, style: "form", explode: true, deprecated: false }] }),
  ],
  ["explode of a scalar", withOperation({ parameters: [parameter] }), withOperation({ parameters: [{ ...parameter, explode: false }] })],
  [
    "a header parameter that OpenAPI ignores",
    withOperation({}),
    withOperation({ parameters: [{ name: "Accept", in: "header", required: true, schema: { type: "string" } }] }),
  ],
  [
    "root security copied to the operation",
    withOperation({}, { security: [{ token: [] }], components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } } }),
    withOperation({ security: [{ bearer: [] }] }, { components: { securitySchemes: { bearer: { type: "http", scheme: "Bearer" } } } }),
  ],
  [
    "the letter case of a response header",
    withOperation({ responses: { "200": { description: "It.", headers: { "X-Rate": { schema: { type: "integer" } } } } } }),
    withOperation({ responses: { "200": { description: "It.", headers: { "x-rate": { schema: { type: "integer" } } } } } }),
  ],
  ["the server that is implied", withOperation({}), withOperation({}, { servers: [{ url: "/" }] })],
  [
    "a server moved to the operation",
    withOperation({}, { servers: [{ url: "https://x.test" }] }),
    withOperation({ servers: [{ url: "https://x.test" }] }),
  ],
  [
    "a server variable with one value",
    withOperation({}, { servers: [{ url: "https://{host}.test", variables: { host: { default: "x", enum: ["x"] } } }] }),
    withOperation({}, { servers: [{ url: "https://x.test" }] }),
  ],
  [
    "a base path moved from the server to the paths",
    withOperation({}, { servers: [{ url: "https://x.test/v1" }] }),
    withOperation({}, { servers: [{ url: "https://x.test" }] }, "/v1/things/{id}"),
  ],
  ["integer and a multiple of 1", withSchema({ type: "integer" }), withSchema({ type: "number", multipleOf: 1 })],
  ["oneOf and anyOf of branches that exclude each other", withSchema({ oneOf: [cat, dog] }), withSchema({ anyOf: [cat, dog] })],
  [
    "a nested anyOf",
    withSchema({ anyOf: [{ type: "string" }, { anyOf: [{ type: "integer" }, { type: "null" }] }] }),
    withSchema({ type: ["string", "integer", "null"] }),
  ],
  [
    "a trailing slash of the server",
    withOperation({}, { servers: [{ url: "https://x.test/v1" }] }),
    withOperation({}, { servers: [{ url: "https://X.test/v1/" }] }),
  ],
  [
    "a range of statuses, and a code inside it that says the same",
    withOperation({ responses: { "200": answer(thing), "4XX": answer({ type: "string" }) } }),
    withOperation({ responses: { "200": answer(thing), "404": answer({ type: "string" }), "4XX": answer({ type: "string" }) } }),
  ],
  [
    "an error that default says as well, and that is listed by itself",
    withOperation({ responses: { "200": answer(thing), default: answer({ type: "string" }) } }),
    withOperation({
      responses: {
        "200": answer(thing),
        "404": { ...answer({ allOf: [{ type: "string" }] }), description: "Not found." },
        default: answer({ type: "string" }),
      },
    }),
  ],
  ["that a path parameter is not empty", withOperation({}), inPath({ type: "string", minLength: 1 })],
  ["that a path parameter without a type is not empty", inPath({ pattern: "b" }), inPath({ pattern: "b", minLength: 1 })],
  [
    "a pattern for the names of properties, spelled otherwise",
    withSchema({ type: "object", patternProperties: { "^x-[0-9]+$": thing }, additionalProperties: false }),
    withSchema({ type: "object", patternProperties: { "^x-\\d+$": thing }, additionalProperties: false }),
  ],
  [
    "the name of a path parameter, in the address that a callback goes to",
    withOperation({ callbacks: { heard: { "https://x.test/{$request.path.id}": { post: {} } } } }),
    withOperation({ callbacks: { heard: { "https://x.test/{$request.path.thing}": { post: {} } } } }, {}, "/things/{thing}"),
  ],
  [
    "the letter case of a status range",
    withOperation({ responses: { "2XX": answer(thing) } }),
    withOperation({ responses: { "2xx": answer(thing) } }),
  ],
  [
    "a body of an answer that has none",
    withOperation({ responses: { "204": { description: "Gone." } } }),
    withOperation({ responses: { "204": answer(thing) } }),
  ],
  [
    "the letter case and the implied charset of a media type",
    withOperation({ responses: { "200": { description: "It.", content: { 'Application/JSON; charset="UTF-8"': { schema: thing } } } } }),
    withOperation({ responses: { "200": answer(thing) } }),
  ],
  [
    "bytes as a binary string and as no schema at all",
    withOperation({ responses: { "200": { description: "It.", content: { "image/png": { schema: { type: "string", format: "binary" } } } } } }),
    withOperation({ responses: { "200": { description: "It.", content: { "image/png": {} } } } }),
  ],
  [
    "the encoding that a part has anyway",
    withOperation({ requestBody: { content: { "multipart/form-data": { schema: thing } } } }),
    withOperation({ requestBody: { content: { "multipart/form-data": { schema: thing, encoding: { name: { contentType: "text/plain" } } } } } }),
  ],
  [
    "explode of a list in a header",
    withOperation({ parameters: [{ name: "X-Ids", in: "header", schema: { type: "array", items: { type: "string" } } }] }),
    withOperation({ parameters: [{ name: "X-Ids", in: "header", explode: true, schema: { type: "array", items: { type: "string" } } }] }),
  ],
  [
    "explode of a list of at most one item",
    withOperation({ parameters: [{ name: "ids", in: "query", schema: { type: "array", minItems: 1, maxItems: 1, items: { type: "string" } } }] }),
    withOperation({
      parameters: [{ name: "ids", in: "query", explode: false, schema: { type: "array", minItems: 1, maxItems: 1, items: { type: "string" } } }],
    }),
  ],
  [
    "reserved characters in a number",
    withOperation({ parameters: [parameter] }),
    withOperation({ parameters: [{ ...parameter, allowReserved: true }] }),
  ],
  [
    "a text parameter as plain text",
    withOperation({ parameters: [{ name: "q", in: "query", schema: { type: "string" } }] }),
    withOperation({ parameters: [{ name: "q", in: "query", content: { "text/plain": { schema: { type: "string" } } } }] }),
  ],
  [
    "a path parameter that was not declared",
    { openapi: "3.1.0", info: { title: "T", version: "1" }, paths: { "/things/{id}": { get: { responses: { "200": { description: "It." } } } } } },
    withOperation({ operationId: undefined }),
  ],
  [
    "the port that a scheme has anyway",
    withOperation({}, { servers: [{ url: "https://x.test:443/v1" }] }),
    withOperation({}, { servers: [{ url: "https://x.test/v1" }] }),
  ],
  ["a relative server with and without its dot", withOperation({}, { servers: [{ url: "./v1" }] }), withOperation({}, { servers: [{ url: "/v1" }] })],
  ["an escape that a path does not need", withOperation({}, {}, "/a%2Db/{id}"), withOperation({}, {}, "/a-b/{id}")],
  ["an escape that clients make themselves", withOperation({}, {}, "/a%20b/caf%C3%A9/{id}"), withOperation({}, {}, "/a b/café/{id}")],
  ["how JSON would be written in XML", withSchema({ ...thing, xml: { name: "a" } }), withSchema({ ...thing, xml: { name: "b" } })],
  [
    "a property that requests do not have, required by another part than the one that says so",
    withSchema({ type: "object", required: ["id"], properties: { id: { type: "string", readOnly: true } } }, {}, "3.1.0", "request"),
    withSchema({ allOf: [{ type: "object", properties: { id: { type: "string", readOnly: true } } }, { required: ["id"] }] }, {}, "3.1.0", "request"),
  ],
  [
    "readOnly at the end of a chain of references",
    withSchema(
      { type: "object", properties: { id: { $ref: "#/components/schemas/A" } } },
      { A: { $ref: "#/components/schemas/B" }, B: { type: "string", readOnly: true } },
    ),
    withSchema({ type: "object", properties: { id: { type: "string", readOnly: true } } }),
  ],
  [
    "a part of a form whose schema is written as an allOf",
    withOperation({ requestBody: { content: { "application/x-www-form-urlencoded": { schema: form(list), encoding: exploded } } } }),
    withOperation({
      requestBody: {
        content: { "application/x-www-form-urlencoded": { schema: form({ allOf: [list, { minItems: 0 }] }), encoding: exploded } },
      },
    }),
  ],
  [
    "the default of a parameter, said by a part of its schema",
    withOperation({ parameters: [{ ...parameter, schema: { type: "integer", default: 1 } }] }),
    withOperation({ parameters: [{ ...parameter, schema: { allOf: [{ type: "integer", default: 1 }, { description: "How many." }] } }] }),
  ],
];
