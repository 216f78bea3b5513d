/** A small API with every kind of body that the readers know. */
export const shop = {
  openapi: "3.1.0",
  info: { title: "Shop", version: "1" },
  servers: [{ url: "https://shop.example/v1" }],
  paths: {
    "/things": {
      parameters: [{ name: "tag", in: "query", schema: { type: "array", items: { type: "string", pattern: "^[a-z]+$" } } }],
      get: { operationId: "listThings", responses: { 200: ok({ "application/json": { schema: { type: "array", items: ref("Thing") } } }) } },
      post: {
        operationId: "createThing",
        requestBody: {
          required: true,
          content: {
            "application/json": { schema: ref("Thing") },
            "application/xml": { schema: ref("Thing") },
            "application/x-www-form-urlencoded": { schema: ref("Thing") },
            "multipart/form-data": { schema: ref("Thing") },
            "application/x-ndjson": { schema: ref("Thing") },
          },
        },
        responses: { 201: ok({ "application/json": { schema: ref("Thing") } }), 422: ok({ "application/problem+json": { schema: ref("Problem") } }) },
      },
    },
    "/things/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } }],
      get: { operationId: "getThing", responses: { 200: ok({ "application/json": { schema: ref("Thing") } }), default: ok({}) } },
      delete: { operationId: "deleteThing", responses: { 204: { description: "Gone." } } },
    },
    "/events": { get: { operationId: "watch", responses: { 200: ok({ "text/event-stream": { schema: ref("Thing") } }) } } },
    "/lines": { get: { operationId: "exportThings", responses: { 200: ok({ "application/x-ndjson": { schema: ref("Thing") } }) } } },
    "/xml": { get: { operationId: "asXml", responses: { 200: ok({ "application/xml": { schema: ref("Thing") } }) } } },
    "/form": { get: { operationId: "asForm", responses: { 200: ok({ "multipart/form-data": { schema: ref("Thing") } }) } } },
  },
  components: {
    schemas: {
      Thing: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string", minLength: 1, maxLength: 40 },
          size: { type: "integer", minimum: 0 },
          tags: { type: "array", items: { type: "string" }, uniqueItems: true },
          made: { type: "string", format: "date-time" },
          parent: { oneOf: [ref("Thing"), { type: "null" }] },
          kind: { enum: ["a", "b", 3, null] },
        },
        patternProperties: { "^x-": true },
        additionalProperties: false,
      },
      Problem: { type: "object", properties: { title: { type: "string" }, status: { type: "integer" } } },
    },
  },
};

function ref(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

function ok(content: object): object {
  return { description: "ok", content };
}
