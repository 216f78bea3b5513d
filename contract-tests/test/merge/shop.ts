import fc from "fast-check";
import type { Interaction } from "../../src/traffic/interaction.js";

type Tree = { readonly [key: string]: unknown };

const json = (schema: Tree): Tree => ({ content: { "application/json": { schema } } });
const ref = (name: string): Tree => ({ $ref: `#/components/schemas/${name}` });
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };

/** Shared schemas, unions, enums, maps, credentials and a defect of its own. */
export const shop: Tree = {
  openapi: "3.1.0",
  info: { title: "Shop", version: "1" },
  servers: [{ url: "https://shop.example/api" }],
  security: [{ token: [] }],
  paths: {
    "/items": {
      get: {
        operationId: "listItems",
        parameters: [{ name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100 } }],
        responses: { 200: { description: "ok", ...json({ type: "array", items: ref("Item") }) }, 404: { description: "none" } },
      },
      post: {
        operationId: "createItem",
        requestBody: { required: true, ...json(ref("Item")) },
        responses: { 201: { description: "ok", ...json(ref("Item")) }, "4XX": { description: "no", ...json(ref("Problem")) } },
      },
    },
    "/items/{id}": {
      parameters: [id],
      get: {
        operationId: "getItem",
        responses: { 200: { description: "ok", ...json(ref("Item")) }, default: { description: "no", ...json(ref("Problem")) } },
      },
      delete: { operationId: "deleteItem", responses: { 204: { description: "gone" } } },
    },
    "/makers/{id}": {
      parameters: [id],
      get: { operationId: "getMaker", responses: { 200: { description: "ok", ...json(ref("Maker")) } } },
    },
    "/public": { get: { operationId: "getPublic", security: [], responses: { 200: { description: "ok", ...json({ type: "object" }) } } } },
    "/never": { get: { operationId: "never", responses: { 200: { description: "ok" } } } },
  },
  components: {
    securitySchemes: { token: { type: "http", scheme: "bearer" } },
    schemas: {
      Item: {
        type: "object",
        required: ["id", "name"],
        properties: {
          id: { type: "string" },
          name: { type: "string", minLength: 2, examples: [5] },
          price: { type: "number", minimum: 0 },
          state: { type: "string", enum: ["new", "sold", "lost"] },
          kind: { const: "item" },
          maker: ref("Maker"),
          owner: { oneOf: [ref("Maker"), { type: "null" }] },
          part: {
            oneOf: [
              { type: "object", required: ["a"], properties: { a: { type: "integer" } } },
              { type: "string", enum: ["x", "y"] },
            ],
          },
          tags: { type: "array", maxItems: 2, items: { type: "string" } },
          labels: { type: "object", additionalProperties: { type: "string", enum: ["on", "off"] } },
        },
      },
      Maker: {
        type: "object",
        required: ["name"],
        additionalProperties: false,
        properties: { name: { type: "string" }, since: { type: "integer" } },
      },
      Problem: { type: "object", required: ["message"], properties: { message: { type: "string" }, code: { enum: [1, 2, 3] } } },
    },
  },
};

const maker = fc.record(
  { name: fc.constantFrom<unknown>("K", 7, null), since: fc.constantFrom<unknown>(1999, "x", 1.5), extra: fc.constant<unknown>(true) },
  { requiredKeys: [] },
);
const item = fc.record(
  {
    id: fc.constantFrom<unknown>("a", "b", 1, null),
    name: fc.constantFrom<unknown>("Cup", "", 5, true),
    price: fc.constantFrom<unknown>(4, 4.5, -1, -2, "free"),
    state: fc.constantFrom<unknown>("new", "sold", "lost", "gone", "away", 3),
    kind: fc.constantFrom<unknown>("item", "thing", "other"),
    maker,
    owner: fc.oneof(maker, fc.constant(null)),
    part: fc.constantFrom<unknown>({ a: 1 }, { a: "1" }, "x", "z", 5, []),
    tags: fc.array(fc.constantFrom<unknown>("t", 1, null), { maxLength: 5 }),
    labels: fc.dictionary(fc.constantFrom("p", "q", "__proto__"), fc.constantFrom<unknown>("on", "off", "dim", 0)),
    unknown: fc.constantFrom<unknown>(1, "text", [1, "a"], { deep: { x: 1 } }, { deep: { y: [null] } }),
    other: fc.constantFrom<unknown>(null, false),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  item,
  fc.array(item, { maxLength: 4 }),
  fc.record({ message: fc.constantFrom<unknown>("no", 1), code: fc.constantFrom<unknown>(1, 2, 4) }, { requiredKeys: [] }),
  fc.constantFrom<unknown>("<html>", '{"cut":', ""),
);
const request = fc.constantFrom(
  "GET /items",
  "GET /items?limit=500",
  "GET /items?color=red",
  "POST /items",
  "GET /items/1",
  "DELETE /items/1",
  "PATCH /items/1",
  "GET /makers/1",
  "GET /public",
  "GET /nothing/17",
  "GET /style.css",
  "OPTIONS /items",
);

/** One request and its response. Each property of the document can be kept, broken, or absent. */
const interaction = fc.record({
  request,
  status: fc.constantFrom(200, 200, 200, 201, 204, 400, 404, 418, 500),
  type: fc.constantFrom("application/json", "application/json", "application/json", "text/html"),
  body,
  sent: item,
  hasToken: fc.boolean(),
  isAborted: fc.constantFrom(false, false, false, false, true),
});

/** The traffic of a run. Each interaction has its own origin. */
export const traffic: fc.Arbitrary<readonly Interaction[]> = fc.array(interaction, { minLength: 1, maxLength: 40 }).map((all) =>
  all.map(({ request: line, status, type, body: value, sent, hasToken, isAborted }, index): Interaction => {
    const [method = "", path = ""] = line.split(" ");
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return {
      request: {
        method,
        url: `https://shop.example/api${path}`,
        headers: [["Content-Type", "application/json"], ...(hasToken ? [["Authorization", `Bearer tok_${index}_abcdefgh`] as const] : [])],
        ...(method === "POST" ? { body: { kind: "text", text: JSON.stringify(sent) } as const } : {}),
      },
      ...(isAborted
        ? { failure: { kind: "aborted", message: "aborted" } as const }
        : { response: { status, headers: [["Content-Type", type]], ...(status === 204 ? {} : { body: { kind: "text", text } as const }) } }),
      origin: `traffic/${index % 3}.json#${index + 1}`,
    };
  }),
);
