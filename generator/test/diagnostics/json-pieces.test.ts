import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonPieces, jsonText } from "../../src/model/json-text.js";

test("pieces are those of the whole text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
      expect([...jsonPieces(value)].join("")).toBe(jsonText(value, 2));
    }),
    { numRuns: 500 },
  );
  const absent = { a: undefined, b: [undefined, { c: undefined, d: [] }], e: {}, f: [[{ g: [1, [2]] }]], h: "\u202e" };
  expect([...jsonPieces(absent)].join("")).toBe(jsonText(absent, 2));
});

test("each item of a list is a piece of its own", () => {
  const findings = Array.from({ length: 100 }, (_, index) => ({ index, text: "x".repeat(1000) }));
  for (const piece of jsonPieces({ findings })) expect(piece.length).toBeLessThan(1100);
});
