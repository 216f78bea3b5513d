import { code, type Code } from "../../print/code.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { always, test } from "../code/expression.js";
import { assertion, type Keyword } from "../keyword.js";
import { runtime } from "../code/symbols.js";

/** The one length that a list may have, where that is what its keywords come to: it is asked for once. */
export function onlyLength({ array = {} }: Schema): number | undefined {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items, prefixItems = [] } = array;
  const most = items?.boolean === false ? Math.min(maxItems, prefixItems.length) : maxItems;
  return minItems > 0 && minItems === most ? minItems : undefined;
}

const atLeastItems = assertion({
  keyword: "minItems",
  group: "array",
  has: (schema) => (schema.array?.minItems ?? 0) > 0,
  holds: (schema, value) => atLeast(code`${value}.length`, schema.array?.minItems ?? 0),
  issue: (schema, value, spot, scope) =>
    code`${runtime.tooFew}(issues, ${spot.path}, ${scope.module.at(schema, "minItems")}, "minItems", ${schema.array?.minItems ?? 0}, ${value})`,
});

const atMostItems = assertion({
  keyword: "maxItems",
  group: "array",
  has: (schema) => schema.array?.maxItems !== undefined,
  holds: (schema, value) => atMost(code`${value}.length`, schema.array?.maxItems ?? 0),
  issue: (schema, value, spot, scope) =>
    code`${runtime.tooMany}(issues, ${spot.path}, ${scope.module.at(schema, "maxItems")}, "maxItems", ${schema.array?.maxItems ?? 0}, ${value})`,
});

export const minItems: Keyword = {
  ...atLeastItems,
  test: (schema, value, scope) => {
    const only = onlyLength(schema);
    if (only === undefined) return atLeastItems.test?.(schema, value, scope) ?? always;
    return test(code`${value}.length === ${only}`, code`${value}.length !== ${only}`);
  },
};

export const maxItems: Keyword = {
  ...atMostItems,
  test: (schema, value, scope) => (onlyLength(schema) === undefined ? (atMostItems.test?.(schema, value, scope) ?? always) : always),
};

export const minProperties = assertion({
  keyword: "minProperties",
  group: "object",
  has: (schema) => (schema.object?.minProperties ?? 0) > 0,
  holds: (schema, value) => atLeast(code`${runtime.countProperties}(${value})`, schema.object?.minProperties ?? 0),
  issue: (schema, value, spot, scope) =>
    code`${runtime.tooFew}(issues, ${spot.path}, ${scope.module.at(schema, "minProperties")}, "minProperties", ${schema.object?.minProperties ?? 0}, ${value})`,
});

export const maxProperties = assertion({
  keyword: "maxProperties",
  group: "object",
  has: (schema) => schema.object?.maxProperties !== undefined,
  holds: (schema, value) => atMost(code`${runtime.countProperties}(${value})`, schema.object?.maxProperties ?? 0),
  issue: (schema, value, spot, scope) =>
    code`${runtime.tooMany}(issues, ${spot.path}, ${scope.module.at(schema, "maxProperties")}, "maxProperties", ${schema.object?.maxProperties ?? 0}, ${value})`,
});

function atLeast(size: Code, limit: number): ReturnType<typeof test> {
  return test(code`${size} >= ${limit}`, code`${size} < ${limit}`);
}

function atMost(size: Code, limit: number): ReturnType<typeof test> {
  return test(code`${size} <= ${limit}`, code`${size} > ${limit}`);
}
