import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, Schema } from "../../src/model/index.js";
import { exampleOf, full, invalidVariants, minimal, type Synthesis, type Variants } from "../../src/values/index.js";
import { structuresOf } from "../../src/values/structure.js";
import { randomSchema } from "./random-schema.js";
import { modelOf } from "./schemas.js";

type Model = ReturnType<typeof modelOf>;

/** Two schemas at two places of one document, to which no reference leads. */
function beside(a: Json, b: Json): { readonly model: Model; readonly a: Schema; readonly b: Schema } {
  const model = modelOf({ properties: { a, b }, $defs: { other: { type: "string" } } });
  const { properties } = model.schema.object ?? {};
  return { model, a: properties?.get("a") as Schema, b: properties?.get("b") as Schema };
}

const object = {
  type: "object",
  required: ["id"],
  properties: { id: { type: "integer", minimum: 1 }, tags: { type: "array", items: { enum: ["x"] } } },
};

test.each<[string, Json, Json]>([
  ["the same words", object, structuredClone(object)],
  ["references to one schema", { $ref: "#/$defs/other" }, { $ref: "#/$defs/other" }],
])("equal schemas have one structure: %s", (_, one, other) => {
  const { model, a, b } = beside(one, other);
  expect(structuresOf(model)(a)).toBe(structuresOf(model)(b));
});

test("annotations are no part of the structure", () => {
  const { model, a } = beside(object, object);
  expect(structuresOf(model)({ ...a, annotations: { title: "Thing", description: "A thing." } })).toBe(structuresOf(model)(a));
});

test.each<[string, Json, Json]>([
  ["another bound", { minimum: 1 }, { minimum: 2 }],
  ["the text of a number", { const: 1 }, { const: "1" }],
  ["a keyword of another name", { minLength: 1 }, { maxLength: 1 }],
  ["another default", { type: "boolean", default: false }, { type: "boolean" }],
  ["a default of null", { default: null }, {}],
  ["another example", { examples: ["a"] }, { examples: ["b"] }],
  ["another order of properties", { properties: { a: true, b: false } }, { properties: { b: false, a: true } }],
  ["one branch more", { anyOf: [true] }, { anyOf: [true, true] }],
  ["a list for its only item", { enum: [["a"]] }, { enum: ["a"] }],
  ["names that look like another keyword's text", { required: ["a", "b"] }, { required: ['a","b'] }],
  ["readOnly", { type: "string", readOnly: true }, { type: "string" }],
])("different schemas have two structures: %s", (_, one, other) => {
  const { model, a, b } = beside(one, other);
  expect(structuresOf(model)(a)).not.toBe(structuresOf(model)(b));
});

test("a referenced schema has its own structure", () => {
  const { model, a } = beside({ type: "string" }, { $ref: "#/$defs/other" });
  const structure = structuresOf(model);
  expect(structure(a)).not.toBe(structure(model.schemas.get("#/$defs/other") as Schema));
});

const ways: readonly ((schema: Schema, model: Model) => Synthesis)[] = [
  minimal,
  full,
  exampleOf,
  (schema, model) => full(schema, model, { name: "size" }),
  (schema, model) => minimal(schema, model, { name: "size", judge: (_, value) => value !== null }),
];

test("equal schemas in other locations change no values", () => {
  fc.assert(
    fc.property(randomSchema, (schema) => {
      const alone = beside(schema, schema);
      const after = beside(schema, schema);
      for (const way of ways) {
        way(after.a, after.model);
        expect(way(after.b, after.model)).toEqual(way(alone.b, alone.model));
      }
    }),
    { numRuns: 150 },
  );
});

test("random values depend on the name", () => {
  const { model, a, b } = beside({ type: "string", format: "uuid" }, { type: "string", format: "uuid" });
  expect(full(a, model)).not.toEqual(full(b, model));
});

/** What breaks a schema, as fixtures search for it. */
function broken(schema: Schema, model: Model): Variants | undefined {
  const whole = full(schema, model, { name: "size" });
  return whole.found ? invalidVariants(schema, model, { name: "size", base: whole.value, limit: 30, follow: false }) : undefined;
}

test("invalid examples do not depend on other schemas", () => {
  fc.assert(
    fc.property(randomSchema, (schema) => {
      const { model, a, b } = beside(schema, schema);
      const alone = beside(schema, schema);
      const first = broken(a, model);
      expect(broken(b, model)).toEqual(broken(alone.b, alone.model));
      expect(first).toEqual(broken(alone.a, alone.model));
    }),
    { numRuns: 150 },
  );
});
