import { code } from "../../print/code.js";
import { not } from "../code/expression.js";
import type { Keyword } from "../keyword.js";
import { calling } from "../code/piece.js";
import { keywordRule } from "../code/symbols.js";

export const notKeyword: Keyword = {
  keyword: "not",
  group: "any",
  has: (schema) => schema.not !== undefined,
  test: (schema, value, scope) => (schema.not === undefined ? { kind: "constant", value: true } : not(scope.test(schema.not, value, "excluded"))),
  rule: (schema, scope) =>
    schema.not && calling(code`${keywordRule("not")}`, scope.part(schema, "not", "", schema.not, "excluded", { isTested: true })),
};
