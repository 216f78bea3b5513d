import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emitTypes } from "../../src/emit/types/emit-types.js";
import { generate } from "../../src/generate.js";
import { openapi, planned, temporaryFolder } from "../documents.js";
import { typeErrors } from "./compiler.js";
import { errors, types, type Parts } from "./written.js";

test("resolves references below a component's own level", async () => {
  const document = openapi({
    paths: {
      "/pets": {
        get: {
          operationId: "pets",
          responses: {
            "200": { description: "ok", content: { "application/json": { schema: { type: "object", properties: { name: { type: "string" } } } } } },
          },
        },
      },
      "/cats": {
        get: {
          operationId: "cats",
          responses: {
            "200": {
              description: "ok",
              content: { "application/json": { schema: { $ref: "#/paths/~1pets/get/responses/200/content/application~1json/schema" } } },
            },
          },
        },
      },
    },
    components: {
      parameters: { limit: { name: "limit", in: "query", schema: { type: "integer" } } },
      schemas: {
        Choice: { oneOf: [{ type: "object", properties: { a: { type: "string" } } }, { type: "number" }] },
        First: { $ref: "#/components/schemas/Choice/oneOf/0" },
        Limit: { $ref: "#/components/parameters/limit/schema" },
      },
    },
  });
  const text = await types(document);
  expect(
    await typeErrors({
      "types.ts": text,
      "use.ts": `import type { components, operations } from "./types.js";
        export const first: components["schemas"]["First"] = { a: "x" };
        export const limit: components["schemas"]["Limit"] = 1;
        export const cat: operations["cats"]["responses"]["200"]["content"]["application/json"] = { name: "x" };`,
    }),
  ).toEqual([]);
});

test("applies required to properties of another allOf branch", async () => {
  const parts = {
    Base: { type: "object", properties: { id: { type: "string" }, name: { type: "string" } } },
    Strict: {
      allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", properties: { extra: { type: "number" } } }],
      required: ["id", "extra"],
    },
  };
  expect(await errors(parts, "export const ok: S['Strict'] = { id: 'a', extra: 1 };")).toEqual([]);
  expect(await errors(parts, "export const bad: S['Strict'] = { extra: 1 };")).toHaveLength(1);
  expect(await errors(parts, "declare const strict: S['Strict'];\nexport const id: string = strict.id;")).toEqual([]);
});

test("a required property may refer to its own schema", async () => {
  const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const parts = {
    Node: { type: "object", properties: { id: { type: "string" }, parent: { allOf: [to("Node"), { required: ["parent"] }] } } },
    Left: { type: "object", properties: { right: { allOf: [to("Right"), { required: ["left"] }] } } },
    Right: { type: "object", properties: { left: { allOf: [to("Left"), { required: ["right"] }] } } },
    Loose: { properties: { any: { anyOf: [{ allOf: [to("Loose"), { required: ["any"] }] }, { title: "Whatever else." }] } } },
  };
  expect(await errors(parts, "declare const node: S['Node'];\nexport const id: string | undefined = node.parent?.parent.id;")).toEqual([]);
  expect(await errors(parts, "declare const left: S['Left'];\nexport const right: S['Right'] = left.right!.left.right!;")).toEqual([]);
  expect(await errors(parts, "export const loose: S['Loose'] = { any: 1 };")).toEqual([]);
});

test("prints null next to a recursive oneOf as a readable union", async () => {
  const parts = {
    Value: {
      type: ["null", "string", "number", "array", "object"],
      oneOf: [
        { type: "string" },
        { type: "null" },
        { type: "number" },
        { type: "array", items: { $ref: "#/components/schemas/Value" } },
        { type: "object", additionalProperties: { $ref: "#/components/schemas/Value" } },
      ],
    },
  };
  expect(await errors(parts, "export const value: S['Value'] = { a: [1, null, { b: 'c' }] };")).toEqual([]);
});

