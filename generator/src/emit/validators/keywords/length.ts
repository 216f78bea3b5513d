import { code } from "../../print/code.js";
import { call, test } from "../code/expression.js";
import { calling } from "../code/piece.js";
import type { Keyword } from "../keyword.js";
import { keywordRule, runtime } from "../code/symbols.js";

/** Code points, not UTF-16 units (JSON Schema Validation 2020-12 §6.3.2). A string that is not empty has at least one of either. */
export const minLength: Keyword = {
  keyword: "minLength",
  group: "string",
  has: (schema) => (schema.string?.minLength ?? 0) > 0,
  test: (schema, value) => {
    const limit = schema.string?.minLength ?? 0;
    return limit <= 1 ? test(code`${value} !== ""`, code`${value} === ""`) : call(code`${runtime.isAtLeast}(${value}, ${limit})`);
  },
  rule: (schema) => calling(code`${keywordRule("minLength")}`, code`${schema.string?.minLength ?? 0}`),
};

export const maxLength: Keyword = {
  keyword: "maxLength",
  group: "string",
  has: (schema) => schema.string?.maxLength !== undefined,
  test: (schema, value) => call(code`${runtime.isAtMost}(${value}, ${schema.string?.maxLength ?? 0})`),
  rule: (schema) => calling(code`${keywordRule("maxLength")}`, code`${schema.string?.maxLength ?? 0}`),
};
