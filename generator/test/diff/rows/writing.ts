import { withOperation, withSchema } from "./documents.js";

const text = { type: "string" };
const point = { type: "object", properties: { x: { type: "integer" } } };
const json = (schema: object): object => ({ "application/json": { schema } });
const responses = (response: object): object => withOperation({ responses: { "200": { description: "It.", ...response } } });
const header = (value: object): object => responses({ headers: { "X-Rate": { required: true, ...value } } });
const types = (...names: readonly string[]): object => responses({ content: Object.fromEntries(names.map((name) => [name, { schema: text }])) });
const form = (type: string, encoding: object): object =>
  withOperation({
    requestBody: { content: { [type]: { schema: { type: "object", properties: { at: point, tags: { type: "array", items: text } } }, encoding } } },
  });
const fields = (encoding: object): object => form("application/x-www-form-urlencoded", encoding);
const parts = (encoding: object): object => form("multipart/form-data", encoding);
/** Parts without names: an image, and objects behind it. */
const listed = (encoding: object, items: object = point): object => ({
  ...withOperation({
    requestBody: {
      content: { "multipart/mixed": { schema: { type: "array", prefixItems: [{ type: "string", contentEncoding: "base64" }], items }, ...encoding } },
    },
  }),
  openapi: "3.2.0",
});
const picture = (contentType: string, more: object = {}): object => ({ prefixEncoding: [{ contentType, ...more }] });
const xml = (schema: object): object => responses({ content: { "application/xml": { schema } } });
const named = (name: string): object =>
  withOperation(
    { responses: { "200": { description: "It.", content: { "application/xml": { schema: { $ref: `#/components/schemas/${name}` } } } } } },
    { components: { schemas: { [name]: point } } },
  );
const status = (...codes: readonly string[]): object =>
  withOperation({ responses: Object.fromEntries(codes.map((code) => [code, { description: "It.", content: json(text) }])) });
const servers = (...urls: readonly string[]): object => withOperation({}, { servers: urls.map((url) => ({ url })) });
const region = (values?: readonly string[]): object =>
  withOperation({}, { servers: [{ url: "https://{r}.x.test", variables: { r: { default: "a", ...(values && { enum: values }) } } }] });
const linked = (name: string, as: string): object => {
  const links = { self: { operationId: "getThing", parameters: { [as]: "$response.body#/id" } } };
  return withOperation({ responses: { "200": { description: "It.", links } } }, {}, `/things/{${name}}`);
};
const query = (more: object): object => withOperation({ parameters: [{ name: "q", in: "query", ...more }] });
const file = (part: string, schema: object = text): object => ({
  ...withOperation({}),
  paths: {
    [`/files/${part}`]: {
      get: { parameters: [{ name: "path", in: "path", required: true, schema }], responses: { "200": { description: "It." } } },
    },
  },
});
const pets = (dog: object): object =>
  withSchema(
    { type: "array", items: { $ref: "#/components/schemas/Pet" } },
    {
      Pet: {
        type: "object",
        required: ["kind"],
        properties: { kind: text },
        discriminator: { propertyName: "kind", mapping: { dog: "#/components/schemas/Dog" } },
      },
      Dog: { allOf: [{ $ref: "#/components/schemas/Pet" }, dog] },
    },
  );
const trick = { type: "object", required: ["trick"], properties: { trick: text } };
const unused = (schema: object): object => withOperation({}, { components: { schemas: { Unused: schema } } });

type Levels = Readonly<Partial<Record<"request" | "response" | "both", string>>>;

