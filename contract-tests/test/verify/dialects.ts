import type { Interaction } from "../../src/traffic/interaction.js";

type Tree = { readonly [key: string]: unknown };

/** One API in the words of three versions of OpenAPI. */
export const dialects: Readonly<Record<"swagger-2.0" | "openapi-3.0" | "openapi-3.1", Tree>> = {
  "swagger-2.0": {
    swagger: "2.0",
    info: { title: "Shop", version: "1" },
    host: "shop.example",
    basePath: "/api",
    schemes: ["https"],
    produces: ["application/json"],
    paths: {
      "/items": {
        get: {
          operationId: "listItems",
          parameters: [
            { name: "limit", in: "query", type: "integer", minimum: 1, maximum: 100 },
            { name: "tags", in: "query", type: "array", items: { type: "string" }, collectionFormat: "csv" },
          ],
          responses: {
            200: { description: "ok", headers: { "X-Total": { type: "integer" } }, schema: { type: "array", items: { $ref: "#/definitions/Item" } } },
            404: { description: "none" },
          },
        },
      },
      "/items/{id}": {
        parameters: [{ name: "id", in: "path", required: true, type: "integer" }],
        get: {
          operationId: "getItem",
          responses: {
            200: { description: "ok", schema: { $ref: "#/definitions/Item" } },
            default: { description: "error", schema: { $ref: "#/definitions/Error" } },
          },
        },
        put: {
          operationId: "putItem",
          consumes: ["application/json"],
          parameters: [{ name: "body", in: "body", required: true, schema: { $ref: "#/definitions/Item" } }],
          responses: { 200: { description: "ok", schema: { $ref: "#/definitions/Item" } } },
        },
      },
    },
    definitions: {
      Item: {
        type: "object",
        required: ["id", "name", "price"],
        properties: {
          id: { type: "integer", readOnly: true },
          name: { type: "string", minLength: 1 },
          note: { type: "string", "x-nullable": true },
          price: { type: "number", minimum: 0, exclusiveMinimum: true },
          state: { type: "string", enum: ["new", "sold"] },
          at: { type: "string", format: "date-time" },
          maker: { allOf: [{ $ref: "#/definitions/Maker" }, { type: "object", properties: { since: { type: "integer" } } }] },
        },
      },
      Maker: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
      Error: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
    },
  },
  "openapi-3.0": modern("3.0.3", {
    nullable: (schema) => ({ ...schema, nullable: true }),
    above: (limit) => ({ minimum: limit, exclusiveMinimum: true }),
  }),
  "openapi-3.1": modern("3.1.0", {
    nullable: (schema) => ({ ...schema, type: [schema["type"], "null"] }),
    above: (limit) => ({ exclusiveMinimum: limit }),
  }),
};

function modern(version: string, words: { readonly nullable: (schema: Tree) => Tree; readonly above: (limit: number) => Tree }): Tree {
  const json = (schema: Tree): Tree => ({ content: { "application/json": { schema } } });
  const item = { $ref: "#/components/schemas/Item" };
  return {
    openapi: version,
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example/api" }],
    paths: {
      "/items": {
        get: {
          operationId: "listItems",
          parameters: [
            { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100 } },
            { name: "tags", in: "query", style: "form", explode: false, schema: { type: "array", items: { type: "string" } } },
          ],
          responses: {
            200: { description: "ok", headers: { "X-Total": { schema: { type: "integer" } } }, ...json({ type: "array", items: item }) },
            404: { description: "none" },
          },
        },
      },
      "/items/{id}": {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
        get: {
          operationId: "getItem",
          responses: {
            200: { description: "ok", ...json(item) },
            default: { description: "error", ...json({ $ref: "#/components/schemas/Error" }) },
          },
        },
        put: { operationId: "putItem", requestBody: { required: true, ...json(item) }, responses: { 200: { description: "ok", ...json(item) } } },
      },
    },
    components: {
      schemas: {
        Item: {
          type: "object",
          required: ["id", "name", "price"],
          properties: {
            id: { type: "integer", readOnly: true },
            name: { type: "string", minLength: 1 },
            note: words.nullable({ type: "string" }),
            price: { type: "number", ...words.above(0) },
            state: { type: "string", enum: ["new", "sold"] },
            at: { type: "string", format: "date-time" },
            maker: { allOf: [{ $ref: "#/components/schemas/Maker" }, { type: "object", properties: { since: { type: "integer" } } }] },
          },
        },
        Maker: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
        Error: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
      },
    },
  };
}

const good = { id: 1, name: "Cup", price: 4.5, note: null, state: "new", at: "2026-01-01T00:00:00Z", maker: { name: "K", since: 1999 } };

/** Traffic of one run that differs from the document in every way that responses and requests can. */
const run: readonly Interaction[] = [
  get("/items", 200, [good, { ...good, price: 0 }, { ...good, name: "", extra: 1 }], { "X-Total": "two" }),
  get("/items?limit=500&tags=a,b", 200, [{ ...good, state: "lost", note: 5, maker: { name: "K", since: 1, city: "X" } }]),
  get("/items", 404, { message: "no" }),
  get("/items", 500, { message: "oops" }),
  get("/items/1", 200, { ...good, at: "yesterday", id: null }),
  get("/items/1", 200, "<html>", {}, "text/html"),
  get("/items/2", 503, { error: "x" }),
  get("/items/3", 200, "", {}, "application/json"),
  get("/items/4", 200, '{"id":4,"na', {}, "application/json"),
  {
    ...get("/items/1", 200, good),
    request: {
      method: "PUT",
      url: "https://shop.example/api/items/1",
      headers: [["Content-Type", "application/json"]],
      body: { kind: "text", text: '{"name":"Cup","price":-1,"colour":"red"}' },
    },
  },
  get("/nothing", 200, {}),
];
export const traffic: readonly Interaction[] = run.map((interaction, index) => ({ ...interaction, origin: `run#${index + 1}` }));

function get(path: string, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}, type = "application/json"): Interaction {
  return {
    request: { method: "GET", url: `https://shop.example/api${path}`, headers: [["Accept", "application/json"]] },
    response: {
      status,
      headers: [["Content-Type", type], ...Object.entries(headers)],
      body: { kind: "text", text: typeof body === "string" ? body : JSON.stringify(body) },
    },
    origin: "",
  };
}
