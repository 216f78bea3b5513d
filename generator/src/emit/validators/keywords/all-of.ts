import { all, guardsLast } from "../code/expression.js";
import type { Keyword } from "../keyword.js";

export const allOf: Keyword = {
  keyword: "allOf",
  group: "any",
  has: (schema) => (schema.allOf?.length ?? 0) > 0,
  test: (schema, value, scope) => {
    const asked = new Map(schema.object?.properties);
    return all(guardsLast((schema.allOf ?? []).map((part, index) => scope.testPart(part, value, `part ${index + 1}`, asked))));
  },
  report: (schema, value, spot, scope) => (schema.allOf ?? []).flatMap((part, index) => scope.report(part, value, spot, `part ${index + 1}`)),
};
