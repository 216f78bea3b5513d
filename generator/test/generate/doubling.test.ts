import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { generate } from "../../src/generate.js";
import { openModel } from "../../src/open-model.js";
import { openapi, written } from "../documents.js";

/** Schemas of which each leads to the next one twice: 2^40 ways through them. */
function doubling(schema: (next: object) => object, depth: number = 40, last: string = "last"): string {
  const reference = (index: number): object => ({ $ref: `#/components/schemas/D${index}` });
  const schemas = Object.fromEntries(
    Array.from({ length: depth }, (_, index) => [
      `D${index}`,
      index === depth - 1 ? { type: "object", properties: { kind: { const: last } }, required: ["kind"] } : schema(reference(index + 1)),
    ]),
  );
  const content = { "application/json": { schema: reference(0) } };
  return written(openapi({ paths: { "/": { get: { responses: { "200": { description: "ok", content } } } } }, components: { schemas } }));
}

test.each([
  ["anyOf", (next: object) => ({ anyOf: [next, next] })],
  ["allOf", (next: object) => ({ allOf: [next, next] })],
  ["required properties", (next: object) => ({ type: "object", required: ["a", "b"], properties: { a: next, b: next } })],
  ["optional properties", (next: object) => ({ type: "object", properties: { a: next, b: next } })],
  ["items", (next: object) => ({ type: "array", minItems: 2, prefixItems: [next, next] })],
])(
  "generates exponentially nested schemas, by %s, in linear time",
  async (_, schema) => {
    const { files, diagnostics } = await generate(doubling(schema));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(files.length).toBeGreaterThan(80);
    expect(Math.max(...files.map(({ text }) => text.length))).toBeLessThan(1_000_000);
  },
  120_000,
);

/** Schemas of which each leads to the next one in two ways that differ. */
const further = { type: "object", required: ["x"], properties: { x: { type: "string" } } };
const unlike: readonly (readonly [string, (next: object) => object])[] = [
  ["oneOf", (next) => ({ oneOf: [next, { allOf: [next, further] }] })],
  ["anyOf", (next) => ({ anyOf: [next, { allOf: [next, further] }] })],
  ["dependentSchemas", (next) => ({ type: "object", properties: { x: {}, y: {} }, dependentSchemas: { x: next, y: { allOf: [next, further] } } })],
];

test.each(unlike)(
  "generates schemas with two different paths through %s",
  async (_, schema) => {
    const { files, diagnostics } = await generate(doubling(schema, 24));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(files.length).toBeGreaterThan(48);
  },
  // Their ways were gone through one by one, which took hours and all memory.
  120_000,
);

test.each(unlike)(
  "diff compares such schemas of %s",
  async (_, schema) => {
    const [old, next] = await Promise.all([doubling(schema, 24), doubling(schema, 24, "final")].map(async (path) => (await openModel(path)).model));
    if (old === undefined || next === undefined) throw new Error("no model");
    expect(diff(old, next).changes.length).toBeGreaterThan(0);
  },
  120_000,
);

test("generates mutually referring unions within a bounded search", async () => {
  const count = 16;
  const reference = (index: number): object => ({ $ref: `#/components/schemas/S${index % count}` });
  const schemas = Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const others = Array.from({ length: 10 }, (__, step) => reference(at * 7 + step * step + 1));
      return [`S${at}`, { oneOf: [...others, { type: "object", required: [`x${at}`] }] }];
    }),
  );
  const { files, diagnostics } = await generate(written(openapi({ components: { schemas } })));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(files.length).toBeGreaterThan(count);
}, 120_000);

test("generates a long chain of references", async () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [`R${index}`, index === 0 ? { type: "string" } : { $ref: `#/components/schemas/R${index - 1}` }]),
  );
  const { files, diagnostics } = await generate(written(openapi({ components: { schemas } })));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(files.length).toBeGreaterThan(1_200);
}, 120_000);
