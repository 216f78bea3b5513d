import { expect, test } from "vitest";
import type { Json } from "../../src/model/index.js";
import { invalidVariants, minimal } from "../../src/values/index.js";
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
