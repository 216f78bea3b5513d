import { code } from "../../print/code.js";
import { call, test } from "../code/expression.js";
import { assertion } from "../keyword.js";
import { runtime } from "../code/symbols.js";

/** Code points, not UTF-16 units (JSON Schema Validation 2020-12 §6.3.2). A string that is not empty has at least one of either. */
export const minLength = assertion({
  keyword: "minLength",
  group: "string",
  has: (schema) => (schema.string?.minLength ?? 0) > 0,
  holds: (schema, value) => {
    const limit = schema.string?.minLength ?? 0;
    return limit <= 1 ? test(code`${value} !== ""`, code`${value} === ""`) : call(code`${runtime.isAtLeast}(${value}, ${limit})`);
  },
  issue: (schema, value, spot, scope) =>
    code`${runtime.tooShort}(issues, ${spot.path}, ${scope.module.at(schema, "minLength")}, ${schema.string?.minLength ?? 0}, ${value})`,
});

export const maxLength = assertion({
  keyword: "maxLength",
  group: "string",
  has: (schema) => schema.string?.maxLength !== undefined,
  holds: (schema, value) => call(code`${runtime.isAtMost}(${value}, ${schema.string?.maxLength ?? 0})`),
  issue: (schema, value, spot, scope) =>
    code`${runtime.tooLong}(issues, ${spot.path}, ${scope.module.at(schema, "maxLength")}, ${schema.string?.maxLength ?? 0}, ${value})`,
});
