import { escapeToken } from "../../../model/place.js";
import { code } from "../../print/code.js";
import { not } from "../code/expression.js";
import { calling, listing } from "../code/piece.js";
import { Slot } from "../code/slot.js";
import { isAnything, type Keyword } from "../keyword.js";
import { keywordRule } from "../code/symbols.js";
import { everyName, matches } from "./names.js";
import { regex } from "./pattern.js";

/** Every property with a matching name, by the schema of the pattern. */
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
  rule: (schema, scope) => {
    const parts = [...(schema.object?.patternProperties ?? [])].map(([source, property], index) => {
      const path = `/${escapeToken(source)}`;
      const rule = scope.part(schema, "patternProperties", path, property, `pattern ${index + 1}`, { isInside: true, isTested: true });
      return listing([code`${source}`, regex(source, scope), rule]);
    });
    return calling(code`${keywordRule("patternProperties")}`, ...parts);
  },
};
