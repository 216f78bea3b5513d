import { code, symbol, type Code } from "../../print/code.js";
import { searchOf } from "../../../regex/search.js";
import { flagsOf, regexLiteral } from "../../regex.js";
import { call } from "../code/expression.js";
import { assertion, type Scope } from "../keyword.js";
import { constantName, type ModuleScope } from "../code/scope.js";
import { runtime } from "../code/symbols.js";

export const pattern = assertion({
  keyword: "pattern",
  group: "string",
  has: (schema) => schema.string?.pattern !== undefined,
  holds: (schema, value, scope) => call(code`${regex(schema.string?.pattern ?? "", scope)}.test(${value})`),
  issue: (schema, value, spot, scope) =>
    code`${runtime.noMatch}(issues, ${spot.path}, ${scope.module.at(schema, "pattern")}, ${schema.string?.pattern ?? ""}, ${value})`,
});

/** A constant that holds the regular expression. */
export function regex(source: string, scope: Scope, word = "Pattern"): Code {
  return regexOf(source, scope.module, constantName(scope.where, word));
}

/** The same, called by the name that is wanted. */
export function regexOf(source: string, module: ModuleScope, name: string): Code {
  return module.constant(`regex ${source}`, name, module.isForThisRun ? patientRegex(source) : regexLiteral(source));
}

/** Modules that run here and now may call what no package carries: something that can end a search. */
function patientRegex(source: string): Code {
  const flags = flagsOf(source);
  return searchOf(source, flags).endless ? code`${patient}(${source}, ${flags})` : regexLiteral(source);
}

const patient = symbol("regex/patient", "patient");
