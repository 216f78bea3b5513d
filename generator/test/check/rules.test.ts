import { expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { collector } from "../../src/diagnostics/collect.js";
import { lowered, openapi } from "../lower/lowered.js";

/** What `check` says of these component schemas, as `code #/pointer`. */
function checked(schemas: object, rest: object = {}): readonly string[] {
  const { model, document } = lowered(openapi("3.1.0", { components: { schemas }, ...rest }));
  const { report, diagnostics } = collector();
  check(model, document, report);
  return diagnostics.map(({ code, place }) => `${code} ${place?.pointer.replace("#/components/schemas/", "") ?? ""}`);
}

const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

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
])("finds recursion that never ends, through %s", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});

test.each([
  ["an optional property", { A: { type: "object", properties: { a: to("A") } } }],
  ["a list that may be empty", { A: { type: "array", items: to("A") } }],
  ["a branch that ends", { A: { oneOf: [{ type: "array", minItems: 1, items: to("A") }, { type: "null" }] } }],
  ["another type", { A: { type: ["object", "null"], required: ["a"], properties: { a: to("A") } } }],
  [
    "a parent that lists its heirs",
    { P: { oneOf: [to("C"), to("D")], type: "object" }, C: { allOf: [to("P"), { required: ["c"] }] }, D: { allOf: [to("P"), { required: ["d"] }] } },
  ],
])("lets recursion be that ends, through %s", (_, schemas) => {
  expect(checked(schemas)).toEqual([]);
});

test("finds loops of references that no reading gives a meaning", () => {
  expect(checked({ A: { anyOf: [to("B"), { type: "string" }] }, B: { not: to("A") } })).toEqual(["reference-loop A", "reference-loop B"]);
  expect(checked({ A: { anyOf: [{ type: "array", items: to("A") }, { properties: { a: to("A") } }] } })).toEqual([]);
});

test("a chain of 20,000 references is no loop, and no stack overflow", () => {
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
  [{ const: 2 ** 53 + 2 }, "unsafe-integer A/const"],
  [{ enum: [{ deep: [2 ** 60 + 512] }] }, "unsafe-integer A/enum"],
  [{ type: "integer", example: 2 ** 53 + 2 }, "unsafe-integer A/example"],
  [{ type: "object", examples: [{}, { id: 2 ** 60 + 512 }] }, "unsafe-integer A/examples/1"],
  [{ maximum: 2 ** 53 + 2 }, "unsafe-integer A/maximum"],
  [{ pattern: "^(a+)+$" }, "slow-pattern A/pattern"],
  [{ pattern: "/^[a-z]+$/" }, "pattern-between-slashes A/pattern"],
  [{ pattern: "/^https?:\\/\\/x/i;" }, "pattern-between-slashes A/pattern"],
  [{ pattern: "/[a-z]/gi" }, "pattern-between-slashes A/pattern"],
  [{ patternProperties: { "/^x-/": true } }, "pattern-between-slashes A/patternProperties/~1^x-~1"],
  [{ patternProperties: { "^(a+)+$": true } }, "slow-pattern A/patternProperties/^(a+)+$"],
])("finds in %j: %s", (schema, want) => {
  expect(checked({ A: schema })).toEqual([want]);
});

test.each([
  { minimum: 1, maximum: 1 },
  { pattern: "/users/[0-9]+/" },
  { pattern: "/[a-z]+/" },
  { pattern: "/my/" },
  { pattern: "^/[a-z]+/$" },
  { minContains: 2, maxContains: 1 },
  { required: ["a"], additionalProperties: false, patternProperties: { a: true } },
  { type: "string", example: "9007199254740994" },
  { maximum: 2 ** 63 },
])("finds nothing in %j", (schema) => {
  expect(checked({ A: schema })).toEqual([]);
});

test("a discriminator may find its property in a parent, in every branch of a choice, or behind references", () => {
  const kind = { type: "object", required: ["kind"], properties: { kind: { type: "string" } } };
  const union = (...names: string[]): object => ({ oneOf: names.map(to), discriminator: { propertyName: "kind" } });
  expect(checked({ U: union("A", "B", "C"), A: kind, B: { allOf: [to("A"), {}] }, C: { anyOf: [to("A"), to("B")] } })).toEqual([]);
  expect(checked({ U: union("A", "N"), A: kind, N: { anyOf: [to("A"), { type: "object" }] } })).toEqual([
    "discriminator-without-property U/discriminator",
  ]);
});

const get = { responses: { "200": { description: "ok" } } };

