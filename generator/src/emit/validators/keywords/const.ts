import { code } from "../../print/code.js";
import { never } from "../code/expression.js";
import { assertion } from "../keyword.js";
import { runtime } from "../code/symbols.js";
import { typeMatches } from "../types.js";
import { isValue } from "./enum.js";

export const constKeyword = assertion({
  keyword: "const",
  group: "any",
  has: (schema) => schema.const !== undefined,
  holds: (schema, value, scope) => {
    const only = schema.const ?? null;
    return schema.type === undefined || typeMatches(only, schema.type) ? isValue(only, value, scope, "Value") : never;
  },
  issue: (schema, value, spot, scope) =>
    code`${runtime.notConstant}(issues, ${spot.path}, ${scope.module.at(schema, "const")}, ${schema.const ?? null}, ${value})`,
});
