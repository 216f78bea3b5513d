import type { Json } from "../../../model/json.js";
import { code, raw, literal, typed, type Code } from "../../print/code.js";
import { call, never, some, test, type Expression } from "../code/expression.js";
import { calling, listing } from "../code/piece.js";
import type { Keyword, RuleScope, Scope } from "../keyword.js";
import { constantName } from "../code/scope.js";
import { rules, runtime } from "../code/symbols.js";
import { typeMatches } from "../types.js";
import type { Schema } from "../../../model/schemas/schema.js";

/** More values than this are looked up in a set. */
const fewValues = 6;

export const enumKeyword: Keyword = {
  keyword: "enum",
  group: "any",
  has: (schema) => schema.enum !== undefined,
  test: (schema, value, scope) => {
    // Values that the sibling type rejects are omitted, because the compiler would report them (TS2367).
    const values = (schema.enum ?? []).filter((item) => schema.type === undefined || typeMatches(item, schema.type));
    if (values.length === 0) return never;
    if (values.length <= fewValues || values.some(isStructure))
      return some(values.map((item, index) => isValue(item, value, scope, `Value${index + 1}`)));
    return call(code`${valueSet(schema, scope)}.has(${value})`);
  },
  rule: (schema, scope) => {
    const values = schema.enum ?? [];
    const listed = listing(values.map((item) => code`${item}`));
    if (values.some(isStructure)) return calling(code`${rules.oneOfValues}`, listed, code`${runtime.equal}`);
    return calling(code`${rules.oneOfValues}`, values.length <= fewValues ? listed : valueSet(schema, scope));
  },
};

/** Equality with one value of the document. */
export function isValue(item: Json, value: Code, scope: Scope, word: string): Expression {
  if (!isStructure(item)) return test(code`${value} === ${item}`, code`${value} !== ${item}`);
  // Of an empty list the compiler knows nothing by itself (TS7034).
  const constant = scope.module.constant(`value ${literal(item)}`, constantName(scope.where, word), code`${item}`, code`unknown`);
  return call(code`${runtime.equal}(${value}, ${constant})`);
}

function valueSet(schema: Schema, scope: Scope | RuleScope): Code {
  const values = schema.enum ?? [];
  return scope.module.constant(`set ${literal(values)}`, constantName(scope.where, "Values"), code`new Set${typed(raw("<unknown>"))}(${values})`);
}

export function isStructure(item: Json): boolean {
  return typeof item === "object" && item !== null;
}
