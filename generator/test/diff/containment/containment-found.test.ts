import { expect, test } from "vitest";
import { mistakesOf } from "./containment.js";
import type { RandomDocument, RandomSchema } from "./random-schemas.js";

const ref = (name: string): RandomSchema => ({ $ref: `#/components/schemas/${name}` });
const document = (schema: RandomSchema, components: RandomDocument["components"] = {}): RandomDocument => ({ schema, components });
const open: RandomSchema = { type: "object", properties: { a: { type: "string" } } };

const tree = (item: RandomSchema): RandomSchema => ({
  type: "object",
  properties: { b: { type: "array", items: item } },
  additionalProperties: false,
});
const others = (item: RandomSchema): RandomSchema => ({
  type: "object",
  properties: { a: { const: true } },
  required: ["a"],
  additionalProperties: { type: "array", items: item, minItems: 1 },
});

const no = (item: RandomSchema): RandomSchema => ({ type: "object", not: { type: "object", required: ["a"], properties: { a: item } } });
const unknown = (rest: RandomSchema): RandomSchema => ({
  type: "object",
  dependentSchemas: { a: { type: "object", properties: { a: {} } } },
  unevaluatedProperties: rest,
});

const ending = (contains: RandomSchema): RandomSchema => ({ type: "array", prefixItems: [{ type: "null" }], contains, unevaluatedItems: false });

const inside = (part: RandomSchema): RandomSchema => ({ type: "object", properties: { c: part } });
const named = (part: RandomSchema): RandomSchema =>
  inside({
    type: "object",
    properties: { b: { enum: [1] } },
    additionalProperties: false,
    patternProperties: { a: part },
    propertyNames: { enum: ["a", "b"] },
  });

const namesBy = (pattern: string, schema: RandomSchema): RandomSchema & object => ({
  type: "object",
  patternProperties: { [pattern]: schema },
  additionalProperties: false,
});

const naming = (propertyNames: RandomSchema): RandomSchema =>
  inside({
    type: "object",
    required: ["kind"],
    properties: {
      kind: { enum: ["Cat", "Kitten"] },
      a: { type: "object", propertyNames, dependentRequired: { b: ["c"] }, unevaluatedProperties: { enum: [{}, "x"] } },
    },
  });

const animal: RandomSchema = { type: "object", required: ["kind"], properties: { kind: { type: "string" } } };
const astray = (branch: RandomSchema): RandomSchema =>
  inside({ oneOf: [branch, ref("Dog")], discriminator: { propertyName: "kind", mapping: { Kitten: "#/components/schemas/Cat", Dog: "Dog" } } });

/** What random pairs showed to be missed, or told wrongly, in its smallest words, with values that tell. */
const found: readonly (readonly [name: string, old: RandomDocument, next: RandomDocument, values: readonly unknown[]])[] = [
  [
    "a branch of a oneOf that is a reference and refuses more, beside one that takes anything",
    document({ oneOf: [ref("Tree"), {}] }, { Tree: open }),
    document({ oneOf: [ref("Tree"), {}] }, { Tree: { ...open, additionalProperties: false } }),
    [{ b: 1 }, {}],
  ],
  [
    "a condition on what any other property holds, beside a property that holds one value",
    document(others({ if: {}, then: { enum: ["x", "y"] }, else: { const: 1 } })),
    document(others({ if: { enum: ["y"] }, then: { enum: ["x", "y"] }, else: { const: 1 } })),
    [{ a: true, b: ["x"] }],
  ],
  [
    "a list that contains what holds itself, below which less is taken",
    document({ type: "array", contains: ref("Tree") }, { Tree: tree(ref("Tree")) }),
    document({ type: "array", contains: ref("Tree") }, { Tree: tree({ type: "object", properties: { b: { type: "string" } } }) }),
    [[{ b: [{ b: [] }] }]],
  ],
  [
    "a property of what a not refuses, in which less is refused now",
    document(no({ type: "array", items: { type: "object" } })),
    document(no({ type: "array", items: { type: "object", maxProperties: 1 } })),
    [{ a: [{ b: 1, c: 2 }] }],
  ],
  [
    "what names of a pattern hold in properties that nothing else speaks of",
    document(unknown({ patternProperties: { "^d": {} }, additionalProperties: false })),
    document(unknown({ patternProperties: { "^d": { const: 1 } }, additionalProperties: false })),
    [{ b: { d: "x" } }],
  ],
  [
    "what a list is to contain, behind what it begins with",
    document(ending({ type: "string", pattern: "z$" })),
    document(ending({ type: "string", pattern: "z$", maxLength: 1 })),
    [[null, "xz"]],
  ],
  [
    "a branch of a oneOf that takes less, in properties whose names a pattern tells",
    document(named({ oneOf: [{}, { enum: ["x", true] }] })),
    document(named({ oneOf: [{ enum: [1, 2] }, { enum: ["x", true] }] })),
    [{ c: { a: "x" } }],
  ],
  [
    "names that may not stand any longer, where only certain values may",
    document(naming({ pattern: "^[a-c]$" })),
    document(naming({ allOf: [{ enum: ["x"] }, { type: "integer" }] })),
    [{ c: { kind: "Cat", a: { a: "x" } } }],
  ],
  [
    "what names hold that match the patterns of two closed parts",
    document({ allOf: [namesBy("^a", { type: "string" }), namesBy("b$", {})] }),
    document({ allOf: [namesBy("^a", { type: "string", maxLength: 3 }), namesBy("b$", {})] }),
    [{ ab: "long" }, { a: "long" }],
  ],
  [
    "names that match the patterns of two closed parts, and stand no longer",
    document({ allOf: [namesBy("^a", {}), namesBy("b$", {})] }),
    document({ type: "object", additionalProperties: false }),
    [{ ab: 1 }, { a: 1 }, { b: 1 }],
  ],
  [
    "names that match the patterns of two parts, of which one says what else may be",
    document({
      allOf: [
        { ...namesBy("^a", {}), additionalProperties: { type: "string" } },
        { type: "object", patternProperties: { b$: {} } },
      ],
    }),
    document({ type: "object", patternProperties: { "^a": {} }, additionalProperties: { type: "string" } }),
    [{ ab: 1 }, { a: 1 }, { b: 1 }, { c: 1 }],
  ],
  [
    "a union in which a tag names a schema that is no branch of it",
    document(astray({ type: "array", maxItems: 3 }), { Cat: animal, Dog: animal }),
    document(astray({ type: "array", maxItems: 2 }), { Cat: animal, Dog: animal }),
    [{ c: [1, 2, 3] }],
  ],
];

test.each(found)("judges %s in both directions as Ajv does", async (_name, old, next, values) => {
  expect(await mistakesOf([old, next], values)).toEqual([]);
  expect(await mistakesOf([next, old], values)).toEqual([]);
});
