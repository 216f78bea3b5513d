import { expect, test } from "vitest";
import { lowered, openapi, plain } from "./lowered.js";

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

test("sets default style and explode for each location", () => {
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

test("omits header parameters that other parts describe", () => {
  const given = ["Authorization", "accept", "Content-Type", "X-One"].map((name) => ({ in: "header", name, schema: {} }));
  const secured = { parameters: given, responses, security: [{ token: [] }] };
  const { model, said } = lowered(
    openapi("3.1.0", {
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      paths: { "/": { get: { parameters: given, responses }, put: secured, post: { ...secured, security: [{}] } } },
    }),
  );
  const names = model.operations.map((operation) => operation.parameters.map(({ name }) => name));
  expect(names).toEqual([["Authorization", "X-One"], ["X-One"], ["Authorization", "X-One"]]);
  expect(said).toEqual(["get", "post"].map((method) => `authorization-parameter #/paths/~1/${method}/parameters/0`));
});

test("fits path parameters to the template", () => {
  const { all, said } = parameters("/{a}/{b}", [
    { in: "path", name: "a", required: true, schema: {} },
    { in: "path", name: "c", required: true, schema: {} },
    { in: "path", name: "d", required: true, schema: {} },
  ]);
  expect(all).toEqual(["path b simple required", "path a simple required"]);
  expect(said).toEqual([
    "parameter-not-in-path #/paths/~1{a}~1{b}/get/parameters/1",
    "parameter-not-in-path #/paths/~1{a}~1{b}/get/parameters/2",
    "undeclared-path-parameter #/paths/~1{a}~1{b}/get",
  ]);
});

test("does not report an undeclared path parameter next to an unresolved reference", () => {
  const gone = { $ref: "#/components/parameters/gone" };
  const around = { $ref: "#/paths/~1{a}/get/parameters/0" };
  for (const list of [[gone], [around]]) {
    const { all, said } = parameters("/{a}", list);
    expect(all).toEqual(["path a simple required"]);
    expect(said).not.toContainEqual(expect.stringContaining("undeclared-path-parameter"));
    expect(said).toHaveLength(1);
  }
  const swagger = {
    swagger: "2.0",
    info: { title: "t", version: "1" },
    paths: { "/{a}": { get: { parameters: [{ $ref: "#/parameters/gone" }], responses } } },
  };
  expect(lowered(swagger).said).toEqual([expect.stringContaining("unresolved")]);
});

test("operation parameters override path item parameters", () => {
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

test("reads a header named x- as a header", () => {
  const headers = { "x-rate-limit": { schema: { type: "integer" } } };
  const { model } = lowered(openapi("3.1.0", { paths: { "/a": { get: { responses: { "200": { ...ok, headers } } } } } }));
  expect(model.operations[0]?.responses[0]?.headers.map(({ name }) => name)).toEqual(["x-rate-limit"]);
});

test.each([
  ["/a/{id:[0-9]+}", "id", "/a/{id}"],
  ["/a/{code:[a-z]{2}}/b", "code", "/a/{code}/b"],
  ["/v1/{book.name=shelves/*/books/*}:read", "book.name", "/v1/{book.name}:read"],
  ["/files/{path*}", "path", "/files/{path}"],
  ["/files/{+path}", "path", "/files/{path}"],
  ["/users/{id?}", "id", "/users/{id}"],
  ["/users/{id:int?}", "id", "/users/{id}"],
  ["/files/{**path}", "path", "/files/{path}"],
])("reads the pattern of %s apart from its name", (written, name, path) => {
  const { model, said } = lowered(
    openapi("3.1.0", {
      paths: { [written]: { get: { parameters: [{ name, in: "path", required: true, schema: { type: "integer" } }], responses } } },
    }),
  );
  expect(model.operations.map((each) => [each.path, each.parameters.map((one) => one.name)])).toEqual([[path, [name]]]);
  expect(said.map((each) => each.split(" ")[0])).toEqual(["pattern-in-path"]);
});

test.each([
  ["/files/{path+}", true],
  ["/files/{path*}", true],
  ["/files/{+path}", true],
  ["/files/{*path}", true],
  ["/files/{**path}", true],
  ["/files/{*path:nonfile}", true],
  ["/files/{path=**}", true],
  ["/files/{path=a/*/b/*}", true],
  ["/files/{path=*}", false],
  ["/files/{path=5}", false],
  ["/files/{path:path}", true],
  ["/files/{path:.*}", true],
  ["/files/{path: .+}", true],
  ["/files/{path:.+?\\.js}", true],
  ["/files/{path:[^?]+}", true],
  ["/files/{path:[\\s\\S]+}", true],
  ["/files/{path:[a-z/]+}", true],
  ["/files/{path:(?:\\w+/)*\\w+}", true],
  ["/files/{path:[^/]+}", false],
  ["/files/{path:[0-9]+}", false],
  ["/files/{path:[\\w.*]+}", false],
  ["/files/{path:\\d+\\.\\d*}", false],
  ["/files/{path:int}", false],
  ["/files/{path:regex(^[a-z]{{2}}$)}", false],
  ["/files/<path:path>", true],
  ["/files/<int:path>", false],
  ["/files/:path*", true],
  ["/files/:path", false],
  ["/files/{path}", false],
])("reads whether %s takes several segments: %s", (written, expected) => {
  const path = { name: "path", in: "path", required: true, schema: { type: "string" } };
  const { model } = lowered(openapi("3.1.0", { paths: { [written]: { get: { parameters: [path], responses } } } }));
  expect(model.operations.map((each) => [each.path, each.parameters.map((one) => one.spansSegments === true)])).toEqual([
    ["/files/{path}", [expected]],
  ]);
});

test("reads multi-segment parts without a matching parameter", () => {
  const { model } = lowered(openapi("3.1.0", { paths: { "/a/{proxy+}": { get: { responses } } } }));
  expect(model.operations[0]?.parameters).toMatchObject([{ name: "proxy", spansSegments: true }]);
  const called = { name: "proxy+", in: "path", required: true, schema: {} };
  const { model: signed, said } = lowered(openapi("3.1.0", { paths: { "/a/{proxy+}": { get: { parameters: [called], responses } } } }));
  expect(signed.operations[0]).toMatchObject({ path: "/a/{proxy+}", parameters: [{ name: "proxy+", spansSegments: true }] });
  expect(said).toEqual([]);
});

test("matches a part by its whole text", () => {
  expect(parameters("/a/{x:y}", [{ name: "x:y", in: "path", required: true, schema: {} }])).toEqual({ all: ["path x:y simple required"], said: [] });
});

test.each(["/a/{b", "/a/b}", "/a/{}", "/a/}{", "/a/{b{c}", "/a/{b/c}"])("omits the operations of %s only", (path) => {
  const other = { get: { operationId: "other", responses } };
  const linked = { ...ok, links: { next: { operationId: "lost" } } };
  const { model, said } = lowered(
    openapi("3.1.0", { paths: { [path]: { get: { operationId: "lost", responses } }, "/b": { ...other, post: { responses: { "200": linked } } } } }),
  );
  expect(model.operations.map((each) => each.key)).toEqual(["GET /b", "POST /b"]);
  expect(said[0]).toMatch(/^unbalanced-template /);
});

test("replaces an invalid parameter style by the default", () => {
  const { all } = parameters("/{d}", [
    { in: "query", name: "a", style: "matrix", schema: {} },
    { in: "query", name: "b", style: "simple", explode: true, schema: {} },
    { in: "header", name: "c", style: "form", schema: {} },
    { in: "path", name: "d", style: "deepObject", schema: {} },
  ]);
  expect(all).toEqual(["query a form", "query b form explode", "header c simple", "path d simple required"]);
});

test("ignores an invalid style of a form property", () => {
  const styled = (style: string): unknown => ({ style, explode: false });
  const body = {
    content: {
      "application/x-www-form-urlencoded": {
        schema: { type: "object" },
        encoding: { a: styled("simple"), b: styled("deepObject"), c: styled("cookie") },
      },
    },
  };
  const { model } = lowered(openapi("3.1.0", { paths: { "/a": { post: { requestBody: body, responses } } } }));
  expect(plain(model.operations[0]?.requestBody?.content[0]?.encoding)).toEqual({
    a: { explode: false, headers: [] },
    b: { style: "deepObject", explode: false, headers: [] },
    c: { explode: false, headers: [] },
  });
});

test("reads parameters and servers next to a path item reference", () => {
  const named = (name: string, more: object = {}): object => ({ in: "query", name, schema: {}, ...more });
  const document = openapi("3.1.0", {
    paths: {
      "/a": {
        $ref: "#/components/pathItems/A",
        parameters: [named("beside", { required: true }), named("both", { required: true })],
        servers: [{ url: "https://beside.example" }],
        post: { responses },
      },
    },
    components: {
      pathItems: { A: { parameters: [named("behind"), named("both")], servers: [{ url: "https://behind.example" }], get: { responses } } },
    },
  });
  const { model } = lowered(document);
  const reported = model.operations.map(
    ({ key, parameters: all, servers }) =>
      `${key}: ${all.map(({ name, required }) => name + (required ? "!" : "")).join(" ")} at ${servers?.[0]?.url}`,
  );
  expect(reported).toEqual(["GET /a: behind both! beside! at https://beside.example", "POST /a: behind both! beside! at https://beside.example"]);
});
