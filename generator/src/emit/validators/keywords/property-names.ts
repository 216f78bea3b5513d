import { code, raw } from "../../print/code.js";
import { not } from "../expression.js";
import type { Keyword } from "../keyword.js";
import { line, when, type Step } from "../statement.js";
import { runtime } from "../symbols.js";
import { eachName } from "./names.js";

const fail: Step = { kind: "return", value: { kind: "constant", value: false } };

/** Every name, as a string, by one schema. */
export const propertyNames: Keyword = {
  keyword: "propertyNames",
  group: "object",
  has: (schema) => schema.object?.propertyNames !== undefined && schema.object.propertyNames.boolean !== true,
  steps: (schema, value, scope) => {
    const names = schema.object?.propertyNames;
    return names === undefined ? [] : [eachName(value, when(not(scope.test(names, raw("name"), "name")), [fail]))];
  },
  report: (schema, value, _spot, scope) => {
    const names = schema.object?.propertyNames;
    if (names === undefined) return [];
    const issue = code`${runtime.wrongName}(issues, "", ${scope.module.at(schema, "propertyNames")}, name)`;
    return [eachName(value, when(not(scope.test(names, raw("name"), "name")), [line(issue)]))];
  },
};
