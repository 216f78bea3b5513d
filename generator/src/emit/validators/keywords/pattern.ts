import { code, type Code } from "../../print/code.js";
import { matchingOf } from "../../../regex/matching.js";
import { regexLiteral } from "../../regex.js";
import { call } from "../code/expression.js";
import { calling } from "../code/piece.js";
import type { Keyword, RuleScope, Scope } from "../keyword.js";
import { constantName } from "../code/scope.js";
import { keywordRule, rules } from "../code/symbols.js";

export const pattern: Keyword = {
  keyword: "pattern",
  group: "string",
  has: (schema) => schema.string?.pattern !== undefined,
  test: (schema, value, scope) => call(code`${regex(schema.string?.pattern ?? "", scope)}.test(${value})`),
  rule: (schema, scope) => {
    const source = schema.string?.pattern ?? "";
    const rule = matchingOf(source)?.mayGiveUp === true ? rules.patternInTime : keywordRule("pattern");
    return calling(code`${rule}`, code`${source}`, regex(source, scope));
  },
};

/** A constant that holds the regular expression. */
export function regex(source: string, scope: Scope | RuleScope): Code {
  return scope.module.constant(`regex ${source}`, constantName(scope.where, "Pattern"), regexLiteral(source));
}
