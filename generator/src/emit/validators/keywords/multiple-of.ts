import { code } from "../../print/code.js";
import { always, call } from "../code/expression.js";
import { assertion } from "../keyword.js";
import { runtime } from "../code/symbols.js";

export const multipleOf = assertion({
  keyword: "multipleOf",
  group: "number",
  has: (schema) => schema.number?.multipleOf !== undefined,
  holds: (schema, value) => {
    const divisor = schema.number?.multipleOf ?? 1;
    return divisor === 1 && schema.type?.length === 1 && schema.type[0] === "integer"
      ? always
      : call(code`${runtime.isMultipleOf}(${value}, ${divisor})`);
  },
  issue: (schema, value, spot, scope) =>
    code`${runtime.notMultiple}(issues, ${spot.path}, ${scope.module.at(schema, "multipleOf")}, ${schema.number?.multipleOf ?? 1}, ${value})`,
});
