import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/model/json.js";
import { canonical, Distinct, isUniqueList } from "../../src/values/json.js";

const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.jsonValue({ maxDepth: 2 })), { maxLength: 40 }) as fc.Arbitrary<Json[]>;

test("detects equal items of long lists", () => {
  fc.assert(
    fc.property(values, (items) => {
      const texts = items.map(canonical);
      expect(isUniqueList(items)).toBe(new Set(texts).size === items.length);
      const distinct = new Distinct();
      for (const [index, item] of items.entries()) {
        expect(distinct.has(item)).toBe(texts.indexOf(texts[index] ?? "") < index);
        distinct.add(item);
      }
    }),
  );
});
