import { code, raw } from "../../print/code.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { all, call, not, type Expression } from "../code/expression.js";
import { settled } from "../code/narrowing.js";
import { isAnything, type Keyword, type Scope } from "../keyword.js";
import { line, when } from "../code/statement.js";
import { runtime } from "../code/symbols.js";
import { eachName, everyName } from "./names.js";

/** Every name, as a string, by one schema. */
export const propertyNames: Keyword = {
  keyword: "propertyNames",
  group: "object",
  has: (schema) => schema.object?.propertyNames !== undefined && !isAnything(schema.object.propertyNames),
  steps: (schema, value, scope) => {
    const names = schema.object?.propertyNames;
    return names === undefined ? [] : [everyName(value, [failsName(names, scope)])];
  },
  report: (schema, value, _spot, scope) => {
    const names = schema.object?.propertyNames;
    if (names === undefined) return [];
    const issue = code`${runtime.wrongName}(issues, "", ${scope.module.at(schema, "propertyNames")}, name)`;
    return [eachName(value, when(all([failsName(names, scope), call(code`${runtime.has}(${value}, name)`)]), [line(issue)]))];
  },
};

function failsName(names: Schema, scope: Scope): Expression {
  return settled(not(scope.test(names, raw("name"), "name")), { read: "name", type: "string" });
}
