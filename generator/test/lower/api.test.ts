import { expect, test } from "vitest";
import { lowered, openapi, plain, swagger } from "./lowered.js";

const ok = { description: "ok" };
const responses = { "200": ok };

/** The parameters of the only operation, in few words. */
function parameters(
  path: string,
  list: readonly object[],
  version: "3.0.3" | "3.1.0" = "3.1.0",
): { readonly all: readonly string[]; readonly said: readonly string[] } {
  const { model, said } = lowered(openapi(version, { paths: { [path]: { get: { parameters: list, responses } } } }));
  const all = (model.operations[0]?.parameters ?? []).map(
    (each) =>
      `${each.in} ${each.name} ${each.style}${each.explode ? " explode" : ""}${each.required ? " required" : ""}${each.content ? ` ${each.content.mediaType}` : ""}`,
  );
  return { all, said };
}

test("fills in style and explode for every place that a parameter can stand in", () => {
  const { all, said } = parameters("/{a}", [
    { in: "path", name: "a", required: true, schema: {} },
    { in: "query", name: "b", schema: {} },
    { in: "query", name: "c", style: "pipeDelimited", schema: {} },
    { in: "query", name: "d", style: "deepObject", explode: true, schema: {} },
    { in: "query", name: "e", explode: false, schema: {} },
    { in: "header", name: "X-F", schema: {} },
    { in: "cookie", name: "g", schema: {} },
    { in: "query", name: "h", content: { "application/json": { schema: {} } } },
  ]);
  expect(all).toEqual([
    "path a simple required",
    "query b form explode",
    "query c pipeDelimited",
    "query d deepObject explode",
    "query e form",
    "header X-F simple",
    "cookie g form explode",
    "query h form explode application/json",
  ]);
  expect(said).toEqual([]);
});

test("leaves out header parameters that other parts of the document speak of", () => {
  expect(
    parameters("/", [
      { in: "header", name: "Authorization", schema: {} },
      { in: "header", name: "accept", schema: {} },
    ]).all,
  ).toEqual([]);
});

test("fits path parameters to the template", () => {
  const { all, said } = parameters("/{a}/{b}", [
    { in: "path", name: "a", required: true, schema: {} },
    { in: "path", name: "c", required: true, schema: {} },
  ]);
  expect(all).toEqual(["path b simple required", "path a simple required"]);
  expect(said).toEqual(["parameter-not-in-path #/paths/~1{a}~1{b}/get/parameters/1", "undeclared-path-parameter #/paths/~1{a}~1{b}/get"]);
});

test("an operation's parameters replace the path item's of the same name and place", () => {
  const { model, said } = lowered(
    openapi("3.1.0", {
      paths: {
        "/": {
          parameters: [
            { in: "query", name: "a", schema: { type: "string" } },
            { in: "query", name: "b", schema: {} },
          ],
          get: { parameters: [{ in: "query", name: "a", schema: { type: "integer" } }], responses },
        },
      },
    }),
  );
  expect(model.operations[0]?.parameters.map(({ name, schema }) => `${name} ${schema?.type?.[0] ?? "any"}`)).toEqual(["a integer", "b any"]);
  expect(said).toEqual([]);
});

