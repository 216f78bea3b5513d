import type { Json } from "../../src/model/json.js";

/** A position of a `$ref`: a pointer into one of the documents below. */
export interface Position {
  readonly pointer: string;
  /** OpenAPI allows a reference here. Elsewhere its target is used with a note. */
  readonly isAllowed?: true;
  /** A schema: it may have an anchor. */
  readonly isSchema?: true;
  /** A text: a file of Markdown may hold it. */
  readonly isText?: true;
}

export type Version = "2.0" | "3.0" | "3.1" | "3.2";

const allowed = (...pointers: string[]): Position[] => pointers.map((pointer) => ({ pointer, isAllowed: true }));
const schemas = (...pointers: string[]): Position[] => pointers.map((pointer) => ({ pointer, isAllowed: true, isSchema: true }));
const texts = (...pointers: string[]): Position[] => pointers.map((pointer) => ({ pointer, isText: true }));
const others = (...pointers: string[]): Position[] => pointers.map((pointer) => ({ pointer }));

const item = "/paths/~1zones~1{id}";
const json = `${item}/put/requestBody/content/application~1json`;
const ok = `${item}/get/responses/200`;

/** Of documents of 3.0 and later. */
const since30: readonly Position[] = [
  ...others(
    "/info",
    "/info/license",
    "/servers",
    "/servers/0",
    "/servers/0/variables",
    "/servers/0/variables/region",
    "/servers/0/variables/region/enum",
  ),
  ...texts("/info/description", "/servers/0/description", "/tags/0/description", `${item}/get/description`, `${item}/get/summary`),
  ...others("/tags", "/tags/0", "/security", "/security/0", "/paths"),
  ...allowed(item),
  ...others(
    `${item}/parameters`,
    `${item}/get`,
    `${item}/put`,
    `${item}/get/tags`,
    `${item}/get/tags/0`,
    `${item}/get/externalDocs`,
    `${item}/get/security`,
  ),
  ...others(`${item}/get/servers`, `${item}/get/servers/0`, `${item}/get/operationId`, `${item}/get/deprecated`),
  ...others(`${item}/get/parameters`, `${item}/get/parameters/0/name`, `${item}/get/parameters/1/content`),
  ...allowed(`${item}/parameters/0`, `${item}/get/parameters/0`, `${item}/get/parameters/1`, `${item}/get/parameters/0/examples/a`),
  ...others(`${item}/get/parameters/0/examples`),
  ...schemas(`${item}/get/parameters/0/schema`),
  ...texts(`${item}/get/parameters/0/description`),
  ...allowed(`${item}/put/requestBody`),
  ...others(`${item}/put/requestBody/content`, json),
  ...schemas(`${json}/schema`, `${json}/schema/properties/name`, `${json}/schema/properties/list/items`, `${json}/schema/additionalProperties`),
  ...schemas(`${json}/schema/properties/one/oneOf/0`, `${json}/schema/properties/all/allOf/0`, `${json}/schema/properties/no/not`),
  ...others(`${json}/schema/properties`, `${json}/schema/required`, `${json}/schema/properties/name/enum`, `${json}/schema/properties/any/oneOf`),
  ...others(`${json}/schema/properties/all/allOf`, `${json}/schema/properties/any/discriminator`, `${json}/schema/properties/name/xml`),
  ...others(`${json}/schema/properties/name/type`, `${json}/schema/properties/name/maxLength`, `${json}/schema/properties/name/pattern`),
  ...texts(`${json}/schema/description`, `${json}/schema/properties/name/description`),
  ...others(`${item}/put/requestBody/content/multipart~1form-data/encoding`, `${item}/put/requestBody/content/multipart~1form-data/encoding/file`),
  ...others(`${item}/put/requestBody/content/multipart~1form-data/encoding/file/headers`),
  ...allowed(`${item}/put/requestBody/content/multipart~1form-data/encoding/file/headers/X-Part`),
  ...others(
    `${item}/get/responses`,
    `${ok}/headers`,
    `${ok}/content`,
    `${ok}/content/application~1json`,
    `${ok}/content/application~1json/examples`,
    `${ok}/links`,
  ),
  ...others(`${ok}/links/next/parameters`),
  ...allowed(ok, `${ok}/headers/X-Count`, `${ok}/content/application~1json/examples/a`, `${ok}/links/next`),
  ...schemas(`${ok}/headers/X-Count/schema`, `${ok}/content/application~1json/schema`, `${ok}/content/application~1json/schema/items`),
  ...texts(`${ok}/description`),
  ...others(`${item}/put/callbacks`, `${item}/put/callbacks/done/{$request.body#~1url}/post`),
  ...allowed(`${item}/put/callbacks/done`, `${item}/put/callbacks/done/{$request.body#~1url}`),
  ...others("/components", "/components/securitySchemes", "/components/schemas", "/components/parameters", "/components/responses"),
  ...others(
    "/components/securitySchemes/login/flows",
    "/components/securitySchemes/login/flows/implicit",
    "/components/securitySchemes/login/flows/implicit/scopes",
  ),
  ...allowed("/components/securitySchemes/key", "/components/securitySchemes/login", "/components/parameters/Page", "/components/responses/Gone"),
  ...schemas("/components/schemas/Zone", "/components/schemas/Zone/properties/id"),
  ...others("/components/schemas/Zone/properties"),
];

