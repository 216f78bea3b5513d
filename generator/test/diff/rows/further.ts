import { withOperation, withSchema } from "./documents.js";

const text = { type: "string" };
const json = (schema: object): object => ({ "application/json": { schema } });
const ok = (content?: object, more: object = {}): object => ({ "200": { description: "It.", ...(content && { content }), ...more } });
const limit = { name: "limit", in: "query", schema: { type: "integer" } };
const object = (properties: object, more: object = {}): Record<string, unknown> => ({ type: "object", properties, ...more });
const header = (value: object): object => withOperation({ responses: ok(undefined, { headers: { "X-Rate": value } }) });
const server = (variable: object): object => withOperation({}, { servers: [{ url: "https://{region}.test", variables: { region: variable } }] });
const scheme = (value: object): object => withOperation({ security: [{ one: [] }] }, { components: { securitySchemes: { one: value } } });
const flow = (tokenUrl: string): object => scheme({ type: "oauth2", flows: { clientCredentials: { tokenUrl, scopes: {} } } });
const scopes = (...names: readonly string[]): object => ({
  tokenUrl: "https://a.test/token",
  scopes: Object.fromEntries(names.map((name) => [name, name])),
});
const oauth = (flows: object): object => scheme({ type: "oauth2", flows });
const device = (deviceAuthorizationUrl: string): object =>
  scheme({ type: "oauth2", flows: { deviceAuthorization: { deviceAuthorizationUrl, tokenUrl: "https://a.test/token", scopes: {} } } });
const metadata = (oauth2MetadataUrl?: string): object =>
  scheme({
    type: "oauth2",
    ...(oauth2MetadataUrl === undefined ? {} : { oauth2MetadataUrl }),
    flows: { clientCredentials: { tokenUrl: "https://a.test/token", scopes: {} } },
  });
const namedServers = (hosts: Readonly<Record<string, string>>): object =>
  withOperation({}, { servers: Object.entries(hosts).map(([name, host]) => ({ name, url: `https://${host}.test` })) });
const tags = (...declared: readonly object[]): object => withOperation({}, { tags: declared });
const keys = { one: { type: "apiKey", in: "header", name: "X-One" }, two: { type: "apiKey", in: "header", name: "X-Two" } };
const secured = (security: object[]): object => withOperation({ security }, { components: { securitySchemes: keys } });
const called = { heard: { "{$request.query.url}": { post: { responses: { "200": { description: "Heard." } } } } } };
const calledElsewhere = { heard: { "{$request.query.address}": { post: { responses: { "200": { description: "Heard." } } } } } };
const linked = (link?: object, path = "/things/{id}"): object =>
  withOperation({ responses: ok(undefined, link && { links: { next: link } }) }, {}, path);
/** An operation whose response leads to one of two others. */
const leading = (operationId: string): object => {
  const others = ["one", "two"].map((name) => [`/${name}`, { get: { operationId: name, responses: ok() } }] as const);
  const first = { get: { operationId: "first", responses: ok(undefined, { links: { next: { operationId } } }) } };
  return withOperation({}, { paths: { "/first": first, ...Object.fromEntries(others) } });
};
const self = (value: string): object => ({ operationId: "getThing", parameters: { id: value } });
const spread = (name: string, properties: object = { a: text }): object =>
  withOperation({ parameters: [{ name, in: "query", schema: object(properties) }] });
const hooks = (names: readonly string[]): object => ({
  openapi: "3.1.0",
  info: { title: "Hooks", version: "1.0.0" },
  webhooks: Object.fromEntries(names.map((name) => [name, { post: { responses: { "200": { description: "Heard." } } } }])),
});

/** Animals told apart by a discriminator: its property, and the words that stand for the branches. */
const animals = (mapping: Readonly<Record<string, string>> | undefined, propertyName = "kind"): object =>
  withSchema(
    {
      oneOf: ["Cat", "Dog"].map((name) => ({ $ref: `#/components/schemas/${name}` })),
      ...(mapping && { discriminator: { propertyName, mapping } }),
    },
    {
      Cat: object({ kind: text, sort: text, lives: { type: "integer" } }, { required: ["kind", "sort", "lives"], additionalProperties: false }),
      Dog: object({ kind: text, sort: text, trick: text }, { required: ["kind", "sort", "trick"], additionalProperties: false }),
    },
  );

/** A text in each of the media types. */
const inTypes = (...types: readonly string[]): object =>
  withOperation({ responses: ok(Object.fromEntries(types.map((type) => [type, { schema: text }]))) });
