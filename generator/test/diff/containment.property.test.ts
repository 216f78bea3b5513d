import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/witness/compiled-judges.js";
import { modelOf, withSchema } from "./documents.js";

/** Pairs in a normal run; `TALLYSTICK_RUNS=10000` for the long one. */
const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 150);

type Schema = Readonly<Record<string, unknown>>;
const names = ["a", "b", "c"] as const;

const scalar: fc.Arbitrary<Schema> = fc.oneof(
  fc.record(
    { type: fc.constant("string"), minLength: fc.integer({ min: 0, max: 3 }), maxLength: fc.integer({ min: 3, max: 6 }) },
    { requiredKeys: ["type"] },
  ),
  fc.record(
    {
      type: fc.constantFrom("integer", "number"),
      minimum: fc.integer({ min: -3, max: 2 }),
      maximum: fc.integer({ min: 2, max: 6 }),
      exclusiveMinimum: fc.integer({ min: -3, max: 2 }),
      multipleOf: fc.constantFrom(1, 2, 3),
    },
    { requiredKeys: ["type"] },
  ),
  fc.record({ type: fc.constantFrom("boolean", "null") }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom<unknown>("x", "y", 1, 2, null, true), { minLength: 1, maxLength: 4 }) }),
  fc.record({ type: fc.uniqueArray(fc.constantFrom("string", "integer", "null", "boolean"), { minLength: 1, maxLength: 3 }) }),
);

const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.record(
      {
        type: fc.constant("object"),
        properties: fc
          .uniqueArray(fc.tuple(fc.constantFrom(...names), tie("schema")), { maxLength: 3, selector: ([name]) => name })
          .map((entries) => Object.fromEntries(entries)),
        required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
        additionalProperties: fc.constant(false),
      },
      { requiredKeys: ["type", "properties"] },
    ),
    fc.record(
      {
        type: fc.constant("array"),
        items: tie("schema"),
        minItems: fc.integer({ min: 0, max: 2 }),
        maxItems: fc.integer({ min: 2, max: 4 }),
        uniqueItems: fc.boolean(),
      },
      { requiredKeys: ["type", "items"] },
    ),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
  ),
}));

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>("", "x", "y", "xyz", "xyzxyz", "xyzxyzxyz", 0, 1, 2, 3, -1, 1.5, 7, null, true, false),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.constantFrom(...names, "d"), tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("a break that Ajv sees in a sampled value is reported, and every witness holds for Ajv", { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, fc.array(value, { minLength: 30, maxLength: 30 }), async (first, second, values) => {
      const ajv = new Ajv2020({ strict: false });
      const [old, next] = [ajv.compile(first), ajv.compile(second)];
      const [a, b] = [await modelOf(withSchema(first)), await modelOf(withSchema(second))];
      const { changes } = diff(a, b, { judges: await compiledJudges(a, b) });
      const wire = changes.filter((change) => change.surface === "wire");

      for (const { witness, side } of wire) {
        if (witness === undefined) continue;
        expect([old(witness.value), next(witness.value)], JSON.stringify(witness)).toEqual(side === "request" ? [true, false] : [false, true]);
      }
      // By policy, and by the standard reading of open objects, a new optional property is no break although it constrains a name that was free.
      if (wire.some((change) => change.code === "optional-property-added" || change.code === "optional-property-removed")) return;
      const reported = (side: string): boolean => wire.some((change) => change.side === side && change.level === "breaking");
      if (values.some((sample) => old(sample) && !next(sample))) expect(reported("request"), "request").toBe(true);
      const looser = wire.some((change) => change.side === "response" && change.level === "warning");
      if (values.some((sample) => next(sample) && !old(sample))) expect(reported("response") || looser, "response").toBe(true);
    }),
    { numRuns: runs, seed: 20_261_125 },
  );
});
