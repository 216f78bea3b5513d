import { expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { collector } from "../../src/diagnostics/collect.js";
import { lowered, openapi } from "../lower/lowered.js";
import { checked, to } from "./checked.js";

test.each([
  ["a required property", { A: { type: "object", required: ["a"], properties: { a: to("A") } } }, ["no-finite-value A"]],
  ["a list that must not be empty", { A: { type: "array", minItems: 1, items: to("A") } }, ["no-finite-value A"]],
  [
    "two schemas",
    { A: { type: "object", required: ["b"], properties: { b: to("B") } }, B: { allOf: [to("A")] } },
    ["no-finite-value A", "no-finite-value B"],
  ],
  [
    "every branch",
    {
      A: {
        oneOf: [
          { type: "array", minItems: 1, items: to("A") },
          { type: "object", required: ["a"], properties: { a: to("A") } },
        ],
      },
    },
    ["no-finite-value A"],
  ],
])("reports infinite recursion through %s", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});

test.each([
  ["an optional property", { A: { type: "object", properties: { a: to("A") } } }],
  ["a list that may be empty", { A: { type: "array", items: to("A") } }],
  ["a branch that ends", { A: { oneOf: [{ type: "array", minItems: 1, items: to("A") }, { type: "null" }] } }],
  ["another type", { A: { type: ["object", "null"], required: ["a"], properties: { a: to("A") } } }],
  [
    "a parent that lists its subtypes",
    { P: { oneOf: [to("C"), to("D")], type: "object" }, C: { allOf: [to("P"), { required: ["c"] }] }, D: { allOf: [to("P"), { required: ["d"] }] } },
  ],
])("accepts finite recursion through %s", (_, schemas) => {
  expect(checked(schemas)).toEqual([]);
});

test("reports reference loops without a meaning", () => {
  expect(checked({ A: { anyOf: [to("B"), { type: "string" }] }, B: { not: to("A") } })).toEqual(["reference-loop A", "reference-loop B"]);
  expect(checked({ A: { anyOf: [{ type: "array", items: to("A") }, { properties: { a: to("A") } }] } })).toEqual([]);
});

test("accepts a chain of 20,000 references", () => {
  const chain = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`S${index}`, index === 19_999 ? { type: "string" } : { allOf: [to(`S${index + 1}`)] }]),
  );
  expect(checked({ ...chain, Start: { oneOf: [to("S0")], discriminator: { propertyName: "kind" } } })).toEqual([]);
});

test.each([
  [{ minimum: 2, maximum: 1 }, "impossible-bounds A/minimum"],
  [{ exclusiveMinimum: 1, maximum: 1 }, "impossible-bounds A/exclusiveMinimum"],
  [{ minItems: 2, maxItems: 1 }, "impossible-bounds A/minItems"],
  [{ minProperties: 2, maxProperties: 1 }, "impossible-bounds A/minProperties"],
  [{ contains: true, minContains: 2, maxContains: 1 }, "impossible-bounds A/minContains"],
  [{ required: ["a"], additionalProperties: false }, "required-but-forbidden A/required/0"],
  [{ pattern: "^(a+)+$" }, "slow-pattern A/pattern"],
  [{ pattern: "/^[a-z]+$/" }, "pattern-between-slashes A/pattern"],
  [{ pattern: "/^https?:\\/\\/x/i;" }, "pattern-between-slashes A/pattern"],
  [{ pattern: "/[a-z]/gi" }, "pattern-between-slashes A/pattern"],
  [{ patternProperties: { "/^x-/": true } }, "pattern-between-slashes A/patternProperties/~1^x-~1"],
  [{ pattern: String.raw`^\\d{3}-\\d{2}$` }, "pattern-escaped-twice A/pattern"],
  [{ pattern: String.raw`^[\\w.]+@` }, "pattern-escaped-twice A/pattern"],
  [{ pattern: "yyyy-MM-ddTHH:mm:ssZ" }, "pattern-of-a-mask A/pattern"],
  [{ pattern: "HH:mm:SS" }, "pattern-of-a-mask A/pattern"],
  [{ enum: ["user", " key", 1] }, "blank-in-enum A/enum"],
  [{ patternProperties: { "^(a+)+$": true } }, "slow-pattern A/patternProperties/^(a+)+$"],
])("reports in %j: %s", (schema, want) => {
  expect(checked({ A: schema })).toEqual([want]);
});

