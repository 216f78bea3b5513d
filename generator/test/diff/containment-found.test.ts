import { expect, test } from "vitest";
import { mistakesOf } from "./containment.js";
import type { RandomDocument, RandomSchema } from "./random-schemas.js";

const ref = (name: string): RandomSchema => ({ $ref: `#/components/schemas/${name}` });
const document = (schema: RandomSchema, components: RandomDocument["components"] = {}): RandomDocument => ({ schema, components });
const open: RandomSchema = { type: "object", properties: { a: { type: "string" } } };

/** What random pairs showed to be missed, or told wrongly, in its smallest words, with values that tell. */
const found: readonly (readonly [name: string, old: RandomDocument, next: RandomDocument, values: readonly unknown[]])[] = [
  [
    "a branch of a oneOf that is a reference and refuses more, beside one that takes anything",
    document({ oneOf: [ref("Tree"), {}] }, { Tree: open }),
    document({ oneOf: [ref("Tree"), {}] }, { Tree: { ...open, additionalProperties: false } }),
    [{ b: 1 }, {}],
  ],
];

test.each(found)("%s is told there and back as Ajv tells it", async (_name, old, next, values) => {
  expect(await mistakesOf([old, next], values)).toEqual([]);
  expect(await mistakesOf([next, old], values)).toEqual([]);
});
