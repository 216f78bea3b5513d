import { withOperation } from "./documents.js";

const limit = { name: "limit", in: "query", schema: { type: "integer" } };
const json = (schema: object): object => ({ "application/json": { schema } });
const ok = (content?: object, more: object = {}): object => ({ "200": { description: "It.", ...(content && { content }), ...more } });
const range = (status: string, schema: object): object => ({ [status]: { description: "It.", content: json(schema) } });
const text = { type: "string" };
const token = {
  token: { type: "http", scheme: "bearer" },
  key: { type: "apiKey", in: "header", name: "X-Key" },
  oauth: { type: "oauth2", flows: { clientCredentials: { tokenUrl: "https://x.test/token", scopes: { read: "", write: "" } } } },
};
const clientFlow = { clientCredentials: { tokenUrl: "https://x.test/token", scopes: {} } };
const implicitFlow = { implicit: { authorizationUrl: "https://x.test/authorize", scopes: {} } };
const secured = (security: object[]): object => withOperation({ security }, { components: { securitySchemes: token } });
const server = (...urls: string[]): object => withOperation({}, { servers: urls.map((url) => ({ url })) });
const servedAs = (...names: string[]): object =>
  withOperation({}, { servers: [{ url: "https://{name}.x.test", variables: { name: { default: "a", enum: names } } }] });
const header = (value: object): object => ok(undefined, { headers: { "X-Rate": value } });
const form = (type: string, encoding: object): object =>
  body({ content: { [type]: { schema: { type: "object", properties: { picture: text, tags: { type: "array", items: text } } }, encoding } } });
const xml = (said: object): object =>
  withOperation({ responses: ok({ "application/xml": { schema: { type: "object", properties: { name: { type: "string", xml: said } } } } }) });
const body = (value: object): object => withOperation({ requestBody: value });

const withOther = withOperation({});
Object.assign((withOther as { paths: object }).paths, { "/things": { get: { operationId: "listThings", responses: ok() } } });