test("knows the same URL under two names, but not two methods or two literal paths", () => {
  const parameters = (name: string): object => ({ parameters: [{ in: "path", name, required: true, schema: {} }] });
  const paths = {
    "/a/{x}": { get, ...parameters("x") },
    "/a/{y}": { get, put: get, ...parameters("y") },
    "/a/b": { get },
  };
  expect(checked({}, { paths })).toEqual(["same-url #/paths/~1a~1{y}/get"]);
});

test("reports an unknown security scheme once, where it is first required", () => {
  const paths = { "/a": { get: { ...get, security: [{ nope: [] }, {}] }, put: { ...get, security: [{ nope: [] }] } } };
  expect(checked({}, { paths })).toEqual(["unknown-security-scheme #/paths/~1a/get/security/0/nope"]);
  expect(checked({}, { paths: { "/a": { get } }, security: [{ known: [] }, { nope: [] }] })).toEqual([
    "unknown-security-scheme #/security/0/known",
    "unknown-security-scheme #/security/1/nope",
  ]);
});

test("a duplicate of a component that two paths share is one operation", () => {
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
])("says where null is written and refused, by %s", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});

test.each([
  ["the enum has it", { A: { type: ["string", "null"], enum: ["a", null] } }],
  ["a branch has it", { A: { type: ["object", "null"], oneOf: [{ type: "object" }, { type: "null" }] } }],
  ["only one branch has it", { A: { oneOf: [{ type: "string" }, { type: ["array", "null"] }] } }],
  ["branches say nothing of types", { A: { oneOf: [{ required: ["a"] }, { required: ["b"] }] } }],
  ["the schema is of another type", { A: { type: "string", oneOf: [{ type: ["string", "null"], maxLength: 1 }, { enum: ["aa", null] }] } }],
  ["a condition may allow it", { A: { type: ["string", "null"], anyOf: [{ if: { type: "null" }, then: true, else: false }] } }],
  ["nothing stands beside it", { A: { type: ["string", "null"], minLength: 1 } }],
])("says nothing of null where %s", (_, schemas) => {
  expect(checked(schemas)).toEqual([]);
});

