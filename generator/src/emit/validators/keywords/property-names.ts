import { code, raw } from "../../print/code.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { not, type Expression } from "../code/expression.js";
import { settled } from "../code/narrowing.js";
import { isAnything, type Keyword, type Scope } from "../keyword.js";
import { calling } from "../code/piece.js";
import { keywordRule } from "../code/symbols.js";
import { everyName } from "./names.js";

/** Every name, as a string, by one schema. */
export const propertyNames: Keyword = {
  keyword: "propertyNames",
  group: "object",
  has: (schema) => schema.object?.propertyNames !== undefined && !isAnything(schema.object.propertyNames),
  steps: (schema, value, scope) => {
    const names = schema.object?.propertyNames;
    return names === undefined ? [] : [everyName(value, [failsName(names, scope)])];
  },
  rule: (schema, scope) => {
    const names = schema.object?.propertyNames;
    return names && calling(code`${keywordRule("propertyNames")}`, scope.part(schema, "propertyNames", "", names, "name", { isTested: true }));
  },
};

function failsName(names: Schema, scope: Scope): Expression {
  return settled(not(scope.test(names, raw("name"), "name")), { read: "name", type: "string" });
}
