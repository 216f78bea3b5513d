import { expect, test, vi } from "vitest";
import { diff } from "../../src/diff/diff.js";
import type { ApiModel, Json, Schema } from "../../src/model/index.js";
import type { Refusals } from "../../src/values/evaluate/assertions.js";
import { accepts, invalidVariants, seeded } from "../../src/values/index.js";
import { modelOf as modelOfDocument, withSchema } from "../diff/documents.js";

type Hold = (schema: Schema, value: Json, refusals: Refusals) => boolean;

/** A keyword that exists in this test only: it has its check, and no other support. */
const keyword = "multipleOfAny";
const divisorsOf = (schema: Schema): readonly number[] | undefined => (schema.number as Record<string, readonly number[]> | undefined)?.[keyword];

vi.mock(import("../../src/values/evaluate/assertions.js"), async (original) => {
  const { assertionsHold } = await original();
  const hold: Hold = (schema, value, refusals) => {
    const others = assertionsHold(schema, value, refusals);
    const isMet = typeof value !== "number" || (divisorsOf(schema)?.some((each) => value % each === 0) ?? true);
    return isMet ? others : refusals.no(schema, keyword);
  };
  return { assertionsHold: hold };
});

const integer = (divisors: readonly number[]): Schema =>
  ({ id: "#", place: { file: "", pointer: "#" }, type: ["integer"], number: { minimum: 7, [keyword]: divisors } }) as Schema;
const modelOf = (schema: Schema) => ({ schemas: new Map([["#", schema]]) });

test("finds values of a keyword that only has a check", () => {
  const schema = integer([5, 9]);
  const values = [1, 2, 3].map((seed) => seeded(schema, seed, modelOf(schema)));
  expect(values.every((each) => each.found && accepts(schema, each.value, modelOf(schema)))).toBe(true);
});

test("breaks a keyword that only has a check", () => {
  const schema = integer([5, 9]);
  const { variants } = invalidVariants(schema, modelOf(schema));
  const broken = variants.filter((variant) => variant.keyword === keyword);
  expect(broken).toHaveLength(1);
  expect(broken.every(({ value }) => !accepts(schema, value, modelOf(schema)))).toBe(true);
});

test("reports a change of a keyword that only has a check", async () => {
  const document = withSchema({ $ref: "#/components/schemas/Count" }, { Count: { type: "integer" } });
  const modelWith = async (divisor: number): Promise<ApiModel> => {
    const model = await modelOfDocument(document);
    for (const schema of model.schemas.values()) Object.assign(schema, { number: { [keyword]: [divisor] } });
    return model;
  };
  const old = await modelWith(5);
  expect(diff(old, await modelWith(5)).changes).toEqual([]);
  const { changes } = diff(old, await modelWith(7));
  expect(changes.map(({ code, pointer }) => [code, pointer?.new])).toEqual([
    ["constraint-changed", `#/components/schemas/Count/${keyword}`],
    ["constraint-changed", `#/components/schemas/Count/${keyword}`],
  ]);
});