test.each<{ sentence: string; schema: unknown; type: string }>([
  { sentence: "an enum beside a type keeps the values of that type", schema: { type: "string", enum: ["a", "b", null] }, type: '"a" | "b"' },
  { sentence: "null among the values is a value", schema: { enum: ["a", null] }, type: '"a" | null' },
  { sentence: "const null is null", schema: { const: null }, type: "null" },
  { sentence: "an enum of objects is a union of literal types", schema: { type: "object", enum: [{ a: 1 }] }, type: "{ a: 1 }" },
  {
    sentence: "anyOf stands beside properties, not instead of them",
    schema: { type: "string", anyOf: [{ enum: ["a"] }, { enum: ["b"] }] },
    type: '"a" | "b"',
  },
  {
    sentence: "an array of an allOf with one branch is still an array of it",
    schema: { type: "array", items: { allOf: [{ type: "array", items: { type: "string" } }] } },
    type: "string[][]",
  },
  { sentence: "an object with nothing said is open", schema: { type: "object" }, type: "{ [key: string]: unknown }" },
  {
    sentence: "an object closed and empty has no property",
    schema: { type: "object", additionalProperties: false },
    type: "{ [key: string]: never }",
  },
  {
    sentence: "prefixItems are optional until minItems says otherwise",
    schema: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], minItems: 1 },
    type: "[string, number?, ...unknown[]]",
  },
  {
    sentence: "items: false closes a tuple",
    schema: { type: "array", prefixItems: [{ type: "string" }], minItems: 1, items: false },
    type: "[string]",
  },
  {
    sentence: "as many items at most as are described one by one close it, too",
    schema: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], minItems: 2, maxItems: 2 },
    type: "[string, number]",
  },
  {
    sentence: "a default does not make a property present",
    schema: { type: "object", properties: { a: { type: "string", default: "x" } } },
    type: "{ a?: string }",
  },
  { sentence: "a name required and not listed is there, of any type", schema: { type: "object", required: ["a"] }, type: "{ a: unknown }" },
  {
    sentence: "a property of which only the direction is said is of any type, whatever further properties are",
    schema: { type: "object", required: ["id"], properties: { id: { writeOnly: false, readOnly: true } }, additionalProperties: { type: "string" } },
    type: "{ id: unknown } & { [key: string]: unknown }",
  },
  { sentence: "true accepts everything", schema: true, type: "unknown" },
  { sentence: "false accepts nothing", schema: { not: {} }, type: "never" },
])("$sentence", async ({ schema, type }) => {
  expect(await errors({ Given: schema }, `same<S["Given"], ${type}>(true);`)).toEqual([]);
});

test("additional properties may have another type than listed ones", async () => {
  const parts = { Mixed: { type: "object", properties: { count: { type: "number" } }, additionalProperties: { type: "string" } } };
  expect(await errors(parts, "export const mixed: S['Mixed'] = { count: 1, other: 'x' };")).toEqual([]);
});

test("request and response variants differ by readOnly and writeOnly", async () => {
  const parts = {
    Account: {
      type: "object",
      required: ["id", "name", "password"],
      properties: { id: { type: "string", readOnly: true }, name: { type: "string" }, password: { type: "string", writeOnly: true } },
    },
  };
  expect(
    await errors(
      parts,
      "same<S['Account'], { id: string; name: string }>(true);",
      "same<S['AccountWritable'], { name: string; password: string }>(true);",
    ),
  ).toEqual([]);
});

test("readOnly in one allOf part keeps the type in responses", async () => {
  const parts = {
    Stored: { type: "object", properties: { id: { type: "string", readOnly: true }, name: { type: "string" } } },
    Account: { allOf: [{ $ref: "#/components/schemas/Stored" }], required: ["id", "name"] },
  };
  expect(
    await errors(
      parts,
      "export const account: S['Account'] = { id: 'a', name: 'b' };",
      "export const id: string = account.id;",
      "export const sent: S['AccountWritable'] = { name: 'b' };",
      "// @ts-expect-error It is required.\nexport const none: S['Account'] = { name: 'b' };",
    ),
  ).toEqual([]);
});

test("keeps properties called __proto__ and constructor", async () => {
  const parts = {
    Odd: JSON.parse(
      '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"type":"number"},"constructor":{"type":"string"}}}',
    ) as unknown,
  };
  expect(
    await errors(
      parts,
      "declare const odd: S['Odd'];",
      "export const a: number = odd['__proto__'];",
      "export const b: string | undefined = odd.constructor;",
    ),
  ).toEqual([]);
});

test("prints a list of constant lists", async () => {
  const parts = { Empty: { type: "array", items: { const: [] } }, Pairs: { type: "array", items: { enum: [[1, "a"]] } } };
  expect(await errors(parts, "same<S['Empty'], never[][]>(true);", "same<S['Pairs'], [1, 'a'][]>(true);")).toEqual([]);
});

test("types bound templates; unbound ones accept nothing", async () => {
  const parts = {
    User: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
    Page: { type: "array", items: { $dynamicRef: "#T" }, $defs: { T: { $dynamicAnchor: "T", not: {} } } },
    Users: { $ref: "#/components/schemas/Page", $defs: { T: { $dynamicAnchor: "T", $ref: "#/components/schemas/User" } } },
    Texts: { $ref: "#/components/schemas/Page", $defs: { T: { $dynamicAnchor: "T", type: "string" } } },
  };
  const uses = ["same<S['Users'], S['User'][]>(true);", "same<S['Texts'], string[]>(true);", "same<S['Page'], never[]>(true);"];
  expect(await errors(parts, ...uses)).toEqual([]);
});