test("says nothing of nullable branches where the schema around them is nullable in 3.0", () => {
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

test("an example says by which branch of a discriminator it goes, and is a value of that branch", () => {
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

const text = { type: "string" };

test.each([
  ["a misspelled one", { A: { type: "object", required: ["nmae"], properties: { name: text } } }, ["required-not-described A/required/0"]],
  [
    "one that no part has",
    { A: { required: ["name", "age", "id"], properties: { id: text }, allOf: [to("B")] }, B: { properties: { name: text } } },
    ["required-not-described A/required/1"],
  ],
  [
    "one that no schema has, in a part",
    { A: { allOf: [to("B"), { required: ["nmae"], properties: { age: text } }] }, B: { properties: { name: text } } },
    ["required-not-described A/allOf/1/required/0"],
  ],
  [
    "one of what may also be null",
    { A: { required: ["b"], properties: { id: text } }, Other: { properties: { b: text, a: { anyOf: [to("A"), { type: "null" }] } } } },
    ["required-not-described A/required/0"],
  ],
  [
    "one of an object further in",
    { A: { type: "array", items: { type: "object", required: ["x"], properties: { y: text }, additionalProperties: true } } },
    ["required-not-described A/items/required/0"],
  ],
])("finds a required property that nothing describes: %s", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});

test.each([
  [
    "by a part",
    { A: { required: ["name"], properties: { id: text }, anyOf: [to("B"), { properties: { x: text } }] }, B: { properties: { name: text } } },
  ],
  ["by an heir", { A: { required: ["kind"], properties: { id: text } }, B: { allOf: [to("A"), { properties: { kind: text } }] } }],
  ["by the schema around", { A: { properties: { name: text }, anyOf: [{ required: ["name"], properties: { x: text } }, { required: ["x"] }] } }],
  ["with all other names", { A: { required: ["a"], properties: { id: text }, additionalProperties: text } }],
  ["by a pattern", { A: { required: ["a1"], properties: { id: text }, patternProperties: { "^a": text } } }],
  ["nowhere, as nothing else is", { A: { type: "object", required: ["a"] } }],
  ["by what it depends on", { A: { properties: { a: text, x: text }, dependentSchemas: { x: { required: ["a"], properties: { y: text } } } } }],
  ["by an heir without allOf", { A: { required: ["kind"], properties: { id: text } }, B: { ...to("A"), properties: { kind: text } } }],
  [
    "by an heir of another name",
    { A: { required: ["kind"], properties: { id: text } }, B: to("A"), C: { allOf: [to("B"), { properties: { kind: text } }] } },
  ],
  [
    "further in, by another part",
    {
      User: { properties: { profile: { properties: { email: text } } } },
      Member: { allOf: [to("User"), { properties: { profile: { required: ["email"], properties: { verified: text } } } }] },
    },
  ],
  [
    "further in, by what refers to it",
    {
      A: { properties: { b: to("B") } },
      B: { required: ["c"], properties: { x: text } },
      D: { allOf: [to("A"), { properties: { b: { properties: { c: text } } } }] },
    },
  ],
  ["with others that are left over", { A: { required: ["a"], properties: { id: text }, unevaluatedProperties: text } }],
  ["by a pattern of another part", { A: { allOf: [{ required: ["a1"], properties: { b: text } }, { patternProperties: { "^a": text } }] } }],
])("lets a required property be that is described %s", (_, schemas) => {
  expect(checked(schemas)).toEqual([]);
});

test.each([
  [{ type: "integer", maxLength: 3, pattern: "^a", minimum: 1 }, ["keyword-of-another-type A/maxLength"]],
  [
    { type: "array", required: ["a"], items: { type: "string", minItems: 1 } },
    ["keyword-of-another-type A/required", "keyword-of-another-type A/items/minItems"],
  ],
  [{ type: ["string", "null"], properties: { a: text } }, ["keyword-of-another-type A/properties"]],
  // What exporters say of every parameter.
  [{ type: "boolean", uniqueItems: true }, []],
  [{ type: ["string", "number"], minimum: 1, minLength: 1 }, []],
  [{ minItems: 1, maxLength: 3 }, []],
])("finds keywords that say nothing of the type beside them: %j", (schema, want) => {
  expect(checked({ A: schema })).toEqual(want);
});

test.each([
  ["types", { A: { allOf: [to("B"), { type: "object" }] }, B: { type: "array", items: text } }, ["no-value A/allOf"]],
  ["a type and branches of others", { A: { type: "null", oneOf: [text, { type: "number" }] } }, ["no-value A/oneOf"]],
  [
    "a part that is closed and lacks what another one requires",
    {
      A: { allOf: [to("B"), { type: "object", required: ["b"], properties: { b: text } }] },
      B: { type: "object", properties: { a: text }, additionalProperties: false },
    },
    ["no-value A/allOf"],
  ],
  [
    "nothing",
    { A: { allOf: [to("B"), { type: "object", required: ["b"], properties: { b: text } }] }, B: { type: "object", properties: { a: text } } },
    [],
  ],
  [
    "nothing that must be there",
    { A: { allOf: [to("B"), { properties: { b: text } }] }, B: { type: "object", properties: { b: { type: "integer" } } } },
    ["property-without-value A/allOf"],
  ],
])("finds what contradicts itself: %s", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});

test.each<[string, object, string]>([
  ["types", { allOf: [{ type: "object" }, { type: ["array", "null"] }] }, ": the value must be object in one and array or null in another."],
  ["values", { allOf: [{ enum: [1, 2] }, { enum: ["a", "b", "c", "d"] }] }, `: the value must be 1, 2 in one and "a", "b", "c", … in another.`],
  ["a value and a type", { allOf: [{ type: "string" }, { const: null }] }, ": the value must be string in one and null in another."],
  [
    "what must be there",
    {
      allOf: [
        { required: ["ok"], properties: { ok: { const: true } } },
        { type: "object", properties: { ok: { const: false } } },
      ],
    },
    `: /ok must be true in one and false in another.`,
  ],
  [
    "what is closed",
    {
      allOf: [
        { properties: {}, additionalProperties: false },
        { type: "object", required: ["ok"] },
      ],
    },
    `: /ok is required in one and forbidden in another.`,
  ],
])("says how what must hold together contradicts itself: %s", (_, A, want) => {
  const { model, document } = lowered(openapi("3.1.0", { components: { schemas: { A } } }));
  const { report, diagnostics } = collector();
  check(model, document, report);
  const messages = diagnostics.filter(({ code }) => code === "no-value").map(({ message }) => message);
  expect(messages).toEqual([`The parts of "allOf" contradict each other${want} No value is accepted.`]);
});

test.each<[string, object, readonly string[]]>([
  [
    "other types",
    { A: { properties: { data: text } }, B: { allOf: [to("A"), { properties: { data: { type: "array" } } }] } },
    ["property-without-value B/allOf"],
  ],
  [
    "a closed part",
    { A: { properties: { a: text }, additionalProperties: false }, B: { allOf: [to("A"), { properties: { b: text, c: text } }] } },
    ["property-without-value B/allOf"],
  ],
  [
    "a closed part that has it",
    { A: { properties: { a: text }, additionalProperties: false }, B: { allOf: [to("A"), { properties: { a: { maxLength: 1 } } }] } },
    [],
  ],
  ["a narrower type", { A: { properties: { a: { type: "number" } } }, B: { allOf: [to("A"), { properties: { a: { type: "integer" } } }] } }, []],
])("finds properties that no object can have: %s", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});
