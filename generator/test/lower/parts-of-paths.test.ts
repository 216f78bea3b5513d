import { expect, test } from "vitest";
import { lowered, openapi } from "./lowered.js";

const ok = { responses: { "200": { description: "ok" } } };

test.each([
  ["/users/:id/posts/:post", ["id", "post"], "/users/{id}/posts/{post}"],
  ["/users/<int:id>/<post>", ["id", "post"], "/users/{id}/{post}"],
  ["/users/:id?", ["id"], "/users/{id}"],
  ["/users/[id]/$post/FILE_ID", ["id", "post", "FILE_ID"], "/users/{id}/{post}/{FILE_ID}"],
  ["/files/[...path]", ["path"], "/files/{path}"],
  // Google's methods of its own, and what no parameter is called.
  ["/users/{id}:undelete", ["id"], "/users/{id}:undelete"],
  ["/{id}/:id", ["id"], "/{id}/:id"],
  ["/{id}/id", ["id"], "/{id}/id"],
])("reads the framework path %s with %j as %s", (path, names, want) => {
  const parameters = names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  const { model, said } = lowered(openapi("3.0.3", { paths: { [path]: { get: { ...ok, parameters } } } }));
  expect(model.operations.map((each) => each.path)).toEqual([want]);
  expect(model.operations[0]?.parameters.map(({ name }) => name)).toEqual(names);
  expect(said.map((each) => each.split(" ")[0])).toEqual(path === want ? [] : names.map(() => "part-without-braces"));
});

test("matches a path parameter that differs in case", () => {
  const schema = { type: "integer" };
  const read = (path: string, ...names: readonly string[]): unknown => {
    const parameters = names.map((name) => ({ name, in: "path", required: true, schema }));
    const { model, said } = lowered(openapi("3.0.3", { paths: { [path]: { get: { parameters, responses: { "204": { description: "d" } } } } } }));
    return [model.operations[0]?.parameters.map((each) => `${each.name}: ${each.schema?.type?.join()}`), said.map((each) => each.split(" ")[0])];
  };
  expect(read("/revenue/{userid}", "userId")).toEqual([["userid: integer"], ["parameter-in-other-case"]]);
  expect(read("/revenue/{userid}/{userId}", "userId")).toEqual([["userid: string", "userId: integer"], ["undeclared-path-parameter"]]);
  expect(read("/revenue/{userid}", "userid", "userId")).toEqual([["userid: integer"], ["parameter-not-in-path"]]);
});

test("matches the only unmatched part and parameter", () => {
  const read = (path: string, ...names: readonly string[]): unknown => {
    const parameters = names.map((name) => ({ name, in: "path", required: true, schema: { type: "integer" } }));
    const { model, said } = lowered(openapi("3.0.3", { paths: { [path]: { get: { ...ok, parameters } } } }));
    return [model.operations[0]?.parameters.map((each) => `${each.name}: ${each.schema?.type?.join()}`), said.map((each) => each.split(" ")[0])];
  };
  expect(read("/parties/{id}/{year}", "partyId", "year")).toEqual([["id: integer", "year: integer"], ["parameter-by-other-name"]]);
  expect(read("/parties/{id}", "partyId", "pageId")).toEqual([
    ["id: string"],
    ["parameter-not-in-path", "parameter-not-in-path", "undeclared-path-parameter"],
  ]);
  expect(read("/parties/{id}/{year}", "partyId")).toEqual([
    ["id: string", "year: string"],
    ["parameter-not-in-path", "undeclared-path-parameter", "undeclared-path-parameter"],
  ]);
  expect(read("/parties/{ID}/{year}", "id", "jahr")).toEqual([
    ["ID: integer", "year: integer"],
    ["parameter-in-other-case", "parameter-by-other-name"],
  ]);
});

test("keeps a shared parameter separate under another name", () => {
  const components = { parameters: { Key: { name: "key_id", in: "path", required: true, schema: { type: "integer" } } } };
  const parameters = [{ $ref: "#/components/parameters/Key" }];
  const { model } = lowered(
    openapi("3.0.3", { components, paths: { "/jobs/{job_id}": { get: { ...ok, parameters } }, "/keys/{key_id}": { get: { ...ok, parameters } } } }),
  );
  expect(model.operations.map((each) => each.parameters.map(({ name, component }) => [name, component]))).toEqual([
    [["job_id", undefined]],
    [["key_id", "Key"]],
  ]);
});

test("removes a trailing space of a path", () => {
  const { model, said } = lowered(openapi("3.1.0", { paths: { "/a ": { get: ok }, "/b ": { get: ok }, "/b": { get: ok } } }));
  expect(model.operations.map(({ path, key }) => [path, key])).toEqual([
    ["/a", "GET /a"],
    ["/b ", "GET /b "],
    ["/b", "GET /b"],
  ]);
  expect(said).toEqual(["blank-in-path #/paths/~1a "]);
});
