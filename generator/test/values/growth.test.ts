import { expect, test } from "vitest";
import type { Json } from "../../src/model/index.js";
import { full, invalidVariants, minimal } from "../../src/values/index.js";
import { modelOf } from "./schemas.js";
import { cpuTime } from "../cpu-time.js";

/** Milliseconds of work, whatever else the machine does. */
function timeOf(work: () => void): number {
  const start = cpuTime();
  work();
  return cpuTime() - start;
}

const range = Array.from({ length: 400 }, (_, index) => index);
const property = (index: number): Json => ({ type: "object", required: [`x${index}`], properties: { [`x${index}`]: { type: "string" } } });

test("breaks hundreds of allOf parts in linear time", () => {
  const model = modelOf({ allOf: range.map((index) => ({ allOf: [property(2 * index), property(2 * index + 1)] })) });
  expect(timeOf(() => invalidVariants(model.schema, model, { follow: false }))).toBeLessThan(6000);
});

test("generates a text for hundreds of patterns in bounded time", () => {
  const model = modelOf({ type: "string", allOf: range.map((index) => ({ pattern: `x${index}` })) });
  let made: unknown;
  expect(timeOf(() => (made = minimal(model.schema, model)))).toBeLessThan(6000);
  expect(made).toMatchObject({ found: true, value: expect.stringMatching(/x0.*x399/) });
});

test("searches an impossible pattern once", () => {
  const text: Json = { type: "string", pattern: "^(?=.*[A-Z])[a-z]{8,64}$" };
  const model = modelOf({
    type: "object",
    properties: Object.fromEntries(range.map((index) => [`p${index}`, { type: "object", properties: { a: text, b: { type: "integer" } } }])),
  });
  let made: unknown;
  expect(timeOf(() => (made = full(model.schema, model)))).toBeLessThan(1500);
  expect(made).toMatchObject({ found: true, value: { p0: { b: 1 } } });
});

test("does not search a schema with an impossible part", () => {
  const size = 58;
  const pair = (index: number): Json => ({ type: "object", required: ["a", "b"], properties: { a: { $ref: ref(index) }, b: { $ref: ref(index) } } });
  const ref = (index: number): string => `#/$defs/S${index}`;
  const schemas = Object.fromEntries(
    Array.from({ length: size }, (_, index): [string, Json] => [`S${index}`, index === 0 ? { type: "object" } : pair(index - 1)]),
  );
  const model = modelOf({ $ref: ref(size - 1), $defs: schemas });
  let made: unknown;
  expect(timeOf(() => (made = [...model.schemas.values()].map((schema) => full(schema, model).found)))).toBeLessThan(6000);
  expect(made).toEqual(expect.arrayContaining([true, false]));
});
