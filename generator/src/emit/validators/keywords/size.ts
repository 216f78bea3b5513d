import { code, type Code } from "../../print/code.js";
import { test } from "../expression.js";
import { assertion } from "../keyword.js";
import { runtime } from "../symbols.js";

export const minItems = assertion({
  keyword: "minItems",
  group: "array",
  has: (schema) => (schema.array?.minItems ?? 0) > 0,
  holds: (schema, value) => atLeast(code`${value}.length`, schema.array?.minItems ?? 0),
  issue: (schema, value, spot, scope) =>
    code`${runtime.tooFew}(issues, ${spot.path}, ${scope.module.at(schema, "minItems")}, "minItems", ${schema.array?.minItems ?? 0}, ${value})`,
});

export const maxItems = assertion({
  keyword: "maxItems",
  group: "array",
  has: (schema) => schema.array?.maxItems !== undefined,
  holds: (schema, value) => atMost(code`${value}.length`, schema.array?.maxItems ?? 0),
  issue: (schema, value, spot, scope) =>
    code`${runtime.tooMany}(issues, ${spot.path}, ${scope.module.at(schema, "maxItems")}, "maxItems", ${schema.array?.maxItems ?? 0}, ${value})`,
});

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