test("operations hold the same object as components", () => {
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

test("orders responses: codes, then ranges, then default", () => {
  const { model, said } = lowered(
    openapi("3.1.0", { paths: { "/": { get: { responses: { default: ok, "4xx": ok, "404": ok, "2XX": ok, "200": ok, "20": ok, "x-a": 1 } } } } }),
  );
  expect(model.operations[0]?.responses.map(({ status }) => status)).toEqual(["200", "404", "4XX", "2XX", "default"]);
  expect(said).toEqual(["not-a-status #/paths/~1/get/responses/20"]);
});

test("security: the operation's own, or the document's; an empty list takes it away", () => {
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

test("webhooks and callbacks are operations of their own kind", () => {
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

test("links lead to operations by id and by reference, or are reported", () => {
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

test("a path item may be a reference, with more beside it", () => {
  const { model, said } = lowered(
    openapi("3.1.0", {
      paths: { "/a": { $ref: "#/components/pathItems/A", put: { responses } } },
      components: { pathItems: { A: { get: { responses } } } },
    }),
  );
  expect(model.operations.map(({ key, place }) => `${key} ${place.pointer}`)).toEqual([
    "GET /a #/components/pathItems/A/get",
    "PUT /a #/paths/~1a/put",
  ]);
  expect(said).toEqual([]);
});

test("what contains itself comes to an end", () => {
  const callback = { "{$url}": { post: { callbacks: { again: { $ref: "#/components/callbacks/C" } }, responses } } };
  const header = { content: { "multipart/form-data": { schema: {}, encoding: { a: { headers: { H: { $ref: "#/components/headers/H" } } } } } } };
  const { model } = lowered(
    openapi("3.1.0", {
      paths: {
        "/": {
          post: {
            callbacks: { c: { $ref: "#/components/callbacks/C" } },
            responses: { "200": { ...ok, headers: { H: { $ref: "#/components/headers/H" } } } },
          },
        },
        "/loop": { $ref: "#/paths/~1loop2" },
        "/loop2": { $ref: "#/paths/~1loop" },
      },
      components: { callbacks: { C: callback }, headers: { H: header } },
    }),
  );
  expect(model.operations[0]?.callbacks).toHaveLength(1);
});

test("warns of a reference to nothing that nothing is made from, but not of one in an example", () => {
  const { said } = lowered(
    openapi("3.1.0", {
      "x-y": { $ref: "#/no" },
      components: { examples: { E: { value: { $ref: "#/no" } } }, links: { L: { $ref: "#/no" } } },
      paths: {},
    }),
  );
  expect(said).toEqual(["unused-unresolved-reference #/components/links/L/$ref"]);
});

test("3.2 is read as 3.1, and what is new is said", () => {
  const { model, said } = lowered(
    openapi("3.2.0", {
      paths: {
        "/": {
          query: { responses: { "200": { ...ok, content: { "text/event-stream": { itemSchema: { type: "object" } } } } } },
          additionalOperations: { COPY: { responses } },
        },
      },
    }),
  );
  expect(model.dialect).toBe("openapi-3.2");
  expect(model.operations.map(({ key }) => key)).toEqual(["QUERY /"]);
  expect(model.operations[0]?.responses[0]?.content[0]?.itemSchema?.type).toEqual(["object"]);
  expect(said).toEqual([
    "left-out #/paths/~1/additionalOperations/COPY",
    "newer-field #/paths/~1/query",
    "newer-field #/paths/~1/query/responses/200/content/text~1event-stream/itemSchema",
  ]);
});

test("2.0: collectionFormat is a style", () => {
  const array = (name: string, place: string, format?: string): object => ({
    in: place,
    name,
    type: "array",
    items: { type: "string" },
    ...(format && { collectionFormat: format }),
  });
  const { model, said } = lowered(
    swagger({
      paths: {
        "/": {
          get: {
            parameters: [
              array("a", "query"),
              array("b", "query", "multi"),
              array("c", "query", "ssv"),
              array("d", "query", "pipes"),
              array("e", "query", "tsv"),
              array("F", "header"),
              array("G", "header", "multi"),
            ],
            responses,
          },
        },
      },
    }),
  );
  expect(model.operations[0]?.parameters.map(({ name, style, explode }) => `${name} ${style} ${explode}`)).toEqual([
    "a form false",
    "b form true",
    "c spaceDelimited false",
    "d pipeDelimited false",
    "e tabDelimited false",
    "F simple false",
    "G simple false",
  ]);
  expect(said).toEqual(["unsupported-collection-format #/paths/~1/get/parameters/6/collectionFormat"]);
});

test("2.0: what consumes and produces say is no parameter; an Authorization header is one unless a security scheme is", () => {
  const header = (name: string): object => ({ name, in: "header", type: "string" });
  const given = [header("Content-type"), header("ACCEPT"), header("Authorization"), header("X-One")];
  const { model } = lowered(
    swagger({
      securityDefinitions: { key: { type: "apiKey", in: "header", name: "Authorization" } },
      paths: { "/": { get: { parameters: given, responses }, put: { parameters: given, responses, security: [{ key: [] }] } } },
    }),
  );
  expect(model.operations.map((operation) => operation.parameters.map(({ name }) => name))).toEqual([["Authorization", "X-One"], ["X-One"]]);
});

test("2.0: a body takes the media types that the operation consumes; a response those that it produces", () => {
  const { model } = lowered(
    swagger({
      consumes: ["application/xml"],
      produces: ["application/json", "text/csv"],
      paths: {
        "/": {
          put: {
            consumes: ["application/json"],
            parameters: [{ in: "body", name: "b", required: true, schema: { $ref: "#/definitions/S" } }],
            responses: {
              "200": { ...ok, schema: { $ref: "#/definitions/S" }, examples: { "text/csv": "a,b" }, headers: { "X-A": { type: "integer" } } },
              "204": ok,
            },
          },
        },
      },
      definitions: { S: { type: "object" } },
    }),
  );
  const [operation] = model.operations;
  expect(operation?.requestBody).toMatchObject({ required: true, content: [{ mediaType: "application/json", schema: { ref: "#/definitions/S" } }] });
  expect(operation?.responses).toMatchObject([
    {
      status: "200",
      content: [
        { mediaType: "application/json", examples: [] },
        { mediaType: "text/csv", examples: [{ value: "a,b" }] },
      ],
      headers: [{ name: "X-A", schema: { type: ["integer"] } }],
    },
    { status: "204", content: [] },
  ]);
});

test("2.0: formData becomes one object, and a file makes it multipart", () => {
  const { model } = lowered(
    swagger({
      paths: {
        "/": {
          post: {
            parameters: [
              { in: "query", name: "q", type: "string" },
              { in: "formData", name: "file", type: "file", required: true },
              { in: "formData", name: "tags", type: "array", items: { type: "string" }, collectionFormat: "multi" },
            ],
            responses,
          },
        },
      },
    }),
  );
  const media = model.operations[0]?.requestBody?.content[0];
  expect(media?.mediaType).toBe("multipart/form-data");
  expect(plain(media?.schema)).toEqual({
    type: ["object"],
    object: {
      properties: { file: { type: ["string"], format: "binary" }, tags: { type: ["array"], array: { items: { type: ["string"] } } } },
      required: ["file"],
    },
    spelled: { type: "1/in", required: "1/required" },
  });
  expect(plain(media?.encoding)).toEqual({ tags: { style: "form", explode: true, headers: [] } });
  expect(model.operations[0]?.parameters.map(({ name }) => name)).toEqual(["q"]);
});

test.each([
  [{ host: "api.example.com", basePath: "/v1/", schemes: ["https", "http"] }, ["https://api.example.com/v1", "http://api.example.com/v1"]],
  [{ host: "api.example.com" }, ["https://api.example.com"]],
  [{ basePath: "/v1" }, ["/v1"]],
  [{}, ["/"]],
])("2.0: %j are servers", (given, want) => {
  expect(lowered(swagger(given)).model.servers.map(({ url }) => url)).toEqual(want);
});

test("2.0: security definitions are security schemes", () => {
  const { model } = lowered(
    swagger({
      securityDefinitions: {
        basic: { type: "basic" },
        key: { type: "apiKey", in: "query", name: "k" },
        code: { type: "oauth2", flow: "accessCode", authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { read: "Reads" } },
      },
    }),
  );
  expect(plain(model.components.securitySchemes)).toEqual({
    basic: { name: "basic", type: "http", scheme: "basic", extensions: {} },
    key: { name: "key", type: "apiKey", in: "query", parameter: "k", extensions: {} },
    code: {
      name: "code",
      type: "oauth2",
      flows: [{ flow: "authorizationCode", authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { read: "Reads" } }],
      extensions: {},
    },
  });
});

test.each([
  [{ openapi: "4.0.0" }, "not-openapi-version #/openapi"],
  [{ swagger: "1.2" }, "not-openapi-version #/swagger"],
  [{ asyncapi: "2.0.0" }, "not-openapi #"],
  [{}, "not-openapi #"],
  [[], "not-openapi #"],
])("%j is no OpenAPI document", (given, want) => {
  expect(() => lowered(given)).toThrow(want);
});

test("an unquoted 2.0 is a version, and a later 3.x is read as 3.1", () => {
  expect(lowered({ swagger: 2, info: {}, paths: {} }).model.dialect).toBe("swagger-2.0");
  expect(lowered({ openapi: "3.9.0", info: {}, paths: {} }).said).toContain("unknown-version #/openapi");
});

test("a header whose name starts with x- is a header, and no extension", () => {
  const headers = { "x-rate-limit": { schema: { type: "integer" } } };
  const { model } = lowered(openapi("3.1.0", { paths: { "/a": { get: { responses: { "200": { ...ok, headers } } } } } }));
  expect(model.operations[0]?.responses[0]?.headers.map(({ name }) => name)).toEqual(["x-rate-limit"]);
});

test("a link that is only a reference to nothing stops nobody", () => {
  const links = { next: { $ref: "#/components/links/Next" } };
  const { model, said } = lowered(openapi("3.1.0", { paths: { "/a": { get: { responses: { "200": { ...ok, links } } } } } }));
  expect(model.operations[0]?.responses[0]?.links).toEqual([]);
  expect(said).toEqual(["unused-unresolved-reference #/paths/~1a/get/responses/200/links/next/$ref"]);
});
