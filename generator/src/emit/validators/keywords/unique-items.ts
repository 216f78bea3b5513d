import { code } from "../../print/code.js";
import { call } from "../code/expression.js";
import { assertion } from "../keyword.js";
import { runtime } from "../code/symbols.js";

export const uniqueItems = assertion({
  keyword: "uniqueItems",
  group: "array",
  has: (schema) => schema.array?.uniqueItems === true,
  holds: (_schema, value) => call(code`${runtime.isUnique}(${value})`),
  issue: (schema, value, spot, scope) =>
    code`${runtime.notUnique}(issues, ${spot.path}, ${scope.module.at(schema, "uniqueItems")}, ${runtime.duplicate}(${value}))`,
});
