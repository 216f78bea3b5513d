import { code, raw, typed } from "../../print/code.js";
import { all, not, Slot, test } from "../expression.js";
import type { Keyword } from "../keyword.js";
import { line, when, type Step } from "../statement.js";
import { runtime } from "../symbols.js";
import { eachName, isOther, namedSpot } from "./names.js";
import { repeats } from "./repeat.js";

const fail: Step = { kind: "return", value: { kind: "constant", value: false } };

/** Properties that neither `properties` nor `patternProperties` speaks of. */
export const additionalProperties: Keyword = {
  keyword: "additionalProperties",
  group: "object",
  has: (schema) => schema.object?.additionalProperties !== undefined && schema.object.additionalProperties.boolean !== true,
  steps: (schema, value, scope) => {
    const others = schema.object?.additionalProperties;
    if (others === undefined) return [];
    const isOne = isOther(schema, scope);
    if (others.boolean === false) return [eachName(value, when(all([isOne, isThere(value)]), [fail]))];
    const slot = new Slot();
    const holds = scope.test(others, slot.code, "value");
    if (slot.countIn(holds) <= 1) return [eachName(value, when(all([isOne, not(slot.fillIn(holds, code`${value}[name]`))]), [fail]))];
    const item = line(code`const item${typed(code`: unknown`)} = ${value}[name]`);
    return [eachName(value, [item, ...when(all([isOne, not(slot.fillIn(holds, raw("item")))]), [fail])])];
  },
  report: (schema, value, _spot, scope) => {
    const others = schema.object?.additionalProperties;
    if (others === undefined) return [];
    const isOne = isOther(schema, scope);
    if (others.boolean === false) {
      const issue = code`${runtime.unexpected}(issues, "", ${scope.module.at(schema, "additionalProperties")}, name)`;
      return [eachName(value, when(all([isOne, isThere(value)]), [line(issue)]))];
    }
    const item = line(code`const item${typed(code`: unknown`)} = ${value}[name]`);
    const found = scope.report(others, raw("item"), namedSpot, "value");
    const conditions = repeats(others, scope) ? [isOne] : [isOne, not(scope.test(others, raw("item"), "value"))];
    return [eachName(value, [item, ...when(all(conditions), found)])];
  },
};

/** A property whose value is `undefined` is absent, as it is in the JSON text. */
function isThere(value: ReturnType<typeof raw>): ReturnType<typeof test> {
  return test(code`${value}[name] !== undefined`, code`${value}[name] === undefined`);
}
