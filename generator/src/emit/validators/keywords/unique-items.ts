import { code } from "../../print/code.js";
import { call } from "../code/expression.js";
import type { Keyword } from "../keyword.js";
import { keywordRule, runtime } from "../code/symbols.js";

export const uniqueItems: Keyword = {
  keyword: "uniqueItems",
  group: "array",
  has: (schema) => schema.array?.uniqueItems === true,
  test: (_schema, value) => call(code`${runtime.isUnique}(${value})`),
  rule: () => code`${keywordRule("uniqueItems")}`,
};
