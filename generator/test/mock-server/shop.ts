const item = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string" }, size: { type: "integer" } },
  example: { name: "lamp", size: 3 },
};
/** Parameters of several styles, bodies of several kinds, and a concrete path beside a templated one. */
export const shopDocument = {
  openapi: "3.0.3",
  info: { title: "Shop", version: "1" },
  paths: {
    "/items": {
      get: {
        parameters: [
          { name: "ids", in: "query", schema: { type: "array", items: { type: "integer" } } },
          { name: "filter", in: "query", style: "deepObject", explode: true, schema: { type: "object", properties: { size: { type: "integer" } } } },
          { name: "flag", in: "query", schema: { type: "boolean" } },
          {
            name: "tags",
            in: "query",
            style: "pipeDelimited",
            explode: false,
            schema: { type: "array", items: { type: "string", enum: ["a", "b"] } },
          },
        ],
        responses: { 200: { description: "Items.", content: { "application/json": { schema: { type: "array", items: item } } } } },
      },
      post: {
        requestBody: { required: true, content: { "application/json": { schema: item } } },
        responses: { 201: { description: "Made.", content: { "application/json": { schema: item } } } },
      },
    },
    "/items/all": {
      post: {
        requestBody: { required: true, content: { "application/x-ndjson": { schema: item }, "application/json-seq": { schema: item } } },
        responses: { 204: { description: "Made." } },
      },
    },
    "/items/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
      get: {
        responses: {
          200: {
            description: "One.",
            headers: { "X-Rate": { required: true, schema: { type: "integer", example: 7 } } },
            content: { "application/json": { schema: item } },
          },
        },
      },
      delete: { responses: { 204: { description: "Gone." } } },
    },
    "/items/newest": {
      get: { responses: { 200: { description: "Its name.", content: { "application/json": { schema: { type: "string", example: "newest" } } } } } },
    },
  },
};
