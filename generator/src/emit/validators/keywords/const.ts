import { code } from "../../print/code.js";
import { never } from "../code/expression.js";
import { calling } from "../code/piece.js";
import type { Keyword } from "../keyword.js";
import { keywordRule, runtime } from "../code/symbols.js";
import { typeMatches } from "../types.js";
import { isStructure, isValue } from "./enum.js";

export const constKeyword: Keyword = {
  keyword: "const",
  group: "any",
  has: (schema) => schema.const !== undefined,
  test: (schema, value, scope) => {
    const only = schema.const ?? null;
    return schema.type === undefined || typeMatches(only, schema.type) ? isValue(only, value, scope, "Value") : never;
  },
  rule: ({ const: only = null }) =>
    isStructure(only)
      ? calling(code`${keywordRule("constant")}`, code`${only}`, code`${runtime.equal}`)
      : calling(code`${keywordRule("constant")}`, code`${only}`),
};
