import { describe, expect, test } from "vitest";
import { checkLosses, type LossOptions } from "../../src/check/losses.js";
import { collector } from "../../src/diagnostics/collect.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { lowered, openapi, swagger } from "../lower/lowered.js";

/** What is reported of the losses of a document. */
function reported(document: object, options: LossOptions = {}): readonly Diagnostic[] {
  const collected = collector();
  checkLosses(lowered(document, { allowMissing: true }).model, collected, options);
  return collected.diagnostics;
}

function messages(document: object, options: LossOptions = { allowLoss: true }): readonly string[] {
  return reported(document, options).map(({ message }) => message);
}

const nowhere = { $ref: "#/components/schemas/Nowhere" };
const json = (schema: unknown): object => ({ content: { "application/json": { schema } } });
const get = (response: object): object => ({ "/a": { get: { responses: { 200: { description: "", ...response } } } } });
const hollow = "1 of 1 operation has a result or a body of an unknown type, although the document describes it: GET /a.";

describe("an operation with an unknown result", () => {
  test.each<[string, unknown, object]>([
    ["a schema that is missing", nowhere, {}],
    ["a schema of another kind", 5, {}],
    ["a list of them", { type: "array", items: nowhere }, {}],
    ["a component that is lost", { $ref: "#/components/schemas/A" }, { A: 5 }],
    ["a component that refers to one", { $ref: "#/components/schemas/A" }, { A: { $ref: "#/components/schemas/B" }, B: 5 }],
    ["a union with one of them", { anyOf: [{ type: "string" }, nowhere] }, {}],
    ["parts that are all lost", { allOf: [nowhere] }, {}],
    ["a type that does not exist", { type: "Zone" }, {}],
  ])("is one with %s", (_, schema, schemas) => {
    expect(messages(openapi("3.0.3", { paths: get(json(schema)), components: { schemas } }))).toContain(hollow);
  });

  test.each<[string, unknown]>([
    ["a schema that is left open", {}],
    ["a property that is lost", { type: "object", properties: { a: nowhere } }],
    ["one part of several that is lost", { allOf: [nowhere, { type: "object" }] }],
    ["a keyword that is ignored", { type: "string", maxLength: "long" }],
  ])("is none with %s", (_, schema) => {
    expect(messages(openapi("3.0.3", { paths: get(json(schema)) }))).not.toContain(hollow);
  });

  test.each<[string, object]>([
    ["content of another kind", openapi("3.1.0", { paths: get({ content: 5 }) })],
    ["a media type of another kind", openapi("3.1.0", { paths: get({ content: { "application/json": [1] } }) })],
    ["a response of another kind", openapi("3.1.0", { paths: { "/a": { get: { responses: { 200: 5 } } } } })],
    ["responses of another kind", openapi("3.1.0", { paths: { "/a": { get: { responses: 5 } } } })],
    ["a body of another kind", openapi("3.1.0", { paths: { "/a": { get: { requestBody: 5, responses: { 204: { description: "" } } } } } })],
    ["a schema of Swagger 2.0", swagger({ paths: get({ schema: 5 }) })],
  ])("is one with %s", (_, document) => {
    expect(messages(document)).toContain(hollow);
  });

  test("reports a component that operations share once", () => {
    const response = { $ref: "#/components/responses/R" };
    const paths = Object.fromEntries(["/a", "/b"].map((path) => [path, { get: { responses: { 200: response } } }]));
    const document = openapi("3.1.0", { paths, components: { responses: { R: { description: "", content: 5 } } } });
    expect(messages(document)).toEqual([
      "2 of 2 operations have a result or a body of an unknown type, although the document describes it: GET /a, GET /b.",
    ]);
  });
});

