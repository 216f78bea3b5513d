import { code, type Code } from "../../print/code.js";
import { test } from "../code/expression.js";
import { assertion, type Keyword } from "../keyword.js";
import { runtime } from "../code/symbols.js";
import type { NumberAssertions } from "../../../model/schemas/schema.js";

type Bound = "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum";

export const minimum = bound("minimum", (value, limit) => [code`${value} >= ${limit}`, code`${value} < ${limit}`]);
export const maximum = bound("maximum", (value, limit) => [code`${value} <= ${limit}`, code`${value} > ${limit}`]);
export const exclusiveMinimum = bound("exclusiveMinimum", (value, limit) => [code`${value} > ${limit}`, code`${value} <= ${limit}`]);
export const exclusiveMaximum = bound("exclusiveMaximum", (value, limit) => [code`${value} < ${limit}`, code`${value} >= ${limit}`]);

function bound(keyword: Bound, compare: (value: Code, limit: number) => readonly [holds: Code, fails: Code]): Keyword {
  const limitOf = (number: NumberAssertions | undefined): number => number?.[keyword] ?? 0;
  return assertion({
    keyword,
    group: "number",
    has: (schema) => schema.number?.[keyword] !== undefined,
    holds: (schema, value) => test(...compare(value, limitOf(schema.number))),
    issue: (schema, value, spot, scope) =>
      code`${runtime.outOfRange}(issues, ${spot.path}, ${scope.module.at(schema, keyword)}, ${keyword}, ${limitOf(schema.number)}, ${value})`,
  });
}
