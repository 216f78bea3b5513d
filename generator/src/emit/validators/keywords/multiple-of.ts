import { code } from "../../print/code.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { always, call } from "../code/expression.js";
import { calling } from "../code/piece.js";
import type { Keyword } from "../keyword.js";
import { keywordRule, runtime } from "../code/symbols.js";

export const multipleOf: Keyword = {
  keyword: "multipleOf",
  group: "number",
  has: (schema) => schema.number?.multipleOf !== undefined,
  test: (schema, value) => (isImplied(schema) ? always : call(code`${runtime.isMultipleOf}(${value}, ${divisorOf(schema)})`)),
  rule: (schema) => (isImplied(schema) ? undefined : calling(code`${keywordRule("multipleOf")}`, code`${divisorOf(schema)}`)),
};

function divisorOf({ number }: Schema): number {
  return number?.multipleOf ?? 1;
}

/** Every integer is a multiple of 1. */
function isImplied(schema: Schema): boolean {
  return divisorOf(schema) === 1 && schema.type?.length === 1 && schema.type[0] === "integer";
}
