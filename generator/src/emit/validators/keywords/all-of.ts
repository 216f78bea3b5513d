import { code } from "../../print/code.js";
import { all, guardsLast } from "../code/expression.js";
import { calling } from "../code/piece.js";
import { keywordRule } from "../code/symbols.js";
import type { Keyword } from "../keyword.js";

export const allOf: Keyword = {
  keyword: "allOf",
  group: "any",
  has: (schema) => (schema.allOf?.length ?? 0) > 0,
  test: (schema, value, scope) => {
    const properties = new Map(schema.object?.properties);
    return all(guardsLast((schema.allOf ?? []).map((part, index) => scope.testPart(part, value, `part ${index + 1}`, properties))));
  },
  rule: (schema, scope) => {
    const parts = (schema.allOf ?? []).map((part, index) => scope.part(schema, "allOf", `/${index}`, part, `part ${index + 1}`));
    return calling(code`${keywordRule("allOf")}`, ...parts);
  },
};
