import { openapi } from "../documents.js";

const json = (schema: unknown) => ({ content: { "application/json": { schema } } });
const pet = { $ref: "#/components/schemas/Pet" };
const failure = { description: "Error", ...json({ $ref: "#/components/schemas/Problem" }) };
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };

/** A document with each kind of parameter. */
export const pets: unknown = openapi({
  servers: [{ url: "https://pets.example" }],
  security: [{ token: [] }],
  paths: {
    "/pets": {
      get: {
        operationId: "listPets",
        parameters: [
          { name: "limit", in: "query", schema: { type: "integer" } },
          { name: "tags", in: "query", explode: false, schema: { type: "array", items: { type: "string" } } },
          { name: "X-Trace", in: "header", schema: { type: "string" } },
          { name: "session", in: "cookie", schema: { type: "string" } },
        ],
        responses: { 200: { description: "OK", ...json({ type: "array", items: pet }) }, default: failure },
      },
      post: {
        operationId: "createPet",
        requestBody: { required: true, ...json(pet) },
        responses: { 201: { description: "Created", ...json(pet) }, 409: failure },
      },
    },
    "/pets/{id}": {
      parameters: [id],
      get: {
        operationId: "getPet",
        parameters: [{ name: "id", in: "query", schema: { type: "string" } }],
        responses: { 200: { description: "OK", ...json(pet) }, 404: failure, 500: failure },
      },
      delete: { operationId: "deletePet", responses: { 204: { description: "Gone" } } },
    },
    "/pets/{id}/photo": {
      get: { operationId: "getPhoto", parameters: [id], responses: { 200: { description: "OK", content: { "image/png": {} } } } },
      put: {
        operationId: "setPhoto",
        parameters: [id],
        requestBody: {
          content: { "multipart/form-data": { schema: { type: "object", properties: { file: { type: "string", format: "binary" } } } } },
        },
        responses: { 204: { description: "OK" } },
      },
    },
  },
  components: {
    securitySchemes: { token: { type: "http", scheme: "bearer" } },
    schemas: {
      Pet: { type: "object", required: ["id", "name"], properties: { id: { type: "string" }, name: { type: "string" } } },
      Problem: { type: "object", required: ["message"], properties: { message: { type: "string" }, code: { type: "string" } } },
    },
  },
});
