import { code, type Code } from "../../print/code.js";
import { test } from "../code/expression.js";
import { calling } from "../code/piece.js";
import type { Keyword } from "../keyword.js";
import { keywordRule } from "../code/symbols.js";
import type { NumberAssertions } from "../../../model/schemas/schema.js";

type Bound = "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum";

export const minimum = bound("minimum", (value, limit) => [code`${value} >= ${limit}`, code`${value} < ${limit}`]);
export const maximum = bound("maximum", (value, limit) => [code`${value} <= ${limit}`, code`${value} > ${limit}`]);
export const exclusiveMinimum = bound("exclusiveMinimum", (value, limit) => [code`${value} > ${limit}`, code`${value} <= ${limit}`]);
export const exclusiveMaximum = bound("exclusiveMaximum", (value, limit) => [code`${value} < ${limit}`, code`${value} >= ${limit}`]);

function bound(keyword: Bound, compare: (value: Code, limit: number) => readonly [holds: Code, fails: Code]): Keyword {
  const limitOf = (number: NumberAssertions | undefined): number => number?.[keyword] ?? 0;
  return {
    keyword,
    group: "number",
    has: (schema) => schema.number?.[keyword] !== undefined,
    test: (schema, value) => test(...compare(value, limitOf(schema.number))),
    rule: (schema) => calling(code`${keywordRule(keyword)}`, code`${limitOf(schema.number)}`),
  };
}
