import { code, type Code } from "../../print/code.js";
import { matchingOf } from "../../../regex/matching.js";
import { regexLiteral } from "../../regex.js";
import { call, not } from "../code/expression.js";
import type { Keyword, Scope } from "../keyword.js";
import { constantName, type ModuleScope } from "../code/scope.js";
import { when } from "../code/statement.js";
import { runtime } from "../code/symbols.js";

export const pattern: Keyword = {
  keyword: "pattern",
  group: "string",
  has: (schema) => schema.string?.pattern !== undefined,
  test: (schema, value, scope) => call(code`${regex(schema.string?.pattern ?? "", scope)}.test(${value})`),
  report: (schema, value, spot, scope) => {
    const source = schema.string?.pattern ?? "";
    const at = scope.module.at(schema, "pattern");
    const expression = regex(source, scope);
    const holds = matchingOf(source)?.mayGiveUp
      ? code`${runtime.matchesInTime}(issues, ${spot.path}, ${at}, ${expression}, ${value})`
      : code`${expression}.test(${value})`;
    return when(not(call(holds)), [{ kind: "line", code: code`${runtime.noMatch}(issues, ${spot.path}, ${at}, ${source}, ${value})` }]);
  },
};

/** A constant that holds the regular expression. */
export function regex(source: string, scope: Scope, word = "Pattern"): Code {
  return regexOf(source, scope.module, constantName(scope.where, word));
}

/** The same, called by the name that is wanted. */
export function regexOf(source: string, module: ModuleScope, name: string): Code {
  return module.constant(`regex ${source}`, name, regexLiteral(source));
}
