import { code, raw } from "../../print/code.js";
import { all, not, test } from "../code/expression.js";
import { Slot } from "../code/slot.js";
import { isAnything, type Keyword } from "../keyword.js";
import { declare, when } from "../code/statement.js";
import { eachName, everyName, matches, namedSpot } from "./names.js";

/** Every property whose name matches, by the schema beside the pattern. */
export const patternProperties: Keyword = {
  keyword: "patternProperties",
  group: "object",
  has: (schema) => [...(schema.object?.patternProperties?.values() ?? [])].some((property) => !isAnything(property)),
  steps: (schema, value, scope) =>
    [...(schema.object?.patternProperties ?? [])]
      .filter(([, property]) => !isAnything(property))
      .map(([source, property], index) => {
        const slot = new Slot();
        const holds = scope.test(property, slot.code, `pattern ${index + 1}`);
        return everyName(value, [matches(source, scope), not(slot.fillIn(holds, code`${value}[name]`))]);
      }),
  report: (schema, value, _spot, scope) => [
    eachName(value, [
      declare("item", code`${value}[name]`),
      ...[...(schema.object?.patternProperties ?? [])]
        .filter(([, property]) => !isAnything(property))
        .flatMap(([source, property], index) =>
          when(
            all([matches(source, scope), test(code`item !== undefined`, code`item === undefined`)]),
            scope.report(property, raw("item"), namedSpot, `pattern ${index + 1}`),
          ),
        ),
    ]),
  ],
};
