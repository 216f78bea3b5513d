/** A document that does what an HTTP API can do, an operation for each. */

const json = (schema: object): object => ({ "application/json": { schema } });
const ok = (content?: object): object => ({ "200": { description: "Fine.", ...(content && { content }) } });
const list = { type: "array", items: { type: "string" } };
const point = { type: "object", properties: { x: { type: "number" }, y: { type: "number" } } };
const parameter = (name: string, place: string, schema: object, more: object = {}): object => ({
  name,
  in: place,
  schema,
  ...(place === "path" && { required: true }),
  ...more,
});
const get = (operationId: string, parameters: readonly object[], more: object = {}): object => ({
  get: { operationId, parameters, responses: ok(json({})), ...more },
});
const post = (operationId: string, content: object, more: object = {}): object => ({
  post: { operationId, requestBody: { required: true, content }, responses: ok(json({})), ...more },
});

const item = { type: "object", required: ["id"], properties: { id: { type: "integer" }, name: { type: "string" } } };
/** What compilers know of numbers and patterns since ES2018 and ES2020. */
const coupon = {
  type: "object",
  properties: {
    amount: { type: "number", multipleOf: 0.01 },
    code: { type: "string", pattern: "^(?<letters>[A-Z]+)-\\d+$" },
    lines: { type: "string", pattern: "(?<=a)b" },
  },
};
const items = { type: "array", items: { $ref: "#/components/schemas/Item" } };
const counted = { type: "object", properties: { data: items, next: { type: ["string", "null"] }, more: { type: "boolean" } } };