const withSchemes = (...names: readonly (keyof typeof keys)[]): object =>
  withOperation({}, { components: { securitySchemes: Object.fromEntries(names.map((name) => [name, keys[name]])) } });
const pet = (id: object): object => withSchema({ $ref: "#/components/schemas/Pet" }, { Pet: object({ id, name: text }) });

/** A path item with more fields next to its operation. */
const withPath = (more: object): object =>
  withOperation({}, { paths: { "/things": { ...more, get: { operationId: "getThing", responses: ok() } } } });

type Levels = Readonly<Partial<Record<"request" | "response" | "both", string>>>;

type FurtherRow = readonly [code: string, levels: Levels, old: object, next: object];

/** Kinds of change that need a whole document to be shown, with their levels for whom they concern. */
export const furtherRows: readonly FurtherRow[] = [
  ["export-renamed", { both: "breaking" }, inTypes("*/*"), inTypes("application/json", "*/*")],
  ["export-removed", { both: "breaking" }, pet({ ...text, readOnly: true }), pet(text)],
  ["credential-renamed", { both: "breaking" }, scheme(keys.one), withOperation({}, { components: { securitySchemes: { key: keys.one } } })],
  ["credential-removed", { both: "breaking" }, withSchemes("one", "two"), withSchemes("two")],
  ["operation-undeprecated", { both: "documentation" }, withOperation({ deprecated: true }), withOperation({})],
  ["webhook-added", { both: "safe" }, hooks(["made"]), hooks(["made", "gone"])],
  ["webhook-removed", { both: "breaking" }, hooks(["made", "gone"]), hooks(["made"])],
  ["callback-added", { both: "warning" }, withOperation({}), withOperation({ callbacks: called })],
  ["callback-removed", { both: "breaking" }, withOperation({ callbacks: called }), withOperation({})],
  ["callback-removed", { both: "breaking" }, withOperation({ callbacks: called }), withOperation({ callbacks: calledElsewhere })],
  ["link-added", { response: "safe" }, linked(), linked(self("$response.body#/next"))],
  ["link-removed", { response: "warning" }, linked(self("$response.body#/next")), linked()],
  ["link-changed", { response: "warning" }, linked(self("$response.body#/next")), linked(self("$response.body#/last"))],
  ["link-changed", { response: "warning" }, leading("one"), leading("two")],
  ["link-changed", { response: "warning" }, linked(self("a")), linked({ ...self("a"), requestBody: "$response.body" })],
  ["spread-parameter-renamed", { both: "breaking" }, spread("filter"), spread("where")],
  ["path-parameter-renamed", { both: "breaking" }, withOperation({}), withOperation({}, {}, "/things/{thingId}")],
  [
    "parameter-deprecated",
    { request: "safe" },
    withOperation({ parameters: [limit] }),
    withOperation({ parameters: [{ ...limit, deprecated: true }] }),
  ],
  [
    "parameter-undeprecated",
    { request: "documentation" },
    withOperation({ parameters: [{ ...limit, deprecated: true }] }),
    withOperation({ parameters: [limit] }),
  ],
  ["sunset-changed", { both: "safe" }, withOperation({ deprecated: true }), withOperation({ deprecated: true, "x-sunset": "2027-06-30" })],
  ["sunset-changed", { both: "warning" }, withOperation({}), withOperation({ deprecated: true, "x-sunset": "soon" })],
  ["sunset-changed", {}, withOperation({ deprecated: true, "x-sunset": "2027-06-30" }), withOperation({})],
  [
    "sunset-changed",
    { request: "warning" },
    withOperation({ parameters: [{ ...limit, deprecated: true, "x-sunset": "2027-06-30" }] }),
    withOperation({ parameters: [{ ...limit, deprecated: true, "x-sunset": "2027-01-31" }] }),
  ],
  ["stability-changed", { both: "warning" }, withOperation({}), withOperation({ "x-stability-level": "beta" })],
  ["stability-changed", { both: "safe" }, withOperation({ "x-stability-level": "alpha" }), withOperation({ "x-stability-level": "stable" })],
  [
    "bound-tightened",
    { request: "warning" },
    withOperation({ "x-stability-level": "alpha", parameters: [{ ...limit, schema: { type: "integer", maximum: 9 } }] }),
    withOperation({ "x-stability-level": "alpha", parameters: [{ ...limit, schema: { type: "integer", maximum: 5 } }] }),
  ],
  ["operation-removed", { both: "warning" }, withOperation({ "x-stability-level": "draft" }), withOperation({}, {}, "/other")],
  ["oauth-flow-added", { request: "safe" }, oauth({ password: scopes("a") }), oauth({ password: scopes("a"), clientCredentials: scopes("a") })],
  ["oauth-scope-removed", { request: "warning" }, oauth({ password: scopes("a", "b") }), oauth({ password: scopes("a") })],
  ["oauth-scope-added", { request: "safe" }, oauth({ password: scopes("a") }), oauth({ password: scopes("a", "b") })],
  [
    "parameter-words-changed",
    { request: "documentation" },
    withOperation({ parameters: [{ ...limit, description: "A." }] }),
    withOperation({ parameters: [{ ...limit, description: "B." }] }),
  ],
  [
    "server-variable-default-changed",
    { both: "warning" },
    server({ default: "eu", enum: ["eu", "us"] }),
    server({ default: "us", enum: ["eu", "us"] }),
  ],
  ["server-variable-value-removed", { both: "breaking" }, server({ default: "eu", enum: ["eu", "us"] }), server({ default: "eu", enum: ["eu"] })],
  [
    "server-variable-value-removed",
    { both: "breaking" },
    server({ default: "eu", enum: ["eu", "us"] }),
    withOperation({}, { servers: [{ url: "https://eu.test" }] }),
  ],
  ["oauth-url-changed", { request: "warning" }, device("https://a.test/device"), device("https://b.test/device")],
  ["oauth-url-changed", { request: "warning" }, flow("https://a.test/token"), flow("https://b.test/token")],
  ["oauth-url-changed", { request: "warning" }, metadata("https://a.test/metadata"), metadata("https://b.test/metadata")],
  ["oauth-url-changed", { request: "warning" }, metadata("https://a.test/metadata"), metadata()],
  [
    "security-scheme-deprecation-changed",
    { both: "safe" },
    scheme({ type: "http", scheme: "bearer" }),
    scheme({ type: "http", scheme: "bearer", deprecated: true }),
  ],
  ["server-name-removed", { both: "breaking" }, namedServers({ prod: "a", test: "b" }), namedServers({ prod: "a" })],
  ["server-name-added", { both: "safe" }, namedServers({ prod: "a" }), namedServers({ prod: "a", test: "b" })],
  ["server-name-moved", { both: "warning" }, namedServers({ prod: "a", test: "b" }), namedServers({ prod: "b", test: "a" })],
  ["tag-changed", { both: "documentation" }, tags({ name: "a", summary: "A" }), tags({ name: "a", summary: "B" })],
  ["tag-changed", { both: "documentation" }, tags({ name: "a", kind: "nav" }), tags({ name: "a", kind: "badge" })],
  ["tag-changed", { both: "documentation" }, tags({ name: "a" }, { name: "b", parent: "a" }), tags({ name: "a" }, { name: "b" })],
  ["tag-changed", { both: "documentation" }, tags({ name: "a" }), tags()],
  ["security-scheme-dropped", { request: "safe" }, secured([{ one: [], two: [] }]), secured([{ one: [] }])],
  [
    "security-words-changed",
    { both: "documentation" },
    oauth({ password: scopes("a") }),
    oauth({ password: { ...scopes("a"), scopes: { a: "A." } } }),
  ],
  [
    "security-words-changed",
    { both: "documentation" },
    scheme({ type: "http", scheme: "bearer" }),
    scheme({ type: "http", scheme: "bearer", bearerFormat: "JWT" }),
  ],
  [
    "security-words-changed",
    { both: "documentation" },
    scheme({ type: "http", scheme: "bearer", description: "A." }),
    scheme({ type: "http", scheme: "bearer", description: "B." }),
  ],
  [
    "request-body-became-optional",
    { request: "safe" },
    withOperation({ requestBody: { required: true, content: json(text) } }),
    withOperation({ requestBody: { content: json(text) } }),
  ],
  [
    "media-type-parameters-changed",
    { response: "warning" },
    withOperation({ responses: ok({ "text/plain; charset=utf-8": { schema: text } }) }),
    withOperation({ responses: ok({ "text/plain; charset=latin1": { schema: text } }) }),
  ],
  [
    "body-schema-added",
    { response: "safe" },
    withOperation({ responses: ok({ "application/json": {} }) }),
    withOperation({ responses: ok(json(text)) }),
  ],
  [
    "response-words-changed",
    { response: "documentation" },
    withOperation({ responses: { "200": { description: "This.", headers: { "X-A": { schema: text } } } } }),
    withOperation({ responses: { "200": { description: "This.", headers: { "X-A": { description: "A.", schema: text } } } } }),
  ],
  [
    "response-words-changed",
    { response: "documentation" },
    withOperation({ responses: ok() }),
    withOperation({ responses: { "200": { description: "That." } } }),
  ],
  ["header-became-required", { response: "safe" }, header({ schema: text }), header({ required: true, schema: text })],
  ["info-changed", { both: "documentation" }, withOperation({}), withOperation({}, { info: { title: "Stuff", version: "1.0.0" } })],
  ...[
    { info: { title: "Things", version: "1.0.0", termsOfService: "https://a.test/terms" } },
    { info: { title: "Things", version: "1.0.0", contact: { email: "a@a.test" } } },
    { externalDocs: { url: "https://a.test" } },
  ].map((more): FurtherRow => ["info-changed", { both: "documentation" }, withOperation({}), withOperation({}, more)]),
  [
    "info-changed",
    { both: "documentation" },
    withOperation({}, { servers: [{ url: "https://a.test" }] }),
    withOperation({}, { servers: [{ url: "https://a.test", description: "A." }] }),
  ],
  [
    "info-changed",
    { both: "documentation" },
    server({ default: "eu", enum: ["eu", "us"] }),
    server({ default: "eu", enum: ["eu", "us"], description: "A." }),
  ],
  ["operation-words-changed", { both: "documentation" }, withPath({}), withPath({ description: "A." })],
  [
    "words-changed",
    { request: "documentation", response: "documentation" },
    withSchema(text),
    withSchema({ ...text, externalDocs: { url: "https://a.test" } }),
  ],
  [
    "response-words-changed",
    { response: "documentation" },
    header({ schema: text, example: "a" }),
    header({ schema: text, examples: { one: { value: "b" } } }),
  ],
  ["response-words-changed", { response: "documentation" }, linked(self("a")), linked({ ...self("a"), description: "A." })],
  ["component-added", { both: "safe" }, withSchema(text), withSchema(text, { Other: object({ a: text }) })],
  ["component-removed", { both: "breaking" }, withSchema(text, { Other: object({ a: text }) }), withSchema(text)],
  [
    "content-changed",
    { request: "breaking", response: "breaking" },
    withSchema({ type: "string", contentEncoding: "base64" }),
    withSchema({ type: "string", contentEncoding: "base64url" }),
  ],
  ["content-removed", { request: "breaking", response: "breaking" }, withSchema({ type: "string", contentEncoding: "base64" }), withSchema(text)],
  [
    "schema-deprecation-changed",
    { request: "documentation", response: "documentation" },
    withSchema(object({ a: text })),
    withSchema(object({ a: { type: "string", deprecated: true } })),
  ],
  [
    "pattern-properties-added",
    { request: "breaking", response: "safe" },
    withSchema({ type: "object" }),
    withSchema({ type: "object", patternProperties: { "^x-": text } }),
  ],
  [
    "pattern-properties-removed",
    { request: "safe", response: "breaking" },
    withSchema({ type: "object", patternProperties: { "^x-": text } }),
    withSchema({ type: "object" }),
  ],
  [
    "pattern-properties-opened",
    { request: "safe", response: "warning" },
    withSchema({ type: "object", additionalProperties: false }),
    withSchema({ type: "object", patternProperties: { "^x-": text }, additionalProperties: false }),
  ],
  [
    "pattern-properties-closed",
    { request: "breaking", response: "safe" },
    withSchema({ type: "object", patternProperties: { "^x-": text }, additionalProperties: false }),
    withSchema({ type: "object", additionalProperties: false }),
  ],
  ["read-only-unset", { request: "safe" }, withSchema(object({ a: { type: "string", readOnly: true } })), withSchema(object({ a: text }))],
  ["write-only-unset", { response: "safe" }, withSchema(object({ a: { type: "string", writeOnly: true } })), withSchema(object({ a: text }))],
  ["discriminator-added", { request: "warning", response: "warning" }, animals(undefined), animals({ cat: "Cat", dog: "Dog" })],
  ["discriminator-removed", { request: "warning", response: "warning" }, animals({ cat: "Cat", dog: "Dog" }), animals(undefined)],
  [
    "discriminator-property-changed",
    { request: "breaking", response: "breaking" },
    animals({ cat: "Cat", dog: "Dog" }),
    animals({ cat: "Cat", dog: "Dog" }, "sort"),
  ],
  [
    "discriminator-value-added",
    { request: "safe", response: "breaking" },
    animals({ cat: "Cat", dog: "Dog" }),
    animals({ cat: "Cat", dog: "Dog", hound: "Dog" }),
  ],
  [
    "discriminator-value-removed",
    { request: "breaking", response: "safe" },
    animals({ cat: "Cat", dog: "Dog", hound: "Dog" }),
    animals({ cat: "Cat", dog: "Dog" }),
  ],
];