const since31: readonly Position[] = [
  ...others("/webhooks", "/webhooks/added/post", `${json}/schema/properties/map/patternProperties`, `${json}/schema/properties/name/type`),
  ...allowed("/webhooks/added"),
  ...schemas(
    `${json}/schema/properties/map/patternProperties/^a`,
    `${json}/schema/properties/tuple/prefixItems/0`,
    `${json}/schema/properties/map/propertyNames`,
  ),
  ...others(`${json}/schema/properties/tuple/prefixItems`),
];

const since32: readonly Position[] = [
  ...others(`${item}/additionalOperations`, `${item}/additionalOperations/COPY`, `${item}/query`),
  ...schemas(`${item}/query/responses/200/content/application~1jsonl/itemSchema`),
  ...others(
    `${item}/query/requestBody/content/multipart~1mixed/prefixEncoding`,
    `${item}/query/requestBody/content/multipart~1mixed/prefixEncoding/0`,
  ),
  ...others(`${item}/query/requestBody/content/multipart~1mixed/itemEncoding`),
  ...allowed(`${item}/query/responses/200/content/application~1jsonl`),
];

const of20: readonly Position[] = [
  ...others("/info", "/info/license", "/schemes", "/consumes", "/produces", "/tags", "/tags/0", "/security", "/paths"),
  ...texts("/info/description", "/tags/0/description", `${item}/get/description`, `${ok}/description`, `${item}/get/parameters/0/description`),
  ...allowed(item, `${item}/parameters/0`, `${item}/get/parameters/0`, `${item}/put/parameters/0`, ok, "/parameters/Page", "/responses/Gone"),
  ...others(
    `${item}/parameters`,
    `${item}/get`,
    `${item}/get/parameters`,
    `${item}/get/parameters/0/items`,
    `${item}/get/parameters/0/enum`,
    `${item}/get/tags`,
  ),
  ...schemas(`${item}/put/parameters/0/schema`, `${item}/put/parameters/0/schema/properties/name`, `${ok}/schema`, `${ok}/schema/items`),
  ...others(
    `${item}/put/parameters/0/schema/properties`,
    `${item}/put/parameters/0/schema/required`,
    `${item}/put/parameters/0/schema/properties/name/enum`,
  ),
  ...others(`${item}/get/responses`, `${ok}/headers`, `${ok}/headers/X-Count`, `${ok}/examples`, `${item}/get/produces`, `${item}/get/security`),
  ...others("/definitions", "/definitions/Zone/properties", "/parameters", "/responses", "/securityDefinitions", "/securityDefinitions/login/scopes"),
  ...others("/securityDefinitions/key", "/securityDefinitions/login"),
  ...schemas("/definitions/Zone", "/definitions/Zone/properties/id"),
];

/** The positions of a version. */
export function positionsOf(version: Version): readonly Position[] {
  const all = version === "2.0" ? of20 : [...since30, ...(version === "3.0" ? [] : since31), ...(version === "3.2" ? since32 : [])];
  // Media types may be references since 3.2.
  const isMediaType = (pointer: string): boolean => version === "3.2" && /\/content\/[^/]+$/.test(pointer);
  const once = new Map(all.map((each) => [each.pointer, isMediaType(each.pointer) ? { ...each, isAllowed: true as const } : each]));
  return [...once.values()];
}

/** A document without references. */
export function documentOf(version: Version): { readonly [key: string]: Json } {
  return version === "2.0" ? swagger : (JSON.parse(JSON.stringify(openapi(version))) as { readonly [key: string]: Json });
}

const zone = { type: "object", required: ["id"], properties: { id: { type: "string", maxLength: 32 }, name: { type: "string" } } };
const about = { title: "Zones", version: "1", description: "# Zones\n\nkey: value", license: { name: "MIT" } };
const tags = [{ name: "zones", description: "All of them." }, { name: "other" }];
const text = { type: "string" };

