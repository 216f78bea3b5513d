import { code } from "../../print/code.js";
import { assertion } from "../keyword.js";
import { runtime } from "../symbols.js";
import { isValue } from "./enum.js";

export const constKeyword = assertion({
  keyword: "const",
  group: "any",
  has: (schema) => schema.const !== undefined,
  holds: (schema, value, scope) => isValue(schema.const ?? null, value, scope, "Value"),
  issue: (schema, value, spot, scope) =>
    code`${runtime.notConstant}(issues, ${spot.path}, ${scope.module.at(schema, "const")}, ${schema.const ?? null}, ${value})`,
});
