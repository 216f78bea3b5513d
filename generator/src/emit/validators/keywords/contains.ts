import { code, raw } from "../../print/code.js";
import { test, type Expression } from "../code/expression.js";
import { Slot } from "../code/slot.js";
import type { Keyword, Scope } from "../keyword.js";
import { line, when, type Step } from "../code/statement.js";
import { calling } from "../code/piece.js";
import { keywordRule } from "../code/symbols.js";
import type { Schema } from "../../../model/schemas/schema.js";
import type { Code } from "../../print/code.js";
import { eachItem, loop } from "./items.js";

/** The number of items that match a schema: at least `minContains` (default 1), at most `maxContains`. */
export const contains: Keyword = {
  keyword: "contains",
  group: "array",
  has: (schema) => schema.array?.contains !== undefined && (minimumOf(schema) > 0 || schema.array.maxContains !== undefined),
  steps: (schema, value, scope) => [...countMatches(schema, value, scope), ...when(isOutside(schema), [fail])],
  rule: (schema, scope) => {
    const { contains: item, maxContains } = schema.array ?? {};
    if (item === undefined) return undefined;
    const rule = scope.part(schema, "contains", "", item, "contained", { isInside: true, isTested: true });
    const limits = maxContains === undefined ? [] : [code`${maxContains}`];
    const least = minimumOf(schema);
    return calling(code`${keywordRule("contains")}`, rule, ...(least === 1 && limits.length === 0 ? [] : [code`${least}`]), ...limits);
  },
};

const fail: Step = { kind: "return", value: { kind: "constant", value: false } };

function minimumOf(schema: Schema): number {
  return schema.array?.minContains ?? 1;
}

function countMatches(schema: Schema, value: Code, scope: Scope): Step[] {
  const slot = new Slot();
  const item = schema.array?.contains;
  const holds = item === undefined ? test(raw("true"), raw("false")) : scope.test(item, slot.code, "contained");
  const body = eachItem(value, slot, holds, (filled) => when(filled, [line(raw("matches++"))]));
  return [line(raw("let matches = 0")), loop(value, 0, body)];
}

function isOutside(schema: Schema): Expression {
  const minimum = minimumOf(schema);
  const maximum = schema.array?.maxContains;
  const below = test(code`matches < ${minimum}`, code`matches >= ${minimum}`);
  if (maximum === undefined) return below;
  const above = test(code`matches > ${maximum}`, code`matches <= ${maximum}`);
  return minimum === 0 ? above : { kind: "some", items: [below, above] };
}
