import type * as keywordRules from "#runtime/validators/keywords.js";
import { code, raw, type ImportedSymbol } from "../../print/code.js";
import { runtimeSymbol, runtimeSymbolsOf, runtimeTypeSymbol } from "../../print/runtime.js";

const core = "validators/core";
const unions = "validators/unions";

/** The runtime that generated validators call. Mentioning one imports it. */
export const runtime = {
  isObject: runtimeSymbol(core, "isObject"),
  isArray: runtimeSymbol(core, "isArray"),
  isNumber: runtimeSymbol(core, "isNumber"),
  isInteger: runtimeSymbol(core, "isInteger"),
  own: runtimeSymbol(core, "own"),
  has: runtimeSymbol(core, "has"),
  countProperties: runtimeSymbol(core, "countProperties"),
  isAtLeast: runtimeSymbol("validators/strings", "isAtLeast"),
  isAtMost: runtimeSymbol("validators/strings", "isAtMost"),
  isMultipleOf: runtimeSymbol("validators/numbers", "isMultipleOf"),
  equal: runtimeSymbol("validators/equal", "equal"),
  isUnique: runtimeSymbol("validators/unique", "isUnique"),
  bounded: runtimeSymbol("validators/bounded", "bounded"),
  isPatient: runtimeSymbol("validators/once", "isPatient"),
  once: runtimeSymbol("validators/once", "once"),
  Issues: runtimeTypeSymbol(core, "Issues"),
  maxDepth: runtimeSymbol(core, "maxDepth"),
  JsonSchema: runtimeTypeSymbol("validators/json-schema", "JsonSchema"),
  collectSchema: runtimeSymbol("validators/json-schema", "collectSchema"),
  validator: runtimeSymbol(core, "validator"),
  named: runtimeSymbol(core, "named"),
  shared: runtimeSymbol(core, "shared"),
  repeated: runtimeSymbol("validators/bounded", "repeated"),
  inTime: runtimeSymbol("validators/pattern-limits", "inTime"),
  Rule: runtimeTypeSymbol(core, "Rule"),
  checks: runtimeSymbol(core, "checks"),
  asserts: runtimeSymbol(core, "asserts"),
  parses: runtimeSymbol(core, "parses"),
  Check: runtimeTypeSymbol("validators/types", "Check"),
  Assert: runtimeTypeSymbol("validators/types", "Assert"),
  Parse: runtimeTypeSymbol("validators/types", "Parse"),
  Validator: runtimeTypeSymbol("validators/types", "Validator"),
} as const;

const usual = runtimeSymbolsOf(core);
const union = runtimeSymbolsOf(unions);

/** The rule of a keyword. */
export const keywordRule: (name: keyof typeof keywordRules) => ImportedSymbol = runtimeSymbolsOf("validators/keywords");

/** The parts of rules: a type, a keyword of many schemas, or both. */
export const rules = {
  string: usual("string"),
  number: usual("number"),
  integer: usual("integer"),
  boolean: usual("boolean"),
  nothing: usual("nothing"),
  record: usual("record"),
  list: usual("list"),
  anything: usual("anything"),
  open: usual("open"),
  closed: usual("closed"),
  type: usual("type"),
  all: usual("all"),
  nullable: usual("nullable"),
  optional: usual("optional"),
  defaulted: usual("defaulted"),
  inherited: usual("inherited"),
  object: usual("object"),
  properties: usual("properties"),
  array: usual("array"),
  items: usual("items"),
  ref: usual("ref"),
  orNull: usual("orNull"),
  oneOfValues: usual("oneOfValues"),
  format: usual("format"),
  numberFormat: usual("numberFormat"),
  tested: usual("tested"),
  deep: runtimeSymbol("validators/bounded", "deep"),
  patternInTime: runtimeSymbol("validators/pattern-limits", "patternInTime"),
  anyOf: union("anyOf"),
  oneOf: union("oneOf"),
  oneOfTypes: union("oneOfTypes"),
  byTag: union("byTag"),
  inPlace: union("inPlace"),
} as const;

/** Types used in every function. */
export const types = {
  unknown: raw("unknown"),
  number: raw("number"),
  boolean: raw("boolean"),
  Issues: code`${runtime.Issues}`,
  Rule: code`${runtime.Rule}`,
} as const;
