import { code, raw, typed } from "../../print/code.js";
import { all, not, Slot } from "../expression.js";
import type { Keyword } from "../keyword.js";
import { line, when, type Step } from "../statement.js";
import { eachName, matches, namedSpot } from "./names.js";

const fail: Step = { kind: "return", value: { kind: "constant", value: false } };

/** Every property whose name matches, by the schema beside the pattern. */
export const patternProperties: Keyword = {
  keyword: "patternProperties",
  group: "object",
  has: (schema) => [...(schema.object?.patternProperties?.values() ?? [])].some((property) => property.boolean !== true),
  steps: (schema, value, scope) => [
    eachName(
      value,
      [...(schema.object?.patternProperties ?? [])].flatMap(([source, property], index) => {
        const slot = new Slot();
        const holds = scope.test(property, slot.code, `pattern ${index + 1}`);
        return when(all([matches(source, scope), not(slot.fillIn(holds, code`${value}[name]`))]), [fail]);
      }),
    ),
  ],
  report: (schema, value, _spot, scope) => [
    eachName(value, [
      line(code`const item${typed(code`: unknown`)} = ${value}[name]`),
      ...[...(schema.object?.patternProperties ?? [])].flatMap(([source, property], index) =>
        when(matches(source, scope), scope.report(property, raw("item"), namedSpot, `pattern ${index + 1}`)),
      ),
    ]),
  ],
};
