import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Equality } from "../../src/diff/compare/schemas/equality.js";

const data = fc.anything({ withMap: true, withSet: true, withNullPrototype: false, maxDepth: 3 });

/** As JSON with the order of everything in it: Node's own comparison takes two orders of one object for the same. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner instanceof Map) return { map: [...(inner as ReadonlyMap<unknown, unknown>)] };
    if (inner instanceof Set) return { set: [...(inner as ReadonlySet<unknown>)] };
    return inner;
  });
}

test("agrees with Node's comparison of equal values in order", () => {
  fc.assert(
    fc.property(data, data, (a, b) => {
      const equality = new Equality();
      expect(equality.areSame(a, structuredClone(a))).toBe(true);
      expect(equality.areSame(a, b)).toBe(isDeepStrictEqual(a, b) && inOrder(a) === inOrder(b));
    }),
    { numRuns: 500 },
  );
});

test.each([
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [new Map([["a", 1]]), new Map([["b", 1]])],
  [new Set(["a", "b"]), new Set(["b", "a"])],
  [{ a: undefined }, {}],
  [[1, 2], [1]],
  [[], {}],
  [null, {}],
])("%j and %j differ", (a, b) => {
  expect(new Equality().areSame(a, b)).toBe(false);
});

test("compares a part again with another value", () => {
  const equality = new Equality();
  const part = { x: 1 };
  expect(equality.areSame(part, { x: 1 })).toBe(true);
  expect(equality.areSame(part, { x: 2 })).toBe(false);
});
