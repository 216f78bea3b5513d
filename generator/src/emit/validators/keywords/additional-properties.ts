import { code } from "../../print/code.js";
import { not } from "../code/expression.js";
import { calling } from "../code/piece.js";
import { Slot } from "../code/slot.js";
import { isAnything, type Keyword } from "../keyword.js";
import { keywordRule, rules } from "../code/symbols.js";
import { everyName, isOther } from "./names.js";

/** Properties that neither `properties` nor `patternProperties` applies to. */
export const additionalProperties: Keyword = {
  keyword: "additionalProperties",
  group: "object",
  has: (schema) => schema.object?.additionalProperties !== undefined && !isAnything(schema.object.additionalProperties),
  steps: (schema, value, scope) => {
    const others = schema.object?.additionalProperties;
    if (others === undefined) return [];
    const isOne = isOther(schema, scope);
    if (others.boolean === false) return [everyName(value, [isOne])];
    const slot = new Slot();
    const holds = scope.test(others, slot.code, "value");
    return [everyName(value, [isOne, not(slot.fillIn(holds, code`${value}[name]`))])];
  },
  rule: (schema, scope) => {
    const others = schema.object?.additionalProperties;
    if (others === undefined) return undefined;
    if (others.boolean === false) return code`${rules.closed}`;
    const rule = scope.part(schema, "additionalProperties", "", others, "value", { isInside: true, isTested: true });
    return calling(code`${keywordRule("additionalProperties")}`, rule);
  },
};
