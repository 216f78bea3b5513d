import fc from "fast-check";
import type { Json } from "tallystick/model";

const names = fc.constantFrom("a", "b", "c", "d");
const texts = fc.constantFrom("", "a", "ab", "abc", "1", "\u{1f600}", "B2");
const numbers = fc.constantFrom(-2, -1, 0, 1, 2, 3, 1.5, 2.5);

/** Small values, so that chance makes some of them equal. */
export const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, false),
    numbers,
    texts,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(names, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Any keywords beside each other; references are `#/$defs/x` and `#/$defs/y`. */
export const { schema } = fc.letrec<{ schema: Json }>((tie) => {
  const one = tie("schema");
  const some = fc.array(one, { minLength: 1, maxLength: 3 });
  const map = fc.dictionary(names, one, { maxKeys: 3, noNullPrototype: true });
  const size = fc.integer({ min: 0, max: 3 });
  const types = fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object");
  const keywords: Record<string, fc.Arbitrary<Json>> = {
    type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
    enum: fc.uniqueArray(value, { minLength: 1, maxLength: 3, selector: (each) => JSON.stringify(each) }),
    const: value,
    minimum: numbers,
    maximum: numbers,
    exclusiveMinimum: numbers,
    exclusiveMaximum: numbers,
    multipleOf: fc.constantFrom(1, 2, 0.5),
    minLength: size,
    maxLength: size,
    pattern: fc.constantFrom("^a", "b$", "^[a-c]*$", "\\d"),
    minItems: size,
    maxItems: size,
    uniqueItems: fc.boolean(),
    items: one,
    prefixItems: some,
    contains: one,
    minContains: size,
    maxContains: size,
    properties: map,
    patternProperties: fc.dictionary(fc.constantFrom("^a", "[bc]"), one, { maxKeys: 2, noNullPrototype: true }),
    additionalProperties: one,
    propertyNames: one,
    required: fc.uniqueArray(names, { maxLength: 2 }),
    minProperties: size,
    maxProperties: size,
    dependentRequired: fc.dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), { maxKeys: 2, noNullPrototype: true }),
    dependentSchemas: map,
    allOf: some,
    anyOf: some,
    oneOf: some,
    not: one,
    if: one,
    then: one,
    else: one,
    $ref: fc.constantFrom("#/$defs/x", "#/$defs/y"),
    unevaluatedProperties: one,
    unevaluatedItems: one,
  };
  const entry = fc
    .constantFrom(...Object.keys(keywords))
    .chain((keyword) => (keywords[keyword] as fc.Arbitrary<Json>).map((each) => [keyword, each] as const));
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc.boolean(),
      fc.array(entry, { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as Json),
    ),
  };
});
