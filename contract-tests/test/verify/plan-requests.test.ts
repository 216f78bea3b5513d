import { expect, test } from "vitest";
import { Pool } from "../../src/explore/pool.js";
import { parseParams } from "../../src/verify/requests/params.js";
import { planRequest, successTypes } from "../../src/verify/requests/plan-requests.js";
import { open } from "../observe/open.js";

const as = (...types: readonly string[]): object => ({ description: "d", content: Object.fromEntries(types.map((type) => [type, {}])) });

test.each([
  ["default is an error where a success is described", { "200": as("application/json"), default: as("text/plain") }, ["application/json"]],
  ["default is all that there is", { default: as("text/plain", "application/json") }, ["application/json", "text/plain"]],
  ["errors alone are described besides", { "404": as("text/html"), default: as("text/plain") }, ["text/plain"]],
  ["a range is described", { "2XX": as("text/csv"), "404": as("text/html") }, ["text/csv"]],
])("requests the media types of successful responses: %s", async (_, responses, expected) => {
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths: { "/a": { get: { responses } } } });
  expect(model.operations.map(successTypes)).toEqual([expected]);
});

/** The request for the only operation of a document. */
async function planned(path: string, method: string, operation: object, params = ""): ReturnType<typeof planRequest> {
  const paths = { [path]: { [method]: { ...operation, responses: { "204": { description: "d" } } } } };
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths });
  const [only] = model.operations;
  if (only === undefined) throw new Error("no operation");
  return planRequest({ model, params: parseParams(params, "params.yaml", model), pool: new Pool(model) }, only);
}

test("sends a required list with an item", async () => {
  const schema = { type: "array", items: { type: "string", enum: ["a", "b"] } };
  const parameters = [
    { name: "kinds", in: "query", required: true, schema },
    { name: "others", in: "query", schema },
  ];
  expect(await planned("/a", "get", { parameters })).toMatchObject({ path: "/a?kinds=a" });
});

test.each([
  ["the first example that follows the schema", { examples: { a: { value: "many" }, b: { value: 7 } } }, "/things/7"],
  ["the default instead of an example that breaks the schema", { example: "many", schema: { type: "integer", default: 3 } }, "/things/3"],
  ["an example that breaks the schema if nothing else is documented", { example: "many" }, "/things/many"],
])("sends %s", async (_, described, path) => {
  const parameters = [{ name: "id", in: "path", required: true, schema: { type: "integer" }, ...described }];
  expect(await planned("/things/{id}", "get", { parameters })).toMatchObject({ path });
});

test("does not send a placeholder of Postman", async () => {
  const of = (schema: object): object[] => [{ name: "id", in: "path", required: true, example: "{{thingId}}", schema }];
  expect(await planned("/things/{id}", "get", { parameters: of({ type: "string" }) })).toMatchObject({ missing: ["id"] });
  expect(await planned("/things/{id}", "get", { parameters: of({ type: "string", enum: ["a"] }) })).toMatchObject({ path: "/things/a" });
});

test("sends multi-segment values with their slashes", async () => {
  const parameters = [{ name: "path", in: "path", required: true, schema: { type: "string" } }];
  const given = (value: string): string => `defaults: { path: ${JSON.stringify(value)} }`;
  expect(await planned("/files/{path+}", "get", { parameters }, given("a/b c"))).toMatchObject({ path: "/files/a/b%20c" });
  expect(await planned("/files/{path}", "get", { parameters }, given("a/b c"))).toMatchObject({ path: "/files/a%2Fb%20c" });
  expect(await planned("/files/{path+}", "get", { parameters }, given("../b"))).toMatchObject({ missing: ["path"] });
});

test.each([
  ["*/*", "text/plain;charset=UTF-8", "text"],
  ["text/*", "text/plain;charset=UTF-8", "text"],
  ["text/plain", "text/plain", "text"],
  ["application/json", "application/json", '"text"'],
])("sends a string body of %s as %s: %s", async (written, mediaType, body) => {
  const requestBody = { required: true, content: { [written]: { schema: { type: "string" } } } };
  expect(await planned("/a", "post", { requestBody })).toMatchObject({
    body: { kind: "text", text: body },
    headers: expect.arrayContaining([["Content-Type", mediaType]]) as unknown,
  });
});

