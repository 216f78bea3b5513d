import * as fc from "fast-check";
import type { Json } from "../../src/model/index.js";

const scalar = fc.oneof(
  fc.record(
    { type: fc.constant("string"), minLength: fc.integer({ min: 0, max: 5 }), maxLength: fc.integer({ min: 5, max: 9 }) },
    { requiredKeys: ["type"] },
  ),
  fc.record({
    type: fc.constant("string"),
    format: fc.constantFrom("uuid", "date-time", "date", "email", "uri", "ipv4", "ipv6", "hostname", "duration"),
  }),
  fc.record(
    {
      type: fc.constantFrom("integer", "number"),
      minimum: fc.integer({ min: -50, max: 0 }),
      maximum: fc.integer({ min: 10, max: 90 }),
      multipleOf: fc.constantFrom(1, 5, 0.5),
    },
    { requiredKeys: ["type"] },
  ),
  fc.record({ type: fc.constant("boolean") }),
  fc.record({ enum: fc.uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { minLength: 1, maxLength: 4 }) }),
);
// No names of Object.prototype: Ajv takes those to be there always.
const name = fc.constantFrom("a", "b", "c", "valueOfA", "x-y");
/** Schemas as they come: nested, overlapping, at times without any value. */
export const { schema: randomSchema } = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar as fc.Arbitrary<Json>,
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(name, tie("schema"), { maxKeys: 3, noNullPrototype: true }),
      required: fc.uniqueArray(name, { maxLength: 2 }),
    }),
    fc.record({ type: fc.constant("object"), additionalProperties: tie("schema"), minProperties: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ type: fc.constant("array"), items: tie("schema"), minItems: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
  ),
}));