test("finds every path, webhook and callback operation by its key", async () => {
  const document = openapi({
    paths: {
      "/hooks": {
        post: {
          operationId: "subscribe",
          responses: { "204": { description: "done" } },
          callbacks: {
            ping: {
              "{$request.body#/url}": {
                post: {
                  requestBody: { content: { "application/json": { schema: { type: "string" } } } },
                  responses: { "200": { description: "ok" } },
                },
              },
            },
          },
        },
      },
    },
    webhooks: {
      arrived: {
        post: { requestBody: { content: { "application/json": { schema: { type: "number" } } } }, responses: { "200": { description: "ok" } } },
      },
    },
  });
  const { model, plan } = await planned(document);
  const keys = plan.operations.map((operation) => operation.key);
  const text = await emitTypes(model, plan);
  expect(keys).toEqual(["subscribe", "webhookArrived", "subscribePing"]);
  expect(
    await typeErrors({
      "types.ts": text,
      "use.ts": `import type { operations, paths, webhooks } from "./types.js";
        export type Used = [${keys.map((key) => `operations["${key}"]`).join(", ")}, paths["/hooks"]["post"], webhooks["arrived"]["post"]];
        export const body: NonNullable<operations["webhookArrived"]["requestBody"]>["content"]["application/json"] = 1;`,
    }),
  ).toEqual([]);
});

test("types a whole query string by its schema", async () => {
  const schema = {
    type: "object",
    required: ["term"],
    properties: { term: { type: "string" }, tags: { type: "array", items: { type: "integer" } } },
  };
  const responses = { "204": { description: "done" } };
  const whole = (mediaType: string): object => ({ name: "q", in: "querystring", required: true, content: { [mediaType]: { schema } } });
  const document = openapi({
    openapi: "3.2.0",
    paths: {
      "/form": { get: { operationId: "form", parameters: [whole("application/x-www-form-urlencoded")], responses } },
      "/json": {
        get: { operationId: "json", parameters: [whole("application/json"), { name: "h", in: "header", schema: { type: "string" } }], responses },
      },
    },
  });
  const { model, plan } = await planned(document);
  const used = ["form", "json"].map(
    (key) => `{ const q: operations["${key}"]["parameters"]["querystring"]["q"] = { term: "a", tags: [1] }; void q; }`,
  );
  const header = `const header: NonNullable<operations["json"]["parameters"]["header"]>["h"] = "a"; void header;`;
  const wrong = `const wrong: operations["form"]["parameters"]["querystring"] = { q: { tags: [1] } }; void wrong;`;
  const text = await emitTypes(model, plan);
  const failures = typeErrors({
    "types.ts": text,
    "use.ts": `import type { operations } from "./types.js";\n${[...used, header, wrong].join("\n")}`,
  });
  expect(failures.map((failure) => failure.replace(/ .*/s, ""))).toEqual(["use.ts:5"]);
});

test("types a shared Swagger 2.0 body by each operation's media types", async () => {
  const operation = (consumes: readonly string[]): Parts => ({
    consumes,
    produces: consumes,
    parameters: [{ $ref: "#/parameters/Input" }],
    responses: { "200": { $ref: "#/responses/Output" } },
  });
  const text = await types({
    swagger: "2.0",
    info: { title: "Shared", version: "1" },
    consumes: ["application/json"],
    produces: ["application/json"],
    paths: {
      "/same": { post: { operationId: "same", ...operation(["application/json"]) } },
      "/other": { post: { operationId: "other", ...operation(["application/json", "application/pdf"]) } },
    },
    parameters: { Input: { in: "body", name: "input", schema: { type: "object" } } },
    responses: { Output: { description: "The same.", schema: { type: "object" } } },
  });
  expect(text).toContain('components["requestBodies"]["Input"]');
  expect(
    await typeErrors({
      "types.ts": text,
      "use.ts": `import type { operations } from "./types.js";
        export type Sent = NonNullable<operations["other"]["requestBody"]>["content"]["application/pdf"];
        export type Received = operations["other"]["responses"]["200"]["content"]["application/pdf"];`,
    }),
  ).toEqual([]);
});

test("prints a number too large for JavaScript as number", async () => {
  const response = (operationId: string, value: string): string =>
    `{ "get": { "operationId": "${operationId}", "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "enum": [${value}] } } } } } } }`;
  const path = join(temporaryFolder(), "openapi.json");
  const paths = `{ "/a": ${response("a", "1, 1e400")}, "/b": ${response("b", "1, null")}, "/c": ${response("c", "-1e400")} }`;
  writeFileSync(path, `{ "openapi": "3.1.0", "info": { "title": "Large", "version": "1" }, "paths": ${paths} }`);
  const { files } = await generate(path, { only: ["types"] });
  const use = `
    import type { operations } from "./types.js";
    type Response<K extends "a" | "b" | "c"> = operations[K]["responses"][200]["content"]["application/json"];
    const values: [Response<"a">, Response<"b">, Response<"c">] = [Infinity, null, 2];
    // @ts-expect-error: only the second one may be null
    const others: [Response<"a">, Response<"b">, Response<"c">] = [1, 1, null];
    export { others, values };
  `;
  expect(await typeErrors({ "types.ts": files.find((file) => file.path === "types.ts")?.text ?? "", "use.ts": use })).toEqual([]);
});
