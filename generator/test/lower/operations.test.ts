import { expect, test } from "vitest";
import { lowered, openapi, swagger, plain } from "./lowered.js";

const ok = { description: "ok" };
const responses = { "200": ok };

test("operations share the objects of components", () => {
  const { model } = lowered(
    openapi("3.1.0", {
      paths: { "/": { get: { parameters: [{ $ref: "#/components/parameters/P" }], responses: { "404": { $ref: "#/components/responses/R" } } } } },
      components: {
        parameters: { P: { in: "query", name: "p", schema: {} } },
        responses: { R: { description: "gone", headers: { "X-H": { $ref: "#/components/headers/H" } } } },
        headers: { H: { schema: { type: "string" } } },
      },
    }),
  );
  const [operation] = model.operations;
  expect(operation?.parameters[0]).toBe(model.components.parameters.get("P"));
  expect(operation?.parameters[0]?.component).toBe("P");
  expect(operation?.responses[0]).toMatchObject({ status: "404", component: "R", headers: [{ name: "X-H", component: "H" }] });
});

test("orders codes before ranges before default", () => {
  const { model, said } = lowered(
    openapi("3.1.0", { paths: { "/": { get: { responses: { default: ok, "4xx": ok, "404": ok, "2XX": ok, "200": ok, "20": ok, "x-a": 1 } } } } }),
  );
  expect(model.operations[0]?.responses.map(({ status }) => status)).toEqual(["200", "404", "4XX", "2XX", "default"]);
  expect(said).toEqual(["not-a-status #/paths/~1/get/responses/20"]);
});

test("reads security of the operation before the document's", () => {
  const { model } = lowered(
    openapi("3.1.0", {
      security: [{ token: [] }, { email: [], key: [] }],
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "Bearer" },
          email: { type: "apiKey", in: "header", name: "X-E" },
          key: { type: "apiKey", in: "header", name: "X-K" },
        },
      },
      paths: { "/": { get: { responses }, put: { security: [], responses }, post: { security: [{}, { token: ["a"] }], responses } } },
    }),
  );
  expect(model.operations.map(({ security }) => plain(security))).toEqual([[{ token: [] }, { email: [], key: [] }], [], [{}, { token: ["a"] }]]);
  expect(plain(model.components.securitySchemes.get("token"))).toEqual({ name: "token", type: "http", scheme: "bearer", extensions: {} });
});

test("reads webhooks and callbacks as operations", () => {
  const { model } = lowered(
    openapi("3.1.0", {
      webhooks: { created: { post: { responses } } },
      paths: { "/": { post: { operationId: "make", callbacks: { done: { "{$request.body#/url}": { post: { responses } } } }, responses } } },
    }),
  );
  expect(model.webhooks.map(({ key, kind }) => `${kind}: ${key}`)).toEqual(["webhook: POST webhook:created"]);
  expect(model.operations[0]?.callbacks.map(({ key, kind }) => `${kind}: ${key}`)).toEqual([
    "callback: POST callback:make/done/{$request.body#/url}",
  ]);
});

test("resolves links by operationId and operationRef", () => {
  const links = { byId: { operationId: "other" }, byRef: { operationRef: "#/paths/~1b/get" }, lost: { operationId: "nope" } };
  const { model, said } = lowered(
    openapi("3.1.0", { paths: { "/a": { get: { responses: { "200": { ...ok, links } } } }, "/b": { get: { operationId: "other", responses } } } }),
  );
  expect(model.operations[0]?.responses[0]?.links.map(({ name, operation }) => `${name} ${operation ?? "-"}`)).toEqual([
    "byId GET /b",
    "byRef GET /b",
    "lost -",
  ]);
  expect(said).toEqual(["link-to-nowhere #/paths/~1a/get/responses/200/links/lost/operationId"]);
});

test("warns for a link with an unresolved reference", () => {
  const links = { next: { $ref: "#/components/links/Next" } };
  const { model, said } = lowered(openapi("3.1.0", { paths: { "/a": { get: { responses: { "200": { ...ok, links } } } } } }));
  expect(model.operations[0]?.responses[0]?.links).toEqual([]);
  expect(said).toEqual(["unused-unresolved-reference #/paths/~1a/get/responses/200/links/next/$ref"]);
});

test("reads an item schema from the list of a stream", () => {
  const content = {
    "application/x-ndjson": { schema: { type: "array", items: { type: "integer" } }, example: [1, 2] },
    "text/event-stream; charset=utf-8": { schema: { type: "array", items: { type: "integer" } }, examples: { one: { value: 1 } } },
    "application/jsonl": { schema: { type: ["array", "null"], items: {} } },
    "application/json": { schema: { type: "array", items: { type: "integer" } }, example: [1, 2] },
  };
  const { model, said } = lowered(openapi("3.1.0", { paths: { "/a": { get: { responses: { "200": { description: "ok", content } } } } } }));
  const reported = model.operations[0]?.responses[0]?.content.map(({ schema, itemSchema, examples }) => [
    schema?.type?.join(),
    itemSchema?.type?.join(),
    ...examples.map(({ value }) => value),
  ]);
  expect(reported).toEqual([
    [undefined, "integer", 1, 2],
    [undefined, "integer", 1],
    ["array,null", undefined],
    ["array", undefined, [1, 2]],
  ]);
  expect(said).toEqual([]);
  const response = { description: "ok", schema: { type: "array", items: { type: "integer" } } };
  const older = lowered(swagger({ paths: { "/a": { get: { produces: ["text/event-stream"], responses: { "200": response } } } } }));
  expect(older.model.operations[0]?.responses[0]?.content[0]?.itemSchema?.type).toEqual(["integer"]);
});
