import { code } from "../../print/code.js";
import { all, test, type Expression } from "../code/expression.js";
import { calling } from "../code/piece.js";
import type { Keyword, RuleScope, Scope } from "../keyword.js";
import { keywordRule } from "../code/symbols.js";
import type { Code } from "../../print/code.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { read } from "./names.js";
import { requiredNames } from "./properties.js";

/** Names without an entry in `properties`, which tests its own. */
export const required: Keyword = {
  keyword: "required",
  group: "object",
  has: (schema) => schema.object?.required?.some((name) => schema.object?.properties?.has(name) !== true) === true,
  isInline: (schema) => (schema.object?.required?.length ?? 0) <= 2,
  test: (schema, value, scope) => all(unlisted(schema, scope).map((name) => isPresent(value, name))),
  rule: (schema, scope) => {
    const names = unlisted(schema, scope);
    return names.length === 0 ? undefined : calling(code`${keywordRule("required")}`, ...names.map((name) => code`${name}`));
  },
};

function unlisted(schema: Schema, scope: Scope | RuleScope): string[] {
  return [...requiredNames(schema, scope)].filter((name) => schema.object?.properties?.has(name) !== true);
}

export function isPresent(value: Code, name: string): Expression {
  const field = read(value, name);
  return test(code`${field} !== undefined`, code`${field} === undefined`);
}