test("sends forms with files as the client does", async () => {
  const properties = {
    title: { type: "string", const: "a" },
    tags: { type: "array", minItems: 2, items: { type: "string", enum: ["x", "y"] }, uniqueItems: true },
    meta: { type: "object", required: ["n"], properties: { n: { const: 1 } } },
    file: { type: "string", format: "binary", example: "bytes" },
  };
  const schema = { type: "object", required: Object.keys(properties), properties };
  const requestBody = { required: true, content: { "multipart/form-data": { schema, encoding: { file: { contentType: "image/png" } } } } };
  const request = await planned("/a", "post", { requestBody });
  if ("missing" in request || request.body?.kind !== "text") throw new Error("no body");
  const contentType = request.headers.find(([name]) => name === "Content-Type")?.[1] ?? "";
  const form = await new Response(request.body.text, { headers: { "content-type": contentType } }).formData();
  expect([form.get("title"), form.getAll("tags"), form.get("meta")]).toEqual(["a", ["x", "y"], '{"n":1}']);
  const file = form.get("file");
  expect(file).toBeInstanceOf(File);
  expect(file).toMatchObject({ type: "image/png" });
  await expect((file as File).text()).resolves.toBe("bytes");
});

test.each([
  ["application/x-ndjson", [{ n: 1 }, { n: 2 }], '{"n":1}\n{"n":2}\n'],
  ["application/x-ndjson", { n: 1 }, '{"n":1}\n'],
  ["application/json-seq", [{ n: 1 }], '\u001e{"n":1}\n'],
  ["application/yaml", { n: 1 }, '{"n":1}'],
  ["application/x-www-form-urlencoded", { n: 1, list: ["a", "b"], deep: { a: 1 } }, "n=1&list=a&list=b&deep=%7B%22a%22%3A1%7D"],
])("writes a body of %s from params.yaml: %j", async (mediaType, body, text) => {
  const requestBody = { content: { [mediaType]: { schema: {} } } };
  const params = `operations: { "POST /a": { body: ${JSON.stringify(body)} } }`;
  expect(await planned("/a", "post", { requestBody }, params)).toMatchObject({ body: { kind: "text", text } });
});

test("needs a body from params.yaml for files in JSON", async () => {
  const requestBody = { required: true, content: { "application/json": { schema: {} } } };
  const params = `operations: { "POST /a": { body: { photo: !file package.json } } }`;
  expect(await planned("/a", "post", { requestBody }, params)).toMatchObject({ missing: ["body"] });
});

test("sends objects as XML if XML can express them", async () => {
  const body = (name: string): object => ({
    requestBody: {
      required: true,
      content: { "application/xml": { schema: { type: "object", required: [name], properties: { [name]: { const: 5 } } } } },
    },
  });
  expect(await planned("/a", "post", body("n"))).toMatchObject({
    body: { kind: "text", text: '<?xml version="1.0" encoding="UTF-8"?>\n<root><n>5</n></root>' },
  });
  expect(await planned("/a", "post", body("n m"))).toMatchObject({ missing: ["body"] });
});

test.each([
  [{ style: "label", explode: true }, ".a=1.b=2"],
  [{ style: "label" }, ".a,1,b,2"],
  [{ style: "matrix", explode: true }, ";a=1;b=2"],
  [{ style: "matrix" }, ";o=a,1,b,2"],
  [{ explode: true }, "a=1,b=2"],
])("sends an object in a path with %j as %s", async (style, written) => {
  const parameters = [{ name: "o", in: "path", required: true, schema: { type: "object" }, example: { a: 1, b: 2 }, ...style }];
  expect(await planned("/a/{o}", "get", { parameters })).toMatchObject({ path: `/a/${written}` });
});