test.each([
  { minimum: 1, maximum: 1 },
  { pattern: "/users/[0-9]+/" },
  { pattern: "/[a-z]+/" },
  { pattern: "/my/" },
  { pattern: "^/[a-z]+/$" },
  { pattern: String.raw`^[A-Z]:\\data\\[^\\]+$` },
  { pattern: String.raw`^\\\\server\\share` },
  { pattern: String.raw`^\d{3}\\?$` },
  { pattern: "ab:cd" },
  { pattern: String.raw`^\w+\\d{3}$` },
  { pattern: String.raw`^[\\w\\]+$` },
  { enum: [",", ", ", ";"] },
  { enum: ["asc", "asc "] },
  { enum: ["user", " ", ""] },
  { enum: [" a", " b"] },
  { minContains: 2, maxContains: 1 },
  { required: ["a"], additionalProperties: false, patternProperties: { a: true } },
  { type: "string", example: "9007199254740994" },
  { maximum: 2 ** 63 },
])("accepts %j", (schema) => {
  expect(checked({ A: schema })).toEqual([]);
});

test("accepts a pattern of 50,000 letters similar to a time mask", () => {
  expect(checked({ A: { pattern: "mmss" + "y".repeat(50_000) } })).toEqual([]);
});

test("accepts a discriminator property in parents, branches and references", () => {
  const kind = { type: "object", required: ["kind"], properties: { kind: { type: "string" } } };
  const union = (...names: string[]): object => ({ oneOf: names.map(to), discriminator: { propertyName: "kind" } });
  expect(checked({ U: union("A", "B", "C"), A: kind, B: { allOf: [to("A"), {}] }, C: { anyOf: [to("A"), to("B")] } })).toEqual([]);
  expect(checked({ U: union("A", "N"), A: kind, N: { anyOf: [to("A"), { type: "object" }] } })).toEqual([
    "discriminator-without-property U/discriminator",
  ]);
});

const get = { responses: { "200": { description: "ok" } } };

test("reports paths that differ in parameter names only", () => {
  const parameters = (name: string): object => ({ parameters: [{ in: "path", name, required: true, schema: {} }] });
  const paths = {
    "/a/{x}": { get, ...parameters("x") },
    "/a/{y}": { get, put: get, ...parameters("y") },
    "/a/b": { get },
  };
  expect(checked({}, { paths })).toEqual(["same-url #/paths/~1a~1{y}/get"]);
});

test("reports an unknown security scheme once", () => {
  const paths = { "/a": { get: { ...get, security: [{ nope: [] }, {}] }, put: { ...get, security: [{ nope: [] }] } } };
  expect(checked({}, { paths })).toEqual(["unknown-security-scheme #/paths/~1a/get/security/0/nope"]);
  expect(checked({}, { paths: { "/a": { get } }, security: [{ known: [] }, { nope: [] }] })).toEqual([
    "unknown-security-scheme #/security/0/known",
    "unknown-security-scheme #/security/1/nope",
  ]);
});

test("reports a shared path item once", () => {
  const shared = { $ref: "#/components/pathItems/P" };
  const rest = {
    paths: { "/a": shared, "/b": { get: { ...get, operationId: "x" } } },
    components: { pathItems: { P: { get: { ...get, operationId: "x" } } } },
  };
  expect(checked({}, rest)).toEqual(["duplicate-operation-id #/paths/~1b/get/operationId"]);
});

test.each([
  ["an enum", { A: { type: ["string", "null"], enum: ["a"] } }, ["null-refused A/enum"]],
  ["a const", { A: { type: ["string", "null"], const: "a" } }, ["null-refused A/const"]],
  ["a reference", { A: { type: ["string", "null"], ...to("B") }, B: { type: "string" } }, ["null-refused A/$ref"]],
  ["allOf", { A: { type: ["object", "null"], allOf: [to("B")] }, B: { type: "object" } }, ["null-refused A/allOf"]],
  ["anyOf", { A: { type: ["string", "null"], anyOf: [{ enum: ["a"] }, { type: "string" }] } }, ["null-refused A/anyOf"]],
  ["oneOf", { A: { type: ["object", "null"], oneOf: [to("B")] }, B: { type: "object" } }, ["null-refused A/oneOf"]],
  ["two branches", { A: { oneOf: [to("B"), { enum: [1, null] }] }, B: { type: ["string", "null"] } }, ["null-in-several-branches A/oneOf"]],
  [
    "two branches, one of them a union",
    { A: { oneOf: [{ anyOf: [{ type: "string" }, { type: "null" }] }, { type: ["array", "null"] }] } },
    ["null-in-several-branches A/oneOf"],
  ],
])("reports null that %s rejects", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});

