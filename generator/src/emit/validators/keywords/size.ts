import { code, type Code } from "../../print/code.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { always, test } from "../code/expression.js";
import { calling } from "../code/piece.js";
import type { Keyword } from "../keyword.js";
import { keywordRule, runtime } from "../code/symbols.js";

/** The fixed length of a list, if its keywords imply one: it is tested once. */
export function onlyLength({ array = {} }: Schema): number | undefined {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items, prefixItems = [] } = array;
  const most = items?.boolean === false ? Math.min(maxItems, prefixItems.length) : maxItems;
  return minItems > 0 && minItems === most ? minItems : undefined;
}

export const minItems: Keyword = {
  keyword: "minItems",
  group: "array",
  has: (schema) => (schema.array?.minItems ?? 0) > 0,
  test: (schema, value) => {
    const only = onlyLength(schema);
    if (only === undefined) return atLeast(code`${value}.length`, schema.array?.minItems ?? 0);
    return test(code`${value}.length === ${only}`, code`${value}.length !== ${only}`);
  },
  rule: (schema) => calling(code`${keywordRule("minItems")}`, code`${schema.array?.minItems ?? 0}`),
};

export const maxItems: Keyword = {
  keyword: "maxItems",
  group: "array",
  has: (schema) => schema.array?.maxItems !== undefined,
  test: (schema, value) => (onlyLength(schema) === undefined ? atMost(code`${value}.length`, schema.array?.maxItems ?? 0) : always),
  rule: (schema) => calling(code`${keywordRule("maxItems")}`, code`${schema.array?.maxItems ?? 0}`),
};

export const minProperties: Keyword = {
  keyword: "minProperties",
  group: "object",
  has: (schema) => (schema.object?.minProperties ?? 0) > 0,
  test: (schema, value) => atLeast(code`${runtime.countProperties}(${value})`, schema.object?.minProperties ?? 0),
  rule: (schema) => calling(code`${keywordRule("minProperties")}`, code`${schema.object?.minProperties ?? 0}`),
};

export const maxProperties: Keyword = {
  keyword: "maxProperties",
  group: "object",
  has: (schema) => schema.object?.maxProperties !== undefined,
  test: (schema, value) => atMost(code`${runtime.countProperties}(${value})`, schema.object?.maxProperties ?? 0),
  rule: (schema) => calling(code`${keywordRule("maxProperties")}`, code`${schema.object?.maxProperties ?? 0}`),
};

function atLeast(size: Code, limit: number): ReturnType<typeof test> {
  return test(code`${size} >= ${limit}`, code`${size} < ${limit}`);
}

function atMost(size: Code, limit: number): ReturnType<typeof test> {
  return test(code`${size} <= ${limit}`, code`${size} > ${limit}`);
}