/** How values are written, who takes them, and where they lead: what no schema by itself tells. */
export const writingRows: readonly (readonly [code: string, levels: Levels, old: object, next: object])[] = [
  ["header-serialisation-changed", { response: "breaking" }, header({ schema: text }), header({ content: json(text) })],
  ["header-serialisation-changed", { response: "breaking" }, header({ schema: point }), header({ schema: point, explode: true })],
  ["encoding-changed", { request: "breaking" }, fields({}), fields({ at: { style: "form" } })],
  ["encoding-changed", { request: "breaking" }, fields({}), fields({ at: { explode: false } })],
  ["encoding-changed", { request: "breaking" }, parts({}), parts({ at: { style: "deepObject", explode: true } })],
  ["encoding-changed", { request: "breaking" }, parts({}), parts({ at: { style: "form" } })],
  ["encoding-changed", { request: "breaking" }, parts({}), parts({ tags: { style: "form", explode: false } })],
  ["header-added", { request: "breaking" }, parts({ tags: {} }), parts({ tags: { headers: { "X-Part": { required: true, schema: text } } } })],
  ["encoding-changed", { request: "breaking" }, listed(picture("image/png")), listed(picture("image/jpeg"))],
  ["encoding-changed", { request: "safe" }, listed(picture("image/png")), listed(picture("image/*"))],
  ["encoding-changed", { request: "breaking" }, listed({}), listed({ itemEncoding: { contentType: "application/xml" } })],
  [
    "encoding-changed",
    { request: "breaking" },
    listed({ itemEncoding: { contentType: "text/plain" } }, text),
    listed({ itemEncoding: { contentType: "text/html" } }, text),
  ],
  [
    "encoding-changed",
    { request: "breaking" },
    listed({ itemEncoding: { contentType: "multipart/mixed", itemEncoding: { contentType: "text/plain" } } }, { type: "array", items: text }),
    listed({ itemEncoding: { contentType: "multipart/mixed", itemEncoding: { contentType: "text/csv" } } }, { type: "array", items: text }),
  ],
  [
    "header-added",
    { request: "breaking" },
    listed(picture("image/png")),
    listed(picture("image/png", { headers: { "X-Part": { required: true, schema: { const: "a" } } } })),
  ],
  ["media-type-removed", { response: "breaking" }, types("text/plain; v=1", "text/plain; v=2"), types("text/plain; v=2")],
  ["xml-changed", { response: "breaking" }, xml({ ...point, xml: { name: "a" } }), xml({ ...point, xml: { name: "b" } })],
  ["xml-changed", { response: "breaking" }, named("Point"), named("Place")],
  ["only-server-changed", { both: "warning" }, servers(), servers("/v1")],
  ["server-variable-value-removed", { both: "breaking" }, region(), region(["a", "b"])],
  ["success-status-removed", { response: "breaking" }, status("302"), status("404")],
  ["status-became-range", { response: "warning" }, status("200", "default"), status("default")],
  [
    "empty-value-refused",
    { request: "breaking" },
    query({ allowEmptyValue: true, schema: { type: "integer" } }),
    query({ schema: { type: "integer" } }),
  ],
  ["empty-value-allowed", { request: "safe" }, query({ schema: { type: "integer" } }), query({ allowEmptyValue: true, schema: { type: "integer" } })],
  ["several-segments-refused", { request: "breaking" }, file("{path+}"), file("{path}")],
  ["several-segments-allowed", { request: "safe" }, file("{path}"), file("{path:.*}")],
  ["required-property-removed", { request: "warning", response: "breaking" }, pets(trick), pets({ type: "object" })],
  ["property-became-required", { request: "breaking", response: "safe" }, pets({ ...trick, required: [] }), pets(trick)],
  ["type-changed", { request: "breaking", response: "breaking" }, pets(trick), pets({ ...trick, properties: { trick: { type: "integer" } } })],
];

const key = (use: "parameter" | "scheme"): object =>
  withOperation(use === "parameter" ? { parameters: [{ name: "X-Key", in: "header", required: true, schema: text }] } : { security: [{ key: [] }] }, {
    components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
  });
const called = (at: string): object =>
  withOperation({ callbacks: { heard: { [at]: { post: { responses: { "200": { description: "Heard." } } } } } } });
const list = { type: "array", items: text };

/** Pairs whose requests and responses are the same bytes. */
export const sameOnTheWire: readonly (readonly [what: string, old: object, next: object])[] = [
  ["a link to a path whose parameter has another name", linked("id", "path.id"), linked("thingId", "thingId")],
  [
    "an object whose properties stand side by side, under another name",
    query({ name: "a", schema: point, style: "form", explode: true }),
    query({ name: "b", schema: point }),
  ],
  ["an item that a list has to have where each is written by itself", query({ schema: list }), query({ schema: { ...list, minItems: 1 } })],
  ["a required header that is a credential now", key("parameter"), key("scheme")],
  ["a credential that is a required header now", key("scheme"), key("parameter")],
  ["a header of a callback's address in other letters", called("{$request.header.X-Cb}"), called("{$request.header.x-cb}")],
  ["a part of several segments whose values are one", file("{path+}", { enum: ["a", "b"] }), file("{path}", { enum: ["a", "b"] })],
  ["media types that parts without names have anyway", listed({}), listed({ itemEncoding: {} })],
  [
    "a media type that objects behind the first part have anyway, said by place or of all",
    listed({ prefixEncoding: [{}], itemEncoding: { contentType: "application/json" } }),
    listed({}),
  ],
  ["a style that multipart has anyway", parts({}), parts({ tags: { style: "form", explode: true } })],
  [
    "text as a CDATA section, which reads the same",
    xml({ ...point, xml: { nodeType: "text" } }),
    xml({ ...point, xml: { nodeType: "cdata", name: "a" } }),
  ],
  ["what XML calls its root, said twice", named("Point"), xml({ ...point, xml: { name: "Point" } })],
  ["an empty text that is a value anyway", query({ allowEmptyValue: true, schema: text }), query({ schema: text })],
  ["a component that nothing uses", unused(point), unused({ ...point, properties: { x: text } })],
];