test.each([
  ["the enum has it", { A: { type: ["string", "null"], enum: ["a", null] } }],
  ["a branch has it", { A: { type: ["object", "null"], oneOf: [{ type: "object" }, { type: "null" }] } }],
  ["only one branch has it", { A: { oneOf: [{ type: "string" }, { type: ["array", "null"] }] } }],
  ["branches say nothing of types", { A: { oneOf: [{ required: ["a"] }, { required: ["b"] }] } }],
  ["the schema is of another type", { A: { type: "string", oneOf: [{ type: ["string", "null"], maxLength: 1 }, { enum: ["aa", null] }] } }],
  ["a condition may allow it", { A: { type: ["string", "null"], anyOf: [{ if: { type: "null" }, then: true, else: false }] } }],
  ["a schema without siblings", { A: { type: ["string", "null"], minLength: 1 } }],
])("reports no rejected null if %s", (_, schemas) => {
  expect(checked(schemas)).toEqual([]);
});

test("accepts nullable branches of a nullable schema in 3.0", () => {
  const nullable = {
    nullable: true,
    oneOf: [
      { type: "string", nullable: true },
      { type: "integer", nullable: true },
    ],
  };
  const { model, document } = lowered(openapi("3.0.3", { components: { schemas: { A: nullable } } }));
  const { report, diagnostics } = collector();
  check(model, document, report);
  expect(diagnostics).toEqual([]);
});

test("validates an example against the branch of its discriminator", () => {
  const branch = (field: string): object => ({
    type: "object",
    required: [field],
    properties: { kind: { type: "string" }, [field]: { type: "string" } },
  });
  const schemas = {
    A: branch("a"),
    B: branch("b"),
    Either: {
      oneOf: [to("A"), to("B")],
      discriminator: { propertyName: "kind" },
      examples: [{ kind: "A", a: "x" }, { a: "x" }, { kind: "B", a: "x" }],
    },
  };
  expect(checked(schemas)).toEqual(["example-breaks-schema Either/examples/1", "example-breaks-schema Either/examples/2"]);
});

test("reports an example with a reference in it as data", () => {
  const Zone = { type: "object", required: ["id"], properties: { id: { type: "string" } } };
  const reference = { $ref: "#/components/examples/Zone" };
  const Page = { type: "object", properties: { zone: to("Zone") }, example: { zone: reference }, default: { zone: {} } };
  const { model, document } = lowered(openapi("3.0.3", { components: { schemas: { Zone, Page } } }));
  const { report, diagnostics } = collector();
  check(model, document, report);
  const lacks = 'does not match its schema: its /zone lacks "id", which is required (#/components/schemas/Zone/required).';
  expect(diagnostics.filter(({ code }) => code.endsWith("-breaks-schema")).map(({ message }) => message)).toEqual([
    `The default ${lacks}`,
    `The example ${lacks} A "$ref" in a value is data: it is not resolved.`,
  ]);
});

test("reports an example that is a reference, unless a property allows it", () => {
  const reference = { $ref: "#/components/examples/Zone" };
  const Pointer = { type: "object", properties: { $ref: { type: "string" } } };
  const schemas = { Open: { example: reference }, Pointer: { ...Pointer, example: reference }, Text: { type: "object", default: reference } };
  expect(checked(schemas)).toEqual(["value-is-reference Open/example", "value-is-reference Text/default"]);
});

test("reports the schema's fault for an example of a nullable union", () => {
  const Link = { type: "object", required: ["url", "access"], properties: { url: { type: "string" } } };
  const File = {
    type: "object",
    properties: { link: { anyOf: [to("Link"), { type: "null" }] } },
    examples: [{ link: { url: "x" } }, { link: null }],
  };
  const { model, document } = lowered(openapi("3.1.0", { components: { schemas: { Link, File } } }));
  const { report, diagnostics } = collector();
  check(model, document, report);
  expect(diagnostics.filter(({ code }) => code === "example-breaks-schema").map(({ message }) => message)).toEqual([
    'The example does not match its schema: its /link lacks "access", which is required (#/components/schemas/Link/required).',
  ]);
});
