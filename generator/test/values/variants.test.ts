import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/model/index.js";
import { invalidVariants, type Variant } from "../../src/values/index.js";
import { edited } from "../../src/values/json.js";
import { judgeOf, strayErrors } from "./judge.js";
import { randomSchema } from "./random-schema.js";
import { modelOf } from "./schemas.js";
import { trickySchemas } from "./tricky.js";

const variantsOf = (document: Json): ReturnType<typeof invalidVariants> => {
  const model = modelOf(document);
  return invalidVariants(model.schema, model);
};
const wrong = (document: Json, variants: readonly Variant[]): readonly unknown[] => {
  const judge = judgeOf(document);
  return variants.flatMap((variant) => {
    const stray = strayErrors(variant, judge(variant.value));
    return stray === undefined || stray.length > 0
      ? [{ variant, stray: stray ?? "does not fail that keyword there", errors: judge(variant.value) }]
      : [];
  });
};

// Ajv takes a property named like something on Object.prototype to be there always.
const judged = Object.entries(trickySchemas).filter(([name]) => name !== "property names of Object.prototype");

test.each(judged)("Ajv confirms every invalid example of %s", (_, document) => {
  expect(wrong(document, variantsOf(document).variants)).toEqual([]);
});

test.each([
  ["url", ["a b", "auto"]],
  ["iso-time", ["a b", "auto"]],
  ["iso-date-time", ["a b", "auto"]],
])("breaks oneOf next to format %s for Ajv, too", (format, words) => {
  const oneOf = [{ type: "string", format }, { enum: words }];
  const { variants } = variantsOf({ oneOf });
  expect(variants.map(({ keyword }) => keyword)).toContain("oneOf");
  expect(wrong({ oneOf }, variants)).toEqual([]);
});

test("every invalid example is one edit from a valid one", () => {
  for (const document of Object.values(trickySchemas)) {
    const { bases, variants } = variantsOf(document);
    for (const { value, edit, base } of variants) {
      const path = edit.property === undefined ? edit.tokens : [...edit.tokens, edit.property];
      expect(edited(bases[base] as Json, path, edit.value)).toEqual(value);
    }
  }
});

test("nearly every assertion has an invalid example, others a reason", () => {
  const all = Object.values(trickySchemas).map(variantsOf);
  const variants = all.flatMap((each) => each.variants).length;
  const unbreakable = all.flatMap((each) => each.unbreakable);
  expect(unbreakable.filter(({ reason }) => !/\w.*\.$/.test(reason))).toEqual([]);
  expect({ ratio: variants / (variants + unbreakable.length), unbreakable }).toMatchObject({ ratio: expect.closeTo(0.97, 1) });
});

test.each<[string, Json, readonly unknown[]]>([
  ["all that an enum lists is of that type", { type: "string", enum: ["a", "b"] }, [[7, ["enum"]]]],
  ["an enum lists something of another type", { type: ["string", "integer"], enum: ["a", true] }, [[true, []]]],
  [
    "another type is part of it",
    { allOf: [{ type: "number" }, { type: "integer" }] },
    [
      ["not it", ["type"]],
      [7.5, []],
    ],
  ],
  ["a const is of that type", { type: "string", const: "a" }, [[7, ["const"]]]],
  ["the other keyword only counts under a condition", { type: "string", if: { type: "integer" }, then: { enum: ["a"] } }, [[true, []]]],
])("breaks a type with few other errors if %s", (_, document, expected) => {
  const { variants } = variantsOf(document);
  expect(variants.filter(({ keyword }) => keyword === "type").map(({ value, also }) => [value, also])).toEqual(expected);
});

test.each<[string, Json, string]>([
  ["a branch that takes everything", { anyOf: [{ type: "string" }, true] }, "another branch"],
  ["a pattern that matches everything", { type: "string", pattern: ".*" }, "does not match"],
  ["a schema without a value", { type: "string", minLength: 2, maxLength: 1 }, "no valid value"],
])("explains why nothing breaks %s", (_, document, reason) => {
  expect(variantsOf(document).unbreakable.map((each) => each.reason)).toContainEqual(expect.stringContaining(reason));
});

test("Ajv confirms every invalid example of random schemas", () => {
  let [variants, unbreakable] = [0, 0];
  fc.assert(
    fc.property(randomSchema, (document) => {
      const result = variantsOf(document);
      if (result.bases.length === 0) return;
      variants += result.variants.length;
      unbreakable += result.unbreakable.length;
      expect(wrong(document, result.variants)).toEqual([]);
    }),
    { numRuns: 150, seed: 20261125 },
  );
  expect(variants / (variants + unbreakable)).toBeGreaterThan(0.8);
});

test("distinguishes slow branches from impossible ones", () => {
  const list = {
    type: "array",
    minItems: 200,
    items: { type: "object", required: ["q", "r"], properties: { q: { type: "string" }, r: { type: "integer" } } },
  };
  const branch = (name: string): Json => ({ type: "object", required: [name], properties: { [name]: list } });
  const { variants, unbreakable } = variantsOf({ anyOf: [branch("x"), branch("y")] });
  expect([variants.length, unbreakable]).toEqual([18, []]);
});
