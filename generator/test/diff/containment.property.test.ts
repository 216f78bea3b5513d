import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "../../src/diff/change.js";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/witness/compiled-judges.js";
import type { Judges } from "../../src/diff/witness/witness.js";
import type { ApiModel } from "../../src/model/index.js";
import { seeded } from "../../src/values/index.js";
import { modelOf, withSchema } from "./documents.js";
import { randomPair, randomValue, type RandomDocument } from "./random-schemas.js";

/** Pairs in a normal run; `TALLYSTICK_RUNS=10000` for the long one. */
const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 150);
const seed = Number(process.env["TALLYSTICK_SEED"] ?? 20_261_125);

test(
  "a break that Ajv sees in a value is reported, every witness holds for Ajv, and swapping the sides swaps the verdicts",
  { timeout: 14_400_000 },
  async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(randomPair, fc.array(randomValue, { minLength: 30, maxLength: 30 }), async ([first, second], values) => {
        const [old, next] = [judgeOf(first), judgeOf(second)];
        const [a, b] = [await modelOf(withSchema(first.schema, first.components)), await modelOf(withSchema(second.schema, second.components))];
        const judges = await compiledJudges(a, b);
        const wire = diff(a, b, { judges }).changes.filter(({ surface }) => surface === "wire");
        const back = diff(b, a, { judges: swapped(judges) }).changes.filter(({ surface }) => surface === "wire");

        for (const { witness, side } of wire) {
          if (witness !== undefined)
            expect([old(witness.value), next(witness.value)], JSON.stringify(witness)).toEqual(side === "request" ? [true, false] : [false, true]);
        }

        // By policy, and by the standard reading of open objects, a property that comes or goes is no break although it constrains a name that was free.
        if ([...wire, ...back].some(({ code }) => code.endsWith("-property-added") || code.endsWith("-property-removed"))) return;
        compared += 1;
        expect(isNoticed(back, "response"), "there and back").toBe(isNoticed(wire, "request"));
        for (const value of [...values, ...made(a), ...made(b)]) {
          if (old(value) && !next(value)) expect(isNoticed(wire, "request"), `request: ${JSON.stringify(value)}`).toBe(true);
          if (next(value) && !old(value)) expect(isNoticed(wire, "response"), `response: ${JSON.stringify(value)}`).toBe(true);
        }
      }),
      { numRuns: runs, seed },
    );
    expect(compared).toBeGreaterThan(runs / 4);
  },
);

function swapped({ models, judge }: Judges): Judges {
  return { models: { old: models.new, new: models.old }, judge: (version, schema, side) => judge(version === "old" ? "new" : "old", schema, side) };
}

/** Breaking, or a warning that says why it is none. */
function isNoticed(changes: readonly Change[], side: "request" | "response"): boolean {
  return changes.some((change) => change.side === side && (change.level === "breaking" || change.level === "warning"));
}

function judgeOf({ schema, components }: RandomDocument): ValidateFunction {
  const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false }));
  return ajv.compile({ $ref: "#/components/schemas/Root", components: { schemas: { ...components, Root: schema } } });
}

/** What the fixture generator makes of the schema: values that random ones seldom are. */
function made(model: ApiModel): readonly unknown[] {
  const schema = model.operations[0]?.requestBody?.content[0]?.schema;
  if (schema === undefined) return [];
  return [1, 2, 3, 4, 5, 6].flatMap((step) => {
    const value = seeded(schema, step, model, { direction: "request" });
    return value.found ? [value.value] : [];
  });
}