export const everything = {
  openapi: "3.1.0",
  info: { title: "Everything", version: "1" },
  servers: [{ url: "https://{region}.example.test/v1", variables: { region: { default: "eu", enum: ["eu", "us"] } } }],
  paths: {
    "/simple/{list}/{object}/{exploded}": get("simple", [
      parameter("list", "path", list),
      parameter("object", "path", point),
      parameter("exploded", "path", point, { explode: true }),
    ]),
    "/label/{one}/{list}/{exploded}": get("label", [
      parameter("one", "path", { type: "string" }, { style: "label" }),
      parameter("list", "path", list, { style: "label" }),
      parameter("exploded", "path", list, { style: "label", explode: true }),
    ]),
    "/matrix/{one}/{list}/{exploded}/{object}": get("matrix", [
      parameter("one", "path", { type: "string" }, { style: "matrix" }),
      parameter("list", "path", list, { style: "matrix" }),
      parameter("exploded", "path", list, { style: "matrix", explode: true }),
      parameter("object", "path", point, { style: "matrix", explode: true }),
    ]),
    "/query": get("query", [
      parameter("plain", "query", { type: "string" }),
      parameter("many", "query", list),
      parameter("joined", "query", list, { explode: false }),
      parameter("object", "query", point),
      parameter("flat", "query", point, { explode: false }),
      parameter("space", "query", list, { style: "spaceDelimited", explode: false }),
      parameter("pipe", "query", list, { style: "pipeDelimited", explode: false }),
      parameter("deep", "query", { type: "object" }, { style: "deepObject", explode: true }),
      parameter("reserved", "query", { type: "string" }, { allowReserved: true }),
      { name: "filter", in: "query", content: json(point) },
    ]),
    "/odd": get("odd", [parameter("constructor", "query", { type: "string" }), parameter("__proto__", "query", { type: "string" })]),
    "/headers": get("headers", [
      parameter("X-One", "header", { type: "integer" }),
      parameter("X-Many", "header", list),
      parameter("Accept", "header", { type: "string" }),
      parameter("session", "cookie", { type: "string" }),
      parameter("tags", "cookie", list, { explode: false }),
    ]),
    "/clash/{id}": get("clash", [
      parameter("id", "path", { type: "string" }),
      parameter("id", "query", { type: "integer" }),
      parameter("body", "query", { type: "string" }),
    ]),
    "/form": post("form", {
      "application/x-www-form-urlencoded": {
        schema: { type: "object", properties: { name: { type: "string" }, tags: list, deep: { type: "object" } } },
        encoding: { deep: { style: "deepObject" } },
      },
    }),
    "/upload": post("upload", {
      "multipart/form-data": {
        schema: {
          type: "object",
          required: ["title", "file"],
          properties: {
            title: { type: "string" },
            meta: point,
            file: { type: "string", format: "binary" },
            more: { type: "array", items: { type: "string", format: "binary" } },
          },
        },
        encoding: { file: { contentType: "image/png" } },
      },
    }),
    "/text": post("sendText", { "text/plain": { schema: { type: "string" } } }),
    "/bytes": post("sendBytes", { "application/octet-stream": {} }),
    "/image": post("sendImage", { "image/*": {} }),
    "/either": post("either", {
      "application/json": { schema: { $ref: "#/components/schemas/Item" } },
      "application/vnd.item+json": { schema: { $ref: "#/components/schemas/Item" } },
      "text/csv": { schema: { type: "string" } },
    }),
    "/pay": post("pay", json(item), { parameters: [parameter("Idempotency-Key", "header", { type: "string" })] }),
    "/responses/text": get("getText", [], { responses: ok({ "text/plain": { schema: { type: "string" } } }) }),
    "/responses/bytes": get("getBytes", [], { responses: ok({ "application/octet-stream": { schema: { type: "string", format: "binary" } } }) }),
    "/responses/either": get("getEither", [], { responses: ok({ ...json(item), "text/csv": { schema: { type: "string" } } }) }),
    "/responses/vendor": get("getVendor", [], { responses: ok({ "application/vnd.item+json; charset=utf-8": { schema: item } }) }),
    "/responses/anything": get("getAnything", [], { responses: ok({ "*/*": {} }) }),
    "/responses/nothing": { delete: { operationId: "remove", responses: { "204": { description: "Gone." } } } },
    "/responses/cached": get("getCached", [], { responses: { ...ok(json(item)), "304": { description: "As before." } } }),
    "/responses/head": { head: { operationId: "look", responses: ok() } },
    "/responses/range": get("getRange", [], {
      responses: {
        "2XX": { description: "Fine.", content: json(item) },
        "404": { description: "None.", content: json({ type: "object", required: ["none"], properties: { none: { const: true } } }) },
        "4XX": { description: "Bad.", content: json({ type: "object", required: ["bad"], properties: { bad: { type: "string" } } }) },
        default: { description: "Worse.", content: json({ type: "object", required: ["worse"], properties: { worse: { type: "string" } } }) },
      },
    }),
    "/responses/default": get("getDefault", [], { responses: { default: { description: "Fine.", content: json(item) } } }),
    "/events": get("getEvents", [], { responses: ok({ "text/event-stream": { schema: { $ref: "#/components/schemas/Item" } } }) }),
    "/events/text": get("getTextEvents", [], { responses: ok({ "text/event-stream": {} }) }),
    "/lines": get("getLines", [], { responses: ok({ "application/x-ndjson": { schema: { $ref: "#/components/schemas/Item" } } }) }),
    "/old": get("old", [], { deprecated: true, externalDocs: { url: "https://docs.example.test/old" } }),
    "/older": get("older", [], { externalDocs: { url: "https://docs.example.test/*/" } }),
    "/elsewhere": get("elsewhere", [], { servers: [{ url: "https://other.example.test" }] }),
    "/pages/cursor": get("byCursor", [parameter("after", "query", { type: "string" })], {
      responses: ok(json(counted)),
      "x-tallystick-pagination": { style: "cursor", parameter: "after", cursor: "/next", items: "/data" },
    }),
    "/pages/last": get("byLast", [parameter("after", "query", { type: "integer" })], {
      responses: ok(json(counted)),
      "x-tallystick-pagination": { style: "cursor", parameter: "after", cursor: "/data/-/id", items: "/data", more: "/more" },
    }),
    "/pages/number": get(
      "byPage",
      [parameter("page", "query", { type: "integer" }), parameter("per_page", "query", { type: "integer", default: 2 })],
      {
        responses: ok(json(counted)),
        "x-tallystick-pagination": { style: "page", page: "page", limit: "per_page", items: "/data", key: "id" },
      },
    ),
    "/pages/link": get("byLink", [parameter("page", "query", { type: "integer" }), parameter("q", "query", { type: "string" })], {
      responses: ok(json(items)),
      "x-tallystick-pagination": { style: "link" },
    }),
    "/pages/next": get("byNext", [parameter("q", "query", { type: "string" })], {
      responses: ok(json(counted)),
      "x-tallystick-pagination": { style: "link", items: "/data", link: "/next" },
    }),
    "/auth/basic": get("authBasic", [], { security: [{ basic: [] }] }),
    "/auth/query": get("authQuery", [], { security: [{ key_in_query: [] }] }),
    "/auth/cookie": get("authCookie", [], { security: [{ keyInCookie: [] }] }),
    "/auth/oauth": get("authOauth", [], { security: [{ oauth: ["read"] }, { openid: [] }] }),
    "/auth/digest": get("authDigest", [], { security: [{ digest: [] }] }),
    "/auth/tls": get("authTls", [], { security: [{ tls: [] }] }),
    "/auth/optional": get("authOptional", [], { security: [{}, { basic: [] }] }),
    "/auth/both": get("authBoth", [], { security: [{ basic: [], key_in_query: [] }, { oauth: [] }] }),
  },
  components: {
    schemas: { Item: item, Coupon: coupon },
    securitySchemes: {
      basic: { type: "http", scheme: "basic" },
      digest: { type: "http", scheme: "Digest" },
      key_in_query: { type: "apiKey", in: "query", name: "api key" },
      keyInCookie: { type: "apiKey", in: "cookie", name: "sid" },
      oauth: { type: "oauth2", flows: { clientCredentials: { tokenUrl: "https://example.test/token", scopes: { read: "Reads." } } } },
      openid: { type: "openIdConnect", openIdConnectUrl: "https://example.test/.well-known" },
      tls: { type: "mutualTLS" },
    },
  },
};