function openapi(version: Version): object {
  const is31 = version !== "3.0";
  const is32 = version === "3.2";
  const map = { type: "object", patternProperties: { "^a": { type: "integer" } }, propertyNames: { maxLength: 5 } };
  const tuple = { type: "array", prefixItems: [{ type: "integer" }, text] };
  const body = {
    type: "object",
    description: "What to change.",
    required: ["name"],
    properties: {
      name: { type: "string", description: "Its name.", enum: ["a", "b"], maxLength: 9, pattern: "^[a-z]", xml: { name: "n" } },
      list: { type: "array", items: { type: "number", minimum: 3 } },
      any: {
        oneOf: [{ ...zone, required: ["kind"], properties: { kind: { enum: ["z"], type: "string" } } }],
        discriminator: { propertyName: "kind" },
      },
      one: { oneOf: [{ type: "integer" }, { type: "object", properties: { b: { type: "boolean" } } }] },
      all: { allOf: [zone, { type: "object", properties: { more: { type: "boolean" } } }] },
      no: { not: { type: "string" } },
      ...(is31 && { map, tuple }),
    },
    additionalProperties: { type: "integer" },
  };
  const id = { name: "id", in: "path", required: true, schema: text };
  const responses = { "200": { description: "Done." } };
  const get = {
    operationId: "getZone",
    summary: "Get a zone",
    description: "Returns *it*.",
    deprecated: true,
    tags: ["zones", "other"],
    externalDocs: { url: "https://example.com/docs" },
    security: [{ key: [] }],
    servers: [{ url: "https://other.example.com" }],
    parameters: [
      { name: "page", in: "query", description: "Which page.", schema: { type: "integer", minimum: 1 }, examples: { a: { value: 4 } } },
      { name: "filter", in: "query", content: { "application/json": { schema: zone } } },
    ],
    responses: {
      "200": {
        description: "The zones.",
        headers: { "X-Count": { required: true, schema: { type: "integer" } } },
        content: { "application/json": { schema: { type: "array", items: zone }, examples: { a: { summary: "One", value: [{ id: "1" }] } } } },
        links: { next: { operationId: "putZone", parameters: { id: "$response.body#/0/id" } } },
      },
      default: { description: "An error." },
    },
  };
  const file = { type: "object", properties: { file: { type: "string", ...(!is31 && { format: "binary" }) } } };
  const put = {
    operationId: "putZone",
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: body },
        "multipart/form-data": {
          schema: file,
          encoding: { file: { contentType: "image/png", headers: { "X-Part": { schema: { type: "integer" } } } } },
        },
      },
    },
    callbacks: { done: { "{$request.body#/url}": { post: { requestBody: { content: { "application/json": { schema: zone } } }, responses } } } },
    responses,
  };
  const query = {
    requestBody: {
      content: {
        "multipart/mixed": {
          schema: { type: "array", prefixItems: [zone], items: text },
          prefixEncoding: [{ contentType: "application/json" }],
          itemEncoding: { contentType: "text/plain" },
        },
      },
    },
    responses: { "200": { description: "Lines.", content: { "application/jsonl": { itemSchema: zone } } } },
  };
  return {
    openapi: `${version}.0`,
    info: about,
    servers: [{ url: "https://{region}.example.com", description: "Near you.", variables: { region: { default: "eu", enum: ["eu", "us"] } } }],
    tags,
    security: [{ key: [] }, { login: ["read"] }],
    paths: { "/zones/{id}": { parameters: [id], get, put, ...(is32 && { query, additionalOperations: { COPY: { responses } } }) } },
    ...(is31 && { webhooks: { added: { post: { requestBody: { content: { "application/json": { schema: zone } } }, responses } } } }),
    components: {
      schemas: { Zone: zone },
      parameters: { Page: { name: "p", in: "query", schema: { type: "integer" } } },
      responses: { Gone: { description: "Gone.", content: { "application/json": { schema: zone } } } },
      securitySchemes: {
        key: { type: "apiKey", in: "header", name: "X-Key" },
        login: { type: "oauth2", flows: { implicit: { authorizationUrl: "https://example.com/login", scopes: { read: "Read." } } } },
      },
      ...(is32 && { mediaTypes: { Lines: { itemSchema: zone } } }),
    },
  };
}

const swagger: { readonly [key: string]: Json } = {
  swagger: "2.0",
  info: about,
  host: "example.com",
  schemes: ["https"],
  consumes: ["application/json"],
  produces: ["application/json"],
  tags,
  security: [{ key: [] }],
  paths: {
    "/zones/{id}": {
      parameters: [{ name: "id", in: "path", required: true, type: "string" }],
      get: {
        description: "Returns *it*.",
        tags: ["zones"],
        produces: ["application/json", "text/json"],
        security: [{ login: ["read"] }],
        parameters: [
          { name: "sort", in: "query", description: "By what.", type: "array", enum: [["a"], ["b"]], items: { type: "string", maxLength: 4 } },
        ],
        responses: {
          "200": {
            description: "The zones.",
            headers: { "X-Count": { type: "integer" } },
            schema: { type: "array", items: zone },
            examples: { "application/json": [{ id: "1" }] },
          },
        },
      },
      put: {
        parameters: [
          {
            name: "zone",
            in: "body",
            required: true,
            schema: { type: "object", required: ["name"], properties: { name: { type: "string", enum: ["a", "b"] } } },
          },
        ],
        responses: { "200": { description: "Done." } },
      },
    },
  },
  definitions: { Zone: zone },
  parameters: { Page: { name: "p", in: "query", type: "integer" } },
  responses: { Gone: { description: "Gone.", schema: zone } },
  securityDefinitions: {
    key: { type: "apiKey", in: "header", name: "X-Key" },
    login: { type: "oauth2", flow: "implicit", authorizationUrl: "https://example.com/login", scopes: { read: "Read." } },
  },
};
