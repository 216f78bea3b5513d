import fc from "fast-check";
import { isJsonObject, type Json } from "../../src/model/json.js";

/** What an operation may have since 3.0 beside its parameters. */
const withResponse: Readonly<Record<string, Json>> = {
  responses: {
    "200": {
      description: "ok",
      headers: { "x-n": { schema: { type: "integer" } } },
      content: { "application/json": { schema: { $ref: "#/components/schemas/Zone" }, examples: { one: { value: 1 } } } },
      links: { next: { operationId: "x", parameters: { id: "$response.body#/id" } } },
    },
    "4XX": { $ref: "#/components/responses/No" },
  },
  callbacks: { done: { "{$request.body#/url}": { post: { responses: { "204": { description: "ok" } } } } } },
  security: [{ key: [] }],
};
const posted: Json = {
  requestBody: { required: true, content: { "multipart/form-data": { schema: { type: "object" }, encoding: { a: { style: "form" } } } } },
  responses: { default: { description: "no" } },
};

/** One document for each version of OpenAPI that has a schema, with most of what that schema speaks of. */
export const sound: Readonly<Record<string, Json>> = {
  "2.0": {
    swagger: "2.0",
    info: { title: "t", version: "1", license: { name: "MIT" }, contact: { email: "a@b.test" } },
    host: "api.test",
    schemes: ["https"],
    consumes: ["application/json"],
    paths: {
      "/zones/{id}": {
        parameters: [{ $ref: "#/parameters/id" }],
        get: {
          tags: ["zones"],
          parameters: [
            { name: "q", in: "query", type: "array", items: { type: "string", enum: ["a", "b"] }, collectionFormat: "multi" },
            { name: "h", in: "header", type: "integer", minimum: 1, exclusiveMinimum: true },
          ],
          responses: { "200": { description: "ok", schema: { $ref: "#/definitions/Zone" }, headers: { "x-n": { type: "integer" } } } },
          security: [{ key: [] }],
        },
        post: {
          parameters: [{ name: "body", in: "body", required: true, schema: { $ref: "#/definitions/Zone" } }],
          responses: { default: { $ref: "#/responses/No" } },
        },
      },
    },
    parameters: { id: { name: "id", in: "path", required: true, type: "string", pattern: "^a" } },
    responses: { No: { description: "no" } },
    definitions: {
      Zone: {
        type: "object",
        required: ["id"],
        properties: { id: { type: "string", maxLength: 3 }, parts: { type: "array", items: { $ref: "#/definitions/Zone" }, uniqueItems: true } },
        additionalProperties: false,
      },
    },
    securityDefinitions: {
      key: { type: "apiKey", name: "k", in: "header" },
      basic: { type: "basic" },
      oauth: { type: "oauth2", flow: "implicit", authorizationUrl: "https://a.test", scopes: { read: "r" } },
    },
    tags: [{ name: "zones", externalDocs: { url: "https://docs.test" } }],
  },
  "3.0": {
    openapi: "3.0.3",
    info: { title: "t", version: "1", license: { name: "MIT" } },
    servers: [{ url: "https://{host}/v1", variables: { host: { default: "a", enum: ["a", "b"] } } }],
    paths: {
      "/zones/{id}": {
        parameters: [{ $ref: "#/components/parameters/id" }],
        get: {
          tags: ["zones"],
          parameters: [
            { name: "q", in: "query", style: "form", explode: true, schema: { type: "array", items: { type: "string", enum: ["a", "b"] } } },
            { name: "f", in: "query", content: { "application/json": { schema: { type: "object" } } } },
          ],
          ...withResponse,
        },
        post: posted,
      },
    },
    components: {
      parameters: { id: { name: "id", in: "path", required: true, schema: { type: "string" } } },
      responses: { No: { description: "no" } },
      schemas: {
        Zone: {
          type: "object",
          required: ["id"],
          properties: {
            id: { type: "string", nullable: true },
            part: { oneOf: [{ $ref: "#/components/schemas/Zone" }, { type: "number", minimum: 1 }] },
          },
          discriminator: { propertyName: "id", mapping: { a: "#/components/schemas/Zone" } },
          additionalProperties: false,
        },
      },
      securitySchemes: {
        key: { type: "apiKey", name: "k", in: "header" },
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        oauth: { type: "oauth2", flows: { implicit: { authorizationUrl: "https://a.test", scopes: { read: "r" } } } },
      },
    },
    tags: [{ name: "zones", externalDocs: { url: "https://docs.test" } }],
  },
  "3.1": {
    openapi: "3.1.1",
    info: { title: "t", summary: "s", version: "1", license: { name: "MIT", identifier: "MIT" } },
    jsonSchemaDialect: "https://spec.openapis.org/oas/3.1/dialect/base",
    servers: [{ url: "https://{host}/v1", variables: { host: { default: "a", enum: ["a", "b"] } } }],
    paths: {
      "/zones/{id}": {
        parameters: [{ $ref: "#/components/parameters/id" }],
        get: {
          tags: ["zones"],
          parameters: [
            { name: "q", in: "query", style: "form", explode: true, schema: { type: ["array", "null"], items: { const: "a" } } },
            { name: "f", in: "query", content: { "application/json": { schema: true } } },
          ],
          ...withResponse,
        },
        post: posted,
      },
    },
    webhooks: { made: { post: { requestBody: { content: {} }, responses: { "200": { description: "ok" } } } } },
    components: {
      parameters: { id: { name: "id", in: "path", required: true, schema: { type: "string" } } },
      responses: { No: { description: "no" } },
      schemas: {
        Zone: {
          type: "object",
          required: ["id"],
          properties: { id: { type: "string" }, part: { anyOf: [{ $ref: "#/components/schemas/Zone" }, { type: "number", exclusiveMinimum: 1 }] } },
          $defs: { a: { if: { type: "string" }, else: false } },
          unevaluatedProperties: false,
        },
      },
      pathItems: { p: { summary: "s" } },
      securitySchemes: {
        key: { type: "apiKey", name: "k", in: "header" },
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        mutual: { type: "mutualTLS" },
        oauth: { type: "oauth2", flows: { implicit: { authorizationUrl: "https://a.test", scopes: { read: "r" } } } },
      },
    },
    tags: [{ name: "zones", externalDocs: { url: "https://docs.test" } }],
  },
  "3.2": {
    openapi: "3.2.0",
    $self: "https://api.test/openapi.json",
    info: { title: "t", version: "1" },
    servers: [{ url: "https://{host}/v1", name: "main", variables: { host: { default: "a", description: "d" } } }],
    paths: {
      "/zones/{id}": {
        parameters: [{ $ref: "#/components/parameters/id" }],
        query: { parameters: [{ name: "q", in: "querystring", content: { "application/json": { schema: true } } }], responses: { "200": {} } },
        additionalOperations: { COPY: { responses: { "200": { summary: "s", content: { "application/jsonl": { itemSchema: {} } } } } } },
        get: { tags: ["zones"], parameters: [{ name: "c", in: "cookie", style: "cookie", explode: true, schema: {} }], ...withResponse },
        post: posted,
      },
    },
    components: {
      parameters: { id: { name: "id", in: "path", required: true, schema: { type: "string" } } },
      responses: { No: { description: "no" } },
      mediaTypes: { events: { itemSchema: { type: "object" } } },
      schemas: { Zone: { type: "object", discriminator: { propertyName: "id", defaultMapping: "Zone" } } },
      securitySchemes: {
        key: { type: "apiKey", name: "k", in: "header", deprecated: true },
        oauth: {
          type: "oauth2",
          flows: { deviceAuthorization: { deviceAuthorizationUrl: "https://a.test", tokenUrl: "https://b.test", scopes: {} } },
        },
      },
    },
    tags: [{ name: "zones", parent: "all", kind: "nav" }],
  },
};

