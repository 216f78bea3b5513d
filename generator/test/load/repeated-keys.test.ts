import { expect, test } from "vitest";
import { loaded } from "./scratch.js";

const head = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\n";
const joined = (first: string): string => `is already used in the same object, at ${first}. The members of both are merged.`;
const lost = (first: string): string => `is already used in the same object, at ${first}. One of the two values would be lost.`;

test("merges the operations of a repeated path with their locations", async () => {
  const { document, said } = await loaded({
    "a.yaml": `${head}paths:\n  /a:\n    get:\n      operationId: read\n  /b: {}\n  /a:\n    post:\n      operationId: add\n`,
  });
  expect(document?.root.value).toMatchObject({ paths: { "/a": { get: { operationId: "read" }, post: { operationId: "add" } }, "/b": {} } });
  expect(said).toEqual([`a.yaml:8:3 warning repeated-key: The key "/a" ${joined("4:3")}`]);
  expect(document?.root.locate("#/paths/~1a/get/operationId")).toEqual({ line: 6, column: 7 });
  expect(document?.root.locate("#/paths/~1a/post/operationId")).toEqual({ line: 10, column: 7 });
  expect(document?.root.locate("#/paths/~1a/put")).toEqual({ line: 8, column: 3 });
});

test("merges repeated paths in JSON", async () => {
  const text = `{ "openapi": "3.1.0", "info": { "title": "t\\u00e9", "version": "1" },
    "components": { "schemas": { "A": { "type": "string", "default": "<<" }, "N": { "maximum": 1e3 } } },
    "paths": {},
\t"components": { "schemas": { "B": { "type": "integer" } }, "responses": {} } }`;
  const { document, said } = await loaded({ "a.json": text });
  const schemas = { A: { type: "string", default: "<<" }, N: { maximum: 1000 }, B: { type: "integer" } };
  expect(document?.root.value).toEqual({
    openapi: "3.1.0",
    info: { title: "té", version: "1" },
    components: { schemas, responses: {} },
    paths: {},
  });
  expect(said).toEqual([
    `a.json:4:2 warning repeated-key: The key "components" ${joined("2:5")}`,
    `a.json:4:18 warning repeated-key: The key "schemas" ${joined("2:21")}`,
  ]);
  expect(document?.root.locate("#/components/schemas/A")).toEqual({ line: 2, column: 34 });
});

test("reports duplicate names inside merged objects", async () => {
  const { document, said } = await loaded({
    "a.yaml": `${head}paths:\n  /a:\n    get: { operationId: a, tags: [x] }\n  /a:\n    get: { operationId: b }\ncomponents:\n  schemas:\n    A: { type: string, maxLength: 3 }\n    A: { type: string }\n`,
  });
  expect(document?.root.value).toMatchObject({ paths: { "/a": { get: { operationId: "b" } } }, components: { schemas: { A: { type: "string" } } } });
  expect(document?.root.value).not.toHaveProperty(["paths", "/a", "get", "tags"]);
  expect(said).toEqual([
    `a.yaml:6:3 warning repeated-key: The key "/a" ${joined("4:3")}`,
    `a.yaml:7:5 error duplicate-key: The key "get" ${lost("5:5")}`,
    `a.yaml:11:5 error duplicate-key: The key "A" ${lost("10:5")}`,
  ]);
});

test("does not merge data and custom names", async () => {
  const schema = `{ type: object, properties: { responses: { type: string }, responses: { maxLength: 2 } }, example: { paths: { a: 1 }, paths: { b: 2 } } }`;
  const { document, said } = await loaded({ "a.yaml": `${head}paths: {}\ncomponents: { schemas: { A: ${schema} } }\n` });
  expect(document?.root.value).toMatchObject({
    components: { schemas: { A: { properties: { responses: { maxLength: 2 } }, example: { paths: { b: 2 } } } } },
  });
  expect(said.map((line) => line.split(": ").at(-1))).toEqual([`The key "responses" ${lost("4:59")}`, `The key "paths" ${lost("4:130")}`]);
});

test("keeps aliases, merge keys and keys of any name", async () => {
  const { document } = await loaded({
    "a.yaml": `${head}x-a: &a { summary: s }\npaths:\n  /a: { <<: *a, get: { operationId: b } }\n  /b: *a\n  /a: { post: { operationId: c }, __proto__: { d: 1 } }\n`,
  });
  const read = document?.root.value as { readonly paths: Readonly<Record<string, object>> } | undefined;
  const paths = read?.paths ?? {};
  expect(paths["/b"]).toEqual({ summary: "s" });
  expect(Object.entries(paths["/a"] ?? {})).toEqual([
    ["get", { operationId: "b" }],
    ["post", { operationId: "c" }],
    ["__proto__", { d: 1 }],
    ["summary", "s"],
  ]);
});

test("merges repeated keys in lenient YAML", async () => {
  const yaml = await loaded({ "a.yaml": `${head}paths:\n  /a: { get: {} }\n  /a: { put: {} }\nx-a:\n  description: Note: one\n` });
  expect(yaml.document?.root.value).toMatchObject({ paths: { "/a": { get: {}, put: {} } }, "x-a": { description: "Note: one" } });
  const json = await loaded({ "a.json": `{ "openapi": "3.1.0", // three\n"paths": { "/a": { "get": {} }, "/a": { "put": {} } }, }` });
  expect(json.document?.root.value).toMatchObject({ paths: { "/a": { get: {}, put: {} } } });
});

test("merges repeated paths at the root of a file", async () => {
  const { said } = await loaded({ "a.yaml": `${head}paths: { $ref: p.yaml }\n`, "p.yaml": "/a: { get: {} }\n/a: { put: {} }\n" });
  expect(said.filter((line) => line.startsWith("p.yaml"))).toEqual([`p.yaml:2:1 warning repeated-key: The key "/a" ${joined("1:1")}`]);
});

test("locates values among many equal keys quickly", async () => {
  const { document } = await loaded({ "a.yaml": `${head}paths:\n  /x: {}\n${"  /a: { get: {} }\n".repeat(20_000)}` });
  expect(document?.root.locate("#/paths/~1a/post")).toEqual({ line: 20_004, column: 3 });
});
