import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/model/index.js";
import { Applied } from "../../src/values/evaluate/applied.js";
import { failures, type Failure } from "../../src/values/evaluate/evaluate.js";
import { full } from "../../src/values/index.js";
import { edited, type Token } from "../../src/values/json.js";
import { randomSchema } from "./random-schema.js";
import { modelOf } from "./schemas.js";
import { trickySchemas } from "./tricky.js";

const others: readonly Json[] = [null, 7, -0.5, "not it", "", true, [], ["a", "a"], {}, { a: 1, unexpected: true }];

/** What refuses the values of a schema with something else at each place, as it is found by those that are applied there, and by all. */
function* refused(document: Json): Generator<{ readonly there: readonly Failure[]; readonly whole: readonly Failure[] }> {
  const model = modelOf(document);
  const made = full(model.schema, model);
  if (!made.found) return;
  const applied = new Applied(model.schema, model);
  for (const at of placesIn(made.value)) {
    // At the root the two are one.
    if (at.length === 0) continue;
    const schemas = applied.at(at);
    if (schemas === undefined) continue;
    for (const other of others) {
      yield {
        there: schemas.flatMap((schema) => failures(schema, other, model, { at })),
        whole: failures(model.schema, edited(made.value, at, other), model),
      };
    }
  }
}

function placesIn(value: Json): readonly (readonly Token[])[] {
  const parts: readonly (readonly [Token, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((item, index) => [index, item])
    : Object.entries(typeof value === "object" && value !== null ? (value as Record<string, Json>) : {});
  return [[], ...parts.flatMap(([token, part]) => placesIn(part).map((rest) => [token, ...rest]))];
}

test("subschemas reject at a location what the whole schema rejects", () => {
  let compared = 0;
  for (const [name, document] of Object.entries(trickySchemas))
    for (const { there, whole } of refused(document)) {
      compared++;
      expect({ name, failures: there }).toEqual({ name, failures: whole });
    }
  expect(compared).toBeGreaterThan(200);
});

test("subschemas reject at a location what a random schema rejects", () => {
  let looked = 0;
  fc.assert(
    fc.property(randomSchema, (document) => {
      for (const { there, whole } of refused(document)) {
        looked++;
        expect(there).toEqual(whole);
      }
    }),
    { numRuns: 300, seed: 20261129 },
  );
  expect(looked).toBeGreaterThan(3000);
});

test.each<[string, Json, Json]>([
  ["a union", { anyOf: [{ properties: { a: { type: "string" } } }] }, { a: "b" }],
  ["a condition", { if: { required: ["a"] }, then: { properties: { a: { type: "string" } } } }, { a: "b" }],
  ["uniqueItems", { uniqueItems: true, items: { type: "string" } }, ["b"]],
  ["an enum", { enum: [{ a: "b" }], properties: { a: { type: "string" } } }, { a: "b" }],
  ["unevaluatedProperties", { properties: { a: { type: "string" } }, unevaluatedProperties: false }, { a: "b" }],
  ["itself", { $ref: "#", properties: { a: { type: "string" } } }, { a: "b" }],
])("reports no sole subschema below %s", (_, document, value) => {
  const model = modelOf({ type: ["array", "object"], ...(document as object) });
  expect(placesIn(value).map((place) => new Applied(model.schema, model).at(place) !== undefined)).toEqual([true, false]);
});