const wrong: readonly Json[] = [
  null,
  0,
  -1.5,
  true,
  "",
  "x",
  "query",
  "object",
  [],
  ["a", "a"],
  {},
  { $ref: "#/x" },
  { "x-a": 1 },
  { description: "d" },
];
const names = ["frob", "x-mine", "$ref", "type", "in", "schema", "content", "description", "required", "/a", "200", "4xx", "__proto__"];

/** A document that is sound but for one to four slips: a value of another kind, a member that is missing, or one too many. */
export function slipped(document: Json): fc.Arbitrary<Json> {
  const slip = fc.record({
    at: fc.nat(),
    what: fc.oneof(
      fc.constantFrom(...wrong).map((value) => ({ value })),
      fc.constant("missing" as const),
      fc.record({ name: fc.constantFrom(...names), value: fc.constantFrom(...wrong) }),
    ),
  });
  return fc.array(slip, { minLength: 1, maxLength: 4 }).map((slips) => {
    const broken = structuredClone(document);
    for (const { at, what } of slips) {
      const all = members(broken);
      const place = all[at % Math.max(all.length, 1)];
      if (place === undefined) continue;
      const [holder, key] = place;
      const value = holder[key];
      if (what === "missing" && Array.isArray(holder)) holder.splice(Number(key), 1);
      else if (what === "missing") delete holder[key];
      else if (!("name" in what)) holder[key] = structuredClone(what.value);
      else if (isJsonObject(value)) Object.defineProperty(value, what.name, { ...ordinary, value: structuredClone(what.value) });
    }
    return broken;
  });
}

const ordinary = { configurable: true, enumerable: true, writable: true };

/** Every place in a document, as what holds it and its key there. */
function members(value: Json): [Record<string, Json>, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [value, key] as [Record<string, Json>, string],
    ...members((value as Record<string, Json>)[key] as Json),
  ]);
}