/** What changed in an operation or around it, and its level. */
export const operationRows: readonly (readonly [code: string, level: string, old: object, next: object])[] = [
  ["operation-removed", "breaking", withOperation({}), withOperation({}, {}, "/things/{id}/")],
  [
    "sunset-changed",
    "warning",
    withOperation({ deprecated: true, "x-sunset": "2027-06-30" }),
    withOperation({ deprecated: true, "x-sunset": "2027-01-31" }),
  ],
  [
    "sunset-changed",
    "warning",
    withOperation({ deprecated: true, "x-sunset": "2027-06-30" }),
    withOperation({ deprecated: true, "x-sunset": "never" }),
  ],
  ["operation-added", "safe", withOperation({}), withOther],
  ["operation-deprecated", "safe", withOperation({}), withOperation({ deprecated: true })],
  ["operation-words-changed", "documentation", withOperation({ summary: "A." }), withOperation({ summary: "B." })],
  ["operation-words-changed", "documentation", withOperation({}), withOperation({ externalDocs: { url: "https://a.test" } })],
  [
    "operation-words-changed",
    "documentation",
    withOperation({ requestBody: { content: {} } }),
    withOperation({ requestBody: { description: "A.", content: {} } }),
  ],
  [
    "operation-words-changed",
    "documentation",
    withOperation({ requestBody: { content: { "text/plain": { example: "a" } } } }),
    withOperation({ requestBody: { content: { "text/plain": { example: "b" } } } }),
  ],
  ["parameter-words-changed", "documentation", withOperation({ parameters: [limit] }), withOperation({ parameters: [{ ...limit, example: 3 }] })],
  ["only-server-changed", "breaking", server("https://a.test"), server("https://b.test")],
  ["server-removed", "warning", server("https://a.test", "https://b.test"), server("https://a.test")],
  ["server-added", "safe", server("https://a.test"), server("https://a.test", "https://b.test")],
  ["required-parameter-added", "breaking", withOperation({}), withOperation({ parameters: [{ ...limit, required: true }] })],
  ["optional-parameter-added", "safe", withOperation({}), withOperation({ parameters: [limit] })],
  ["parameter-became-required", "breaking", withOperation({ parameters: [limit] }), withOperation({ parameters: [{ ...limit, required: true }] })],
  ["parameter-became-optional", "safe", withOperation({ parameters: [{ ...limit, required: true }] }), withOperation({ parameters: [limit] })],
  ["parameter-removed", "warning", withOperation({ parameters: [limit] }), withOperation({})],
  ["parameter-moved", "breaking", withOperation({ parameters: [limit] }), withOperation({ parameters: [{ ...limit, in: "header" }] })],
  ["parameter-moved", "breaking", withOperation({ parameters: [limit] }), withOperation({ parameters: [{ ...limit, name: "Limit" }] })],
  [
    "parameter-serialisation-changed",
    "breaking",
    withOperation({ parameters: [{ name: "ids", in: "query", schema: { type: "array", items: text } }] }),
    withOperation({ parameters: [{ name: "ids", in: "query", explode: false, schema: { type: "array", items: text } }] }),
  ],
  [
    "parameter-serialisation-changed",
    "breaking",
    withOperation({ parameters: [{ name: "ids", in: "query", schema: { oneOf: [text, { type: "array", items: text }] } }] }),
    withOperation({ parameters: [{ name: "ids", in: "query", explode: false, schema: { oneOf: [text, { type: "array", items: text }] } }] }),
  ],
  ["type-changed", "safe", withOperation({ parameters: [limit] }), withOperation({ parameters: [{ ...limit, schema: text }] })],
  ["type-changed", "breaking", withOperation({ parameters: [{ ...limit, schema: text }] }), withOperation({ parameters: [limit] })],
  [
    "parameter-became-list",
    "safe",
    withOperation({ parameters: [{ name: "ids", in: "query", schema: text }] }),
    withOperation({ parameters: [{ name: "ids", in: "query", schema: { type: "array", items: text } }] }),
  ],
  ...[
    [{ name: "ids", in: "query" }, { explode: false }],
    [
      { name: "ids", in: "query" },
      { explode: false, style: "pipeDelimited" },
    ],
    [{ name: "X-Ids", in: "header" }, {}],
  ].flatMap(([at, style]) => {
    const listed = (items: object, more: object = {}): object =>
      withOperation({ parameters: [{ ...at, ...style, schema: { type: "array", items, ...more } }] });
    const one = (schema: object): object => withOperation({ parameters: [{ ...at, schema }] });
    return [
      ["parameter-became-list", "safe", one({ type: "integer" }), listed({ type: "integer" })],
      ["parameter-became-list", "safe", one({ enum: ["a", "b"] }), listed(text)],
      // What separates items may stand in a text, and one value is no list of two.
      ["type-changed", "breaking", one(text), listed(text)],
      ["type-changed", "breaking", one({ type: "integer" }), listed({ type: "integer" }, { minItems: 2 })],
    ] as const;
  }),
  [
    "parameter-default-changed",
    "breaking",
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", default: 10 } }] }),
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", default: 20 } }] }),
  ],
  [
    "parameter-default-changed",
    "warning",
    withOperation({ parameters: [limit] }),
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", default: 20 } }] }),
  ],
  [
    "parameter-default-changed",
    "warning",
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", default: 20 } }] }),
    withOperation({ parameters: [limit] }),
  ],
  [
    "bound-tightened",
    "breaking",
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", maximum: 9 } }] }),
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", maximum: 5 } }] }),
  ],
  ["security-added", "breaking", secured([{}]), secured([{ token: [] }])],
  ["security-removed", "safe", secured([{ token: [] }]), secured([])],
  ["security-alternative-removed", "breaking", secured([{ token: [] }, { key: [] }]), secured([{ token: [] }])],
  ["security-alternative-added", "safe", secured([{ token: [] }]), secured([{ token: [] }, { key: [] }])],
  ["security-alternative-removed", "breaking", secured([{ token: [] }]), secured([{ token: [], key: [] }])],
  ["scope-added", "breaking", secured([{ oauth: ["read"] }]), secured([{ oauth: ["read", "write"] }])],
  ["scope-removed", "safe", secured([{ oauth: ["read", "write"] }]), secured([{ oauth: ["read"] }])],
  [
    "oauth-flow-removed",
    "breaking",
    withOperation({}, { components: { securitySchemes: { token: { type: "oauth2", flows: { ...clientFlow, ...implicitFlow } } } } }),
    withOperation({}, { components: { securitySchemes: { token: { type: "oauth2", flows: clientFlow } } } }),
  ],
  ["required-request-body-added", "breaking", withOperation({}), body({ required: true, content: json(text) })],
  ["optional-request-body-added", "safe", withOperation({}), body({ content: json(text) })],
  ["request-body-removed", "warning", body({ content: json(text) }), withOperation({})],
  ["request-body-became-required", "breaking", body({ content: json(text) }), body({ required: true, content: json(text) })],
  ["response-body-added", "warning", withOperation({ responses: ok() }), withOperation({ responses: ok(json(text)) })],
  ["response-body-removed", "breaking", withOperation({ responses: ok(json(text)) }), withOperation({ responses: ok() })],
  [
    "media-type-removed",
    "breaking",
    withOperation({ responses: ok({ ...json(text), "text/plain": {} }) }),
    withOperation({ responses: ok(json(text)) }),
  ],
  ["media-type-added", "safe", withOperation({ responses: ok(json(text)) }), withOperation({ responses: ok({ ...json(text), "text/plain": {} }) })],
  ["media-type-widened", "breaking", withOperation({ responses: ok({ "image/png": {} }) }), withOperation({ responses: ok({ "image/*": {} }) })],
  ["media-type-narrowed", "safe", withOperation({ responses: ok({ "image/*": {} }) }), withOperation({ responses: ok({ "image/png": {} }) })],
  ["media-type-narrowed", "breaking", body({ content: { "image/*": {} } }), body({ content: { "image/png": {} } })],
  [
    "type-changed",
    "breaking",
    withOperation({ responses: ok({ "*/*": { schema: text } }) }),
    withOperation({ responses: ok({ "application/json": { schema: { type: "integer" } } }) }),
  ],
  [
    "encoding-changed",
    "breaking",
    form("multipart/form-data", { picture: { contentType: "image/png" } }),
    form("multipart/form-data", { picture: { contentType: "image/jpeg" } }),
  ],
  [
    "encoding-changed",
    "breaking",
    form("application/x-www-form-urlencoded", {}),
    form("application/x-www-form-urlencoded", { tags: { explode: false } }),
  ],
  ["xml-changed", "breaking", xml({ name: "label" }), xml({ name: "caption" })],
  ["xml-changed", "breaking", xml({}), xml({ attribute: true })],
  ["xml-changed", "breaking", xml({}), xml({ nodeType: "text" })],
  ["xml-changed", "breaking", xml({ nodeType: "cdata" }), xml({ nodeType: "none" })],
  ["body-schema-removed", "warning", withOperation({ responses: ok(json(text)) }), withOperation({ responses: ok({ "application/json": {} }) })],
  [
    "success-status-removed",
    "breaking",
    withOperation({ responses: { ...ok(), "201": { description: "Made." } } }),
    withOperation({ responses: ok() }),
  ],
  ["success-status-added", "warning", withOperation({ responses: ok() }), withOperation({ responses: { ...ok(), "201": { description: "Made." } } })],
  ["error-status-added", "safe", withOperation({ responses: ok() }), withOperation({ responses: { ...ok(), "404": { description: "No." } } })],
  ["error-status-removed", "warning", withOperation({ responses: { ...ok(), "404": { description: "No." } } }), withOperation({ responses: ok() })],
  // A status that a `default` covers from now on, which was there before.
  [
    "error-status-removed",
    "warning",
    withOperation({ responses: { ...range("404", { enum: ["a", "b"] }), ...range("default", { enum: ["a"] }) } }),
    withOperation({ responses: range("default", { enum: ["a"] }) }),
  ],
  [
    "type-changed",
    "breaking",
    withOperation({ responses: { ...range("404", text), ...range("default", { type: "integer" }) } }),
    withOperation({ responses: range("default", { type: "integer" }) }),
  ],
  [
    "media-type-removed",
    "breaking",
    withOperation({
      responses: { "404": { description: "No.", content: json(text) }, default: { description: "No.", content: { "text/csv": {} } } },
    }),
    withOperation({ responses: { default: { description: "No.", content: { "text/csv": {} } } } }),
  ],
  [
    "status-became-range",
    "warning",
    withOperation({ responses: { ...ok(), "404": { description: "No." } } }),
    withOperation({ responses: { ...ok(), "4XX": { description: "No." } } }),
  ],
  ["required-header-removed", "breaking", withOperation({ responses: header({ required: true, schema: text }) }), withOperation({ responses: ok() })],
  ["status-narrowed", "safe", withOperation({ responses: range("2XX", text) }), withOperation({ responses: ok(json(text)) })],
  ["type-changed", "breaking", withOperation({ responses: range("2XX", text) }), withOperation({ responses: ok(json({ type: "integer" })) })],
  [
    "type-changed",
    "breaking",
    withOperation({ responses: range("2XX", text) }),
    withOperation({ responses: { ...range("2XX", text), "201": { description: "Made.", content: json({ type: "integer" }) } } }),
  ],
  ["type-changed", "breaking", withOperation({ responses: range("default", text) }), withOperation({ responses: ok(json({ type: "integer" })) })],
  // A status that a `default` covered until now.
  [
    "type-changed",
    "breaking",
    withOperation({ responses: range("default", text) }),
    withOperation({ responses: { ...range("404", { type: "integer" }), ...range("default", text) } }),
  ],
  [
    "error-status-added",
    "safe",
    withOperation({ responses: range("default", text) }),
    withOperation({ responses: { ...range("404", { type: "string", maxLength: 5 }), ...range("default", text) } }),
  ],
  [
    "encoding-changed",
    "safe",
    form("multipart/form-data", { picture: { contentType: "image/png" } }),
    form("multipart/form-data", { picture: { contentType: "image/png, image/jpeg" } }),
  ],
  [
    "encoding-changed",
    "breaking",
    form("multipart/form-data", { picture: { contentType: "image/png, image/jpeg" } }),
    form("multipart/form-data", { picture: { contentType: "image/png" } }),
  ],
  [
    "encoding-changed",
    "safe",
    form("multipart/form-data", { picture: { contentType: "image/png" } }),
    form("multipart/form-data", { picture: { contentType: "image/*" } }),
  ],
  ["server-added", "safe", servedAs("a"), servedAs("a", "b")],
  ["optional-header-removed", "warning", withOperation({ responses: header({ schema: text }) }), withOperation({ responses: ok() })],
  [
    "header-became-optional",
    "breaking",
    withOperation({ responses: header({ required: true, schema: text }) }),
    withOperation({ responses: header({ schema: text }) }),
  ],
  ["header-added", "safe", withOperation({ responses: ok() }), withOperation({ responses: header({ schema: text }) })],
];
