import fc from "fast-check";

export type RandomSchema = boolean | { readonly [keyword: string]: unknown };

/** Names of what schemas refer to. */
export const componentNames = ["Text", "Tree", "Cat", "Dog"] as const;
/** Names of properties that schemas and values share, so that they meet. */
const names = ["a", "b", "c"] as const;
const literals = ["x", "y", "xyz", 1, 2, null, true] as const;
const counts = fc.integer({ min: 0, max: 3 });
const numbers = fc.constantFrom(-2, 0, 1, 1.5, 2, 4, 6);

const text = fc.record(
  {
    type: fc.constant("string"),
    minLength: counts,
    maxLength: fc.integer({ min: 1, max: 6 }),
    pattern: fc.constantFrom("^x", "^[xyz]*$", "^\\d+$", "^[0-9]+$", "z$", "^(x|y)$", "^[a-z]{3}$"),
    format: fc.constantFrom("date", "uuid", "ipv4", "email", "date-time"),
  },
  { requiredKeys: ["type"], noNullPrototype: true },
);
const numeric = fc.record(
  {
    type: fc.constantFrom("integer", "number"),
    minimum: numbers,
    maximum: numbers,
    exclusiveMinimum: numbers,
    exclusiveMaximum: numbers,
    multipleOf: fc.constantFrom(1, 2, 3, 0.5),
    format: fc.constantFrom("int32", "double"),
  },
  { requiredKeys: ["type"], noNullPrototype: true },
);
const refTo = (name: string): { readonly $ref: string } => ({ $ref: `#/components/schemas/${name}` });
/** What a required tag is read from, and which words stand for which branch. */
export const randomDiscriminator = fc
  .constantFrom<{ readonly mapping?: Readonly<Record<string, string>> }>(
    {},
    { mapping: { Kitten: refTo("Cat").$ref, Dog: "Dog" } },
    { mapping: { Kitten: "Cat", xyz: "Cat" } },
    { mapping: { Kitten: "Dog", Cat: "Cat" } },
  )
  .map((words) => ({ propertyName: "kind", ...words }));
/** Branches that it tells apart. */
const tagged = randomDiscriminator.map((discriminator): RandomSchema => ({ oneOf: [refTo("Cat"), refTo("Dog")], discriminator }));
/** Keywords say one thing at a time more often than all at once, and now and then of values of any type. */
const sparse = <T extends Readonly<Record<string, unknown>>>(full: fc.Arbitrary<T>): fc.Arbitrary<RandomSchema> =>
  fc.tuple(full, fc.infiniteStream(fc.boolean()), fc.nat(7)).map(([schema, coins, typed]) => {
    const remaining = Object.entries(schema).filter(
      ([keyword]) => (keyword === "type" && typed > 0) || keyword === "properties" || (keyword !== "type" && coins.next().value === true),
    );
    return Object.fromEntries(remaining);
  });

const scalar: fc.Arbitrary<RandomSchema> = fc.oneof(
  sparse(text),
  sparse(numeric),
  fc.record({ type: fc.constantFrom("boolean", "null") }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom<unknown>(...literals), { minLength: 1, maxLength: 4 }) }),
  fc.record({ const: fc.constantFrom<unknown>(...literals, [1], { a: 1 }) }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom<unknown>("x", 1, [1], [], { a: 1 }, {}), { minLength: 1, maxLength: 3 }) }),
  fc.record({ type: fc.uniqueArray(fc.constantFrom("string", "integer", "null", "boolean"), { minLength: 1, maxLength: 3 }) }),
);

/** Now and then a property that one side of the wire does not have. */
const flag = fc.nat(60).map((roll): { readonly readOnly?: true; readonly writeOnly?: true } => {
  if (roll === 0) return { readOnly: true };
  return roll === 1 ? { writeOnly: true } : {};
});

function flagged(schema: RandomSchema, words: Readonly<Record<string, true>>): RandomSchema {
  return typeof schema === "boolean" ? schema : { ...schema, ...words };
}

