import { code } from "../../print/code.js";
import { not } from "../code/expression.js";
import type { Keyword } from "../keyword.js";
import { line, when } from "../code/statement.js";
import { runtime } from "../code/symbols.js";

export const notKeyword: Keyword = {
  keyword: "not",
  group: "any",
  has: (schema) => schema.not !== undefined,
  test: (schema, value, scope) => (schema.not === undefined ? { kind: "constant", value: true } : not(scope.test(schema.not, value, "excluded"))),
  report: (schema, value, spot, scope) => {
    if (schema.not === undefined) return [];
    const issue = code`${runtime.excluded}(issues, ${spot.path}, ${scope.module.at(schema, "not")}, ${value})`;
    return when(scope.test(schema.not, value, "excluded"), [line(issue)]);
  },
};
