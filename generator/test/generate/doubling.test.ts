import { expect, test } from "vitest";
import { generate } from "../../src/generate.js";
import { openapi, written } from "../documents.js";

const depth = 40;

/** Schemas of which each leads to the next one twice: 2^40 ways through them. */
function doubling(schema: (next: object) => object): string {
  const reference = (index: number): object => ({ $ref: `#/components/schemas/D${index}` });
  const schemas = Object.fromEntries(
    Array.from({ length: depth }, (_, index) => [
      `D${index}`,
      index === depth - 1 ? { type: "object", properties: { kind: { const: "last" } }, required: ["kind"] } : schema(reference(index + 1)),
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
  "makes everything of schemas that double with every step, by %s, in no more time than there are schemas",
  async (_, schema) => {
    const { files, diagnostics } = await generate(doubling(schema));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(files.length).toBeGreaterThan(2 * depth);
    expect(Math.max(...files.map(({ text }) => text.length))).toBeLessThan(1_000_000);
  },
  120_000,
);

test("makes everything of a long chain of references", async () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [`R${index}`, index === 0 ? { type: "string" } : { $ref: `#/components/schemas/R${index - 1}` }]),
  );
  const { files, diagnostics } = await generate(written(openapi({ components: { schemas } })));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(files.length).toBeGreaterThan(1_200);
}, 120_000);