export const { schema: randomSchema } = fc.letrec<{ schema: RandomSchema }>((tie) => {
  const inner = tie("schema");
  const properties = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), inner, flag), { maxLength: 3, selector: ([name]) => name })
    .map((entries): RandomSchema => Object.fromEntries(entries.map(([name, schema, words]) => [name, flagged(schema, words)])));
  const object = fc.record(
    {
      type: fc.constant("object"),
      properties,
      required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
      additionalProperties: fc.oneof({ arbitrary: fc.constant<RandomSchema>(false), weight: 4 }, { arbitrary: inner, weight: 1 }),
      minProperties: counts,
      maxProperties: counts,
      patternProperties: fc.tuple(fc.constantFrom("^[bc]$", "^d", "a"), inner).map(([pattern, schema]) => ({ [pattern]: schema })),
      propertyNames: fc.constantFrom<RandomSchema>({ pattern: "^[a-c]$" }, { maxLength: 3 }, { enum: ["a", "b"] }, { not: { const: "c" } }),
      dependentRequired: fc.constantFrom({ a: ["b"] }, { b: ["c"] }, { a: ["b", "c"], c: ["a"] }),
      dependentSchemas: inner.map((schema) => ({ a: schema })),
      unevaluatedProperties: fc.oneof({ arbitrary: fc.constant<RandomSchema>(false), weight: 3 }, { arbitrary: inner, weight: 1 }),
    },
    { requiredKeys: ["type", "properties"], noNullPrototype: true },
  );
  const array = fc.record(
    {
      type: fc.constant("array"),
      items: inner,
      prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
      minItems: counts,
      maxItems: counts,
      uniqueItems: fc.boolean(),
      contains: inner,
      minContains: fc.integer({ min: 0, max: 2 }),
      maxContains: fc.integer({ min: 1, max: 2 }),
      unevaluatedItems: fc.constant<RandomSchema>(false),
    },
    { requiredKeys: ["type"], noNullPrototype: true },
  );
  const branches = fc.array(inner, { minLength: 1, maxLength: 3 });
  return {
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { arbitrary: scalar, weight: 4 },
      { arbitrary: sparse(object), weight: 4 },
      { arbitrary: sparse(array), weight: 2 },
      { arbitrary: fc.record({ anyOf: branches }), weight: 2 },
      { arbitrary: fc.record({ oneOf: branches }), weight: 1 },
      { arbitrary: fc.record({ allOf: fc.array(inner, { minLength: 1, maxLength: 2 }) }), weight: 2 },
      { arbitrary: fc.record({ not: inner, type: fc.constantFrom("string", "integer", "object") }), weight: 1 },
      { arbitrary: fc.record({ if: inner, then: inner, else: inner }, { requiredKeys: ["if", "then"], noNullPrototype: true }), weight: 1 },
      { arbitrary: fc.constantFrom(...componentNames).map(refTo), weight: 1 },
      { arbitrary: tagged, weight: 1 },
      {
        arbitrary: fc
          .tuple(fc.constantFrom("oneOf", "anyOf", "allOf"), fc.uniqueArray(fc.constantFrom(...componentNames), { minLength: 1, maxLength: 3 }))
          .map(([keyword, referred]): RandomSchema => ({ [keyword]: referred.map(refTo) })),
        weight: 1,
      },
      { arbitrary: fc.tuple(inner, inner).map(([one, other]): RandomSchema => beside(one, other)), weight: 1 },
      { arbitrary: fc.constantFrom<RandomSchema>(true, {}), weight: 1 },
    ),
  };
});

/** What both say, side by side in one schema. */
function beside(one: RandomSchema, other: RandomSchema): RandomSchema {
  return typeof one === "boolean" || typeof other === "boolean" ? one : { ...one, ...other };
}

export interface RandomDocument {
  readonly schema: RandomSchema;
  /** What `$ref` leads to. */
  readonly components: Readonly<Record<string, RandomSchema>>;
}

/** A scalar, a tree of itself, and two animals. References stand below properties and items only, so that each leads somewhere. */
export const randomComponents = fc
  .record({
    label: scalar,
    leaf: scalar,
    tag: fc.constantFrom<RandomSchema>({ const: "Cat" }, { enum: ["Cat", "Kitten"] }, { type: "string" }),
    other: fc.constantFrom<RandomSchema>({ const: "Dog" }, { const: "Dog" }, { type: "string" }),
    lives: randomSchema,
  })
  .map(({ label, leaf, tag, other, lives }): RandomDocument["components"] => ({
    Text: label,
    Tree: {
      type: "object",
      properties: { a: leaf, b: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
      additionalProperties: false,
    },
    Cat: { type: "object", required: ["kind"], properties: { kind: tag, a: lives } },
    Dog: { type: "object", required: ["kind"], properties: { kind: other, b: { type: "integer" } } },
  }));

export const randomValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(
      "",
      "x",
      "Cat",
      "Dog",
      "Kitten",
      "y",
      "xyz",
      "12",
      "xyzxyzxyz",
      "2026-01-01",
      0,
      1,
      2,
      3,
      4,
      6,
      -1,
      1.5,
      7,
      1e10,
      null,
      true,
      false,
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names, "d", "long", "kind"), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