test("needs params.yaml for values that headers do not allow", async () => {
  const parameters = [{ name: "X-Price", in: "header", required: true, schema: { type: "string" }, example: "5 €" }];
  expect(await planned("/a", "get", { parameters })).toMatchObject({ missing: ["X-Price"] });
});

test("needs params.yaml for empty headers and changed paths", async () => {
  const parameters = [{ name: "X-List", in: "header", schema: { type: "array" } }];
  const params = `defaults: { X-List: [], p: ".." }`;
  const request = await planned("/a", "get", { parameters }, params);
  expect("headers" in request && request.headers.map(([name]) => name)).toEqual(["Accept"]);
  const path = [{ name: "p", in: "path", required: true, schema: { type: "string" } }];
  expect(await planned("/a/{p}", "get", { parameters: path }, params)).toMatchObject({ missing: ["p"] });
});

test.each([
  ["/login#apiKey", "/login"],
  ["/#Action=ListUsers", "/?Action=ListUsers"],
  ["/images?recursion=1", "/images?recursion=1"],
  ["/images?size={size}", "/images?size=a%20b"],
])("requests the path %s as %s", async (path, expected) => {
  const parameters = path.includes("{size}") ? [{ name: "size", in: "path", required: true, schema: { type: "string" }, example: "a b" }] : [];
  expect(await planned(path, "get", { parameters })).toMatchObject({ path: expected });
});

test("sends a parameter of path and query once", async () => {
  const one = (name: string, place: string, value: string, required: boolean): object => ({
    name,
    in: place,
    required,
    schema: { type: "string", enum: [value] },
  });
  const action = { parameters: [one("Action", "query", "ListUsers", true), one("Version", "query", "1", true)] };
  expect(await planned("/#Action=ListUsers", "get", action)).toMatchObject({ path: "/?Action=ListUsers&Version=1" });
  expect(await planned("/?Action=ListUsers", "get", { parameters: [one("Action", "query", "ListUsers", false)] })).toMatchObject({
    path: "/?Action=ListUsers",
  });
  const target = await planned("/#X-Amz-Target=A.List", "post", { parameters: [one("X-Amz-Target", "header", "A.List", true)] });
  expect(target).toMatchObject({ path: "/", headers: expect.arrayContaining([["X-Amz-Target", "A.List"]]) as unknown });
});

test.each([
  [{ type: "string", format: "uuid" }, "t-1", "missing"],
  [{ type: "string", format: "uuid" }, "8e0b6c8f-6b0f-4e6e-9d7a-0d0c1b7c1c11", "/things/8e0b6c8f-6b0f-4e6e-9d7a-0d0c1b7c1c11"],
  [{ type: "integer" }, "text", "missing"],
  [{ type: "integer" }, "7", "/things/7"],
  [{ type: "string" }, 7, "/things/7"],
])("takes the id %j from the first item %j", async (schema, id, want) => {
  const list = { "200": { description: "d", content: { "application/json": { schema: { type: "array" } } } } };
  const parameters = [{ name: "id", in: "path", required: true, schema: { $ref: "#/components/schemas/Id" } }];
  const paths = { "/things": { get: { responses: list } }, "/things/{id}": { get: { parameters, responses: list } } };
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths, components: { schemas: { Id: schema } } });
  const [things, one] = model.operations;
  if (things === undefined || one === undefined) throw new Error("no operations");
  const pool = new Pool(model);
  const headers = [["Content-Type", "application/json"]] as const;
  const response = { status: 200, headers, body: { kind: "text", text: JSON.stringify([{ id }]) } } as const;
  pool.add(things, { request: { method: "GET", url: "http://x/things", headers: [] }, response, origin: "http://x" });
  const request = await planRequest({ model, params: parseParams("", "params.yaml", model), pool }, one);
  const { type, format } = schema as { readonly type: string; readonly format?: string };
  if (want !== "missing") return expect(request).toMatchObject({ path: want });
  // And what is to be written is told by what the parameter's schema leads to.
  return expect(request).toMatchObject({
    missing: ["id"],
    add: expect.stringContaining(`id: # ${type}${format === undefined ? "" : ` (${format})`}, or`) as unknown,
  });
});
