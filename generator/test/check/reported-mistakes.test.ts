import { expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { collector } from "../../src/diagnostics/collect.js";
import { lowered, openapi } from "../lower/lowered.js";
import { checked, to } from "./checked.js";

// Schemas that are read without a word by others, and refuse what servers rightly send.
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
])("reports a required property without a description: %s", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});

test.each([
  [
    "by a part",
    { A: { required: ["name"], properties: { id: text }, anyOf: [to("B"), { properties: { x: text } }] }, B: { properties: { name: text } } },
  ],
  ["by a subtype", { A: { required: ["kind"], properties: { id: text } }, B: { allOf: [to("A"), { properties: { kind: text } }] } }],
  ["by the schema around", { A: { properties: { name: text }, anyOf: [{ required: ["name"], properties: { x: text } }, { required: ["x"] }] } }],
  ["with all other names", { A: { required: ["a"], properties: { id: text }, additionalProperties: text } }],
  ["by a pattern", { A: { required: ["a1"], properties: { id: text }, patternProperties: { "^a": text } } }],
  ["nowhere, as nothing else is", { A: { type: "object", required: ["a"] } }],
  ["by what it depends on", { A: { properties: { a: text, x: text }, dependentSchemas: { x: { required: ["a"], properties: { y: text } } } } }],
  ["by a subtype without allOf", { A: { required: ["kind"], properties: { id: text } }, B: { ...to("A"), properties: { kind: text } } }],
  [
    "by a subtype of another name",
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
])("accepts a required property that is described %s", (_, schemas) => {
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
])("reports keywords of another type: %j", (schema, want) => {
  expect(checked({ A: schema })).toEqual(want);
});

test.each([
  ["types", { A: { allOf: [to("B"), { type: "object" }] }, B: { type: "array", items: text } }, ["no-value A/allOf"]],
  // As springdoc writes a list of objects.
  ["a type and a reference to another one", { A: { type: "array", $ref: "#/components/schemas/B" }, B: { type: "object" } }, ["no-value A/$ref"]],
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
])("reports a contradiction: %s", (_, schemas, want) => {
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
])("states both sides of a contradiction: %s", (_, A, want) => {
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
])("reports properties that no object can have: %s", (_, schemas, want) => {
  expect(checked(schemas)).toEqual(want);
});
