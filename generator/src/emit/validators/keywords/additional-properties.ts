import { code, raw } from "../../print/code.js";
import { all, not, test } from "../code/expression.js";
import { Slot } from "../code/slot.js";
import { isAnything, type Keyword } from "../keyword.js";
import { declare, line, when } from "../code/statement.js";
import { runtime } from "../code/symbols.js";
import { eachName, everyName, isOther, namedSpot } from "./names.js";

/** Properties that neither `properties` nor `patternProperties` speaks of. */
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
  report: (schema, value, _spot, scope) => {
    const others = schema.object?.additionalProperties;
    if (others === undefined) return [];
    const isOne = isOther(schema, scope);
    // A property whose value is `undefined` is absent, as it is in the JSON text.
    const isThere = test(code`${value}[name] !== undefined`, code`${value}[name] === undefined`);
    if (others.boolean === false) {
      const issue = code`${runtime.unexpected}(issues, "", ${scope.module.at(schema, "additionalProperties")}, name)`;
      return [eachName(value, when(all([isOne, isThere]), [line(issue)]))];
    }
    const item = declare("item", code`${value}[name]`);
    const found = scope.report(others, raw("item"), namedSpot, "value");
    const isItem = test(code`item !== undefined`, code`item === undefined`);
    return [eachName(value, [item, ...when(all([isOne, isItem]), found)])];
  },
};
