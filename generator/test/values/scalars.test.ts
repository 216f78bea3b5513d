import * as fc from "fast-check";
import { expect, test } from "vitest";
import { numbersFor, plainScalar, textsFor, type ValueStyle } from "../../src/values/build/scalars.js";
import { shapeOf } from "../../src/values/build/shape.js";
import { randomFrom } from "../../src/values/random.js";
import { modelOf } from "./schemas.js";

const style = fc.record({
  mode: fc.constantFrom("minimal", "full"),
  step: fc.constant(0),
  name: fc.constantFrom("text", "first_name", "email", "url", "createdAt", "port", "total", "ein Name", "😀"),
  random: fc.constant(randomFrom(() => 7)),
}) satisfies fc.Arbitrary<ValueStyle>;

const bound = fc.option(fc.integer({ min: -5, max: 2_000_000_000_000 }), { nil: undefined });
const length = fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined });
const format = fc.option(fc.constantFrom("int32", "int64", "float", "uuid", "url", "password"), { nil: undefined });
const type = fc.constantFrom("string", "integer", "number");
const keywords = fc.record({ minimum: bound, exclusiveMaximum: bound, minLength: length, maxLength: length, format });

test("the direct value equals the first value of the search", () => {
  fc.assert(
    fc.property(type, keywords, style, fc.boolean(), (of, said, wanted, isHint) => {
      const requested = Object.entries({ type: of, ...said }).flatMap(([keyword, value]) => (value === undefined ? [] : [[keyword, value] as const]));
      const shape = shapeOf([{ ...modelOf(Object.fromEntries(requested)).schema, ...(isHint && { formatIsAnnotation: true }) }], []);
      const plain = shape === undefined ? undefined : plainScalar(of, shape, wanted);
      fc.pre(shape !== undefined && plain !== undefined);
      const [first] = of === "string" ? textsFor(shape, wanted) : numbersFor(shape, of === "integer", wanted);
      expect(plain).toBe(first);
    }),
    { numRuns: 500 },
  );
});
