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

test("what breaks hundreds of parts of one object is found by looking at what each declares", () => {
  const model = modelOf({ allOf: range.map((index) => ({ allOf: [property(2 * index), property(2 * index + 1)] })) });
  expect(timeOf(() => invalidVariants(model.schema, model, { follow: false }))).toBeLessThan(6000);
});

test("a text for hundreds of patterns has something for each, and pairs are not tried without end", () => {
  const model = modelOf({ type: "string", allOf: range.map((index) => ({ pattern: `x${index}` })) });
  let made: unknown;
  expect(timeOf(() => (made = minimal(model.schema, model)))).toBeLessThan(3000);
  expect(made).toMatchObject({ found: true, value: expect.stringMatching(/x0.*x399/) });
});

test("a pattern that no text fits is searched once, however many values need one", () => {
  const text: Json = { type: "string", pattern: "^(?=.*[A-Z])[a-z]{8,64}$" };
  const model = modelOf({
    type: "object",
    properties: Object.fromEntries(range.map((index) => [`p${index}`, { type: "object", properties: { a: text, b: { type: "integer" } } }])),
  });
  let made: unknown;
  expect(timeOf(() => (made = full(model.schema, model)))).toBeLessThan(1500);
  expect(made).toMatchObject({ found: true, value: { p0: { b: 1 } } });
});

test("a schema that needs one without a value is not searched", () => {
  const size = 58;
  const pair = (index: number): Json => ({ type: "object", required: ["a", "b"], properties: { a: { $ref: ref(index) }, b: { $ref: ref(index) } } });
  const ref = (index: number): string => `#/$defs/S${index}`;
  const schemas = Object.fromEntries(
    Array.from({ length: size }, (_, index): [string, Json] => [`S${index}`, index === 0 ? { type: "object" } : pair(index - 1)]),
  );
  const model = modelOf({ $ref: ref(size - 1), $defs: schemas });
  let made: unknown;
  expect(timeOf(() => (made = [...model.schemas.values()].map((schema) => full(schema, model).found)))).toBeLessThan(2000);
  expect(made).toEqual(expect.arrayContaining([true, false]));
});