describe("parts that are missing", () => {
  test.each<[string, object, string]>([
    ["a path item without a value", openapi("3.1.0", { paths: { "/a": null } }), "1 of 1 operation is missing: #/paths/~1a."],
    ["paths without a value", openapi("3.1.0", { paths: null }), "1 of 1 operation is missing: #/paths."],
    [
      "an operation under an unknown method",
      openapi("3.1.0", { paths: { "/a": { link: { responses: {} } } } }),
      "1 of 1 operation is missing: #/paths/~1a/link.",
    ],
    ["a template without its brace", openapi("3.1.0", { paths: { "/{a": { get: {} } } }), "1 of 1 operation is missing: #/paths/~1{a/get."],
    ["a webhook", openapi("3.1.0", { webhooks: { w: { post: 5 } } }), "1 of 1 operation is missing: #/webhooks/w/post."],
    ["a parameter", swagger({ parameters: { A: { name: "a" } } }), "1 parameter is missing: #/parameters/A."],
    [
      "a security scheme",
      openapi("3.1.0", { components: { securitySchemes: { key: { type: "k" } } } }),
      "1 security scheme or requirement is missing: #/components/securitySchemes/key.",
    ],
    ["a callback", openapi("3.1.0", { paths: { "/a": { get: { callbacks: { c: 5 } } } } }), "1 callback is missing: #/paths/~1a/get/callbacks/c."],
  ])("are listed: %s", (_, document, message) => {
    const rest = document as { components?: object };
    const described = { ...rest, definitions: { S: {} }, components: { schemas: { S: {} }, ...rest.components } };
    expect(messages(described)).toContain(message);
  });

  test("have three names in the message and list all locations", () => {
    const schemas = Object.fromEntries(["A", "B", "C", "D", "E"].map((name) => [name, { type: "string", pattern: "(" }]));
    const [warning, ...others] = reported(openapi("3.1.0", { components: { schemas } }));
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: "lost-parts", severity: "warning", place: { pointer: "#/components/schemas/A/pattern" } });
    expect(warning?.message).toMatch(/A\/pattern, .*B\/pattern, .*C\/pattern and 2 more\.$/);
    expect(warning?.others?.map(({ pointer }) => pointer)).toEqual(["B", "C", "D", "E"].map((name) => `#/components/schemas/${name}/pattern`));
  });

  test.each<[string, object]>([
    [
      "fields without a value",
      openapi("3.0.3", { paths: { "/a": { get: { parameters: null, tags: null, security: null, put: null, responses: { 204: null } } } } }),
    ],
    ["empty collections of another kind", openapi("3.0.3", { paths: { "/a": { get: { parameters: {}, responses: [], callbacks: [] } } } })],
    ["schemas that are left open", openapi("3.1.0", { paths: get(json({})), components: { schemas: { A: {}, B: true } } })],
  ])("do not include %s", (_, document) => {
    expect(messages(document)).toEqual([]);
  });
});

describe("much loss", () => {
  const paths = (count: number, lost: number): object =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`/${index}`, { get: index < lost ? 5 : { responses: { 204: { description: "" } } } }]),
    );

  test.each<[number, number, readonly string[]]>([
    [20, 1, []],
    [19, 1, ["Too much of the document is lost: 1 of 19 operations (5.3 %). The limit is 5 %."]],
    [40, 3, ["Too much of the document is lost: 3 of 40 operations (7.5 %). The limit is 5 %."]],
  ])("of %i operations, %i of them, is an error from 5 %%", (count, lost, errors) => {
    const document = openapi("3.1.0", { paths: paths(count, lost) });
    const found = (options: LossOptions): readonly string[] =>
      reported(document, options).flatMap(({ severity, message }) => (severity === "error" ? [message] : []));
    expect(found({})).toEqual(errors);
    expect(found({ allowLoss: true })).toEqual([]);
  });

  test.each<[object, string | undefined]>([
    [{ paths: paths(20, 0), components: { schemas: { A: 5, B: null } } }, "all component schemas"],
    [{ paths: paths(20, 0), components: { schemas: { A: 5, B: {} } } }, undefined],
    [{ paths: paths(20, 0), components: { schemas: { A: 5 } } }, undefined],
    [{ components: { schemas: { A: 5 } } }, "all component schemas"],
    [{ paths: paths(20, 0), components: { securitySchemes: { a: 5, b: { type: "c" } } } }, "all security schemes"],
  ])("of one kind is an error: %#", (rest, lost) => {
    const errors = reported(openapi("3.1.0", rest)).flatMap(({ code, message }) => (code === "too-many-losses" ? [message] : []));
    expect(errors).toEqual(lost === undefined ? [] : [`Too much of the document is lost: ${lost}.`]);
  });

  const bodies = (count: number, broken: unknown): object =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`/${index}`, { get: { responses: { 200: { description: "", ...json(broken) } } } }]),
    );
  const gone = "#/components/NowhereElse";

  test.each<[string, object]>([
    ["results", openapi("3.1.0", { paths: bodies(20, nowhere) })],
    ["path items", openapi("3.1.0", { paths: { "/a": { $ref: gone }, "/b": { $ref: gone } }, components: { schemas: { A: {} } } })],
    [
      "operations",
      openapi("3.1.0", {
        paths: { "/a": { get: { $ref: gone }, put: { $ref: "#/components/x-chain" } } },
        components: { "x-chain": { $ref: gone }, schemas: { A: {} } },
      }),
    ],
    ["schemas", openapi("3.1.0", { paths: paths(20, 0), components: { schemas: { A: { $ref: gone }, B: { $ref: gone } } } })],
    ["parameters", openapi("3.1.0", { paths: { "/a": { get: { parameters: [{ $ref: gone }, { $ref: gone }], responses: {} } } } })],
  ])("is listed and not an error where --allow-missing accepts it: %s", (_, document) => {
    expect(new Set(reported(document).map(({ code, severity }) => `${severity} ${code}`))).toEqual(new Set(["warning lost-parts"]));
  });

  test("counts without losses that --allow-missing accepts", () => {
    const document = openapi("3.1.0", { paths: { ...bodies(20, nowhere), ...paths(2, 2) } });
    expect(reported(document).flatMap(({ severity, message }) => (severity === "error" ? [message] : []))).toEqual([
      "Too much of the document is lost: 2 of 20 operations (10 %). The limit is 5 %.",
    ]);
  });
});
