import fc from "fast-check";
import { expect, test } from "vitest";
import { mistakesOf } from "./containment.js";
import { randomPair } from "./random-pairs.js";
import { randomValue } from "./random-schemas.js";

/** Pairs for a change, the same ones each time; a night looks at `TALLYSTICK_RUNS=2000` others. */
const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 30);
const seed = Number(process.env["TALLYSTICK_SEED"] ?? 20_261_125);

test("reports what Ajv rejects as breaking, symmetrically", { timeout: 14_400_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(randomPair, fc.array(randomValue, { minLength: 30, maxLength: 30 }), async (pair, values) => {
      expect(await mistakesOf(pair, values)).toEqual([]);
    }),
    // Shrinking would make schemas that the arbitraries never do.
    { numRuns: runs, seed, endOnFailure: true },
  );
});
