import {
  add,
  assertion,
  countProperties,
  has,
  holds,
  isArray,
  isNumber,
  isObject,
  isString,
  locationOf,
  missing,
  otherNames,
  own,
  quoted,
  token,
  untested,
  within,
  type Issues,
  type Rule,
} from "./core.js";
import type { Issue } from "./types.js";
import { isMultipleOf } from "./numbers.js";
import { isAtLeast, isAtMost } from "./strings.js";
import { duplicate } from "./unique.js";

// The less usual keywords, each as a rule.

/** A rule at another location than its own in the schema above. */
export function at(place: string, rule: Rule): Rule {
  return { ...rule, place };
}

/** A rule whose keywords have other names in the document. @param paths By our name; an empty one is the schema itself. */
export function spelled(paths: Readonly<Record<string, string>>, rule: Rule): Rule {
  const { types: _types, isType: _isType, is: _is, ...others } = rule;
  const whole = untested(rule);
  const report = (value: unknown, issues: Issues): void => {
    const { found } = issues;
    const { schemaPath: before } = locationOf(issues);
    let index = found.length;
    // Marks the paths that do not begin behind a `$ref`: no JSON pointer of a keyword has an empty token.
    const marked = `${before}/`;
    within(whole, value, issues, "/");
    for (; index < found.length; index++) {
      const issue = found[index] as Issue;
      if (!issue.schemaPath.startsWith(`${marked}/`)) continue;
      const [keyword = "", ...rest] = issue.schemaPath.slice(marked.length + 1).split("/");
      const path = paths[keyword] ?? keyword;
      found[index] = { ...issue, schemaPath: [before, ...(path === "" ? [] : [path]), ...rest].join("/") };
    }
  };
  return { ...others, asserts: [report] };
}

/** The schema `false`. */
export const never: Rule = { asserts: [(value, issues) => add(issues, "false schema", {}, "must not be present", value, "")] };

/** @param equal Compares the value where it is an object or an array. */
export function constant(allowedValue: unknown, equal: (a: unknown, b: unknown) => boolean = (a, b) => a === b): Rule {
  const report = (value: unknown, issues: Issues): void => {
    if (!equal(value, allowedValue)) add(issues, "const", { allowedValue }, `must be ${quoted([allowedValue])}`, value);
  };
  return { asserts: [report] };
}

// Numbers.

export function minimum(limit: number): Rule {
  return bound("minimum", ">=", limit, (value) => value >= limit);
}

export function maximum(limit: number): Rule {
  return bound("maximum", "<=", limit, (value) => value <= limit);
}

export function exclusiveMinimum(limit: number): Rule {
  return bound("exclusiveMinimum", ">", limit, (value) => value > limit);
}

export function exclusiveMaximum(limit: number): Rule {
  return bound("exclusiveMaximum", "<", limit, (value) => value < limit);
}

function bound(keyword: string, comparison: string, limit: number, isInside: (value: number) => boolean): Rule {
  return valid(isNumber, keyword, { comparison, limit }, `must be ${comparison} ${limit}`, isInside);
}

export function multipleOf(divisor: number): Rule {
  return valid(isNumber, "multipleOf", { multipleOf: divisor }, `must be a multiple of ${divisor}`, (value) => isMultipleOf(value, divisor));
}

// Strings.

export function minLength(limit: number): Rule {
  return valid(isString, "minLength", { limit }, `must have at least ${count(limit, "character")}`, (value) => isAtLeast(value, limit));
}

export function maxLength(limit: number): Rule {
  return valid(isString, "maxLength", { limit }, `must have at most ${count(limit, "character")}`, (value) => isAtMost(value, limit));
}

/** @param source The pattern as the document has it. */
export function pattern(source: string, expression: { test(text: string): boolean }): Rule {
  return valid(isString, "pattern", { pattern: source }, `must match the pattern ${quoted([source])}`, (value) => expression.test(value));
}

// Arrays.

export function minItems(limit: number): Rule {
  return size("minItems", isArray, limit, "least", "item");
}

export function maxItems(limit: number): Rule {
  return size("maxItems", isArray, limit, "most", "item");
}

/** The first items, each by a rule of its own. */
export function prefixItems(...rules: readonly Rule[]): Rule {
  return assertion(isArray, (value, issues) => {
    for (const [index, rule] of rules.entries()) if (index < value.length) within(rule, value[index], issues, `/prefixItems/${index}`, index);
  });
}

/** `items: false`: only that many items are allowed. */
export function noItems(limit: number): Rule {
  return assertion(isArray, (value, issues) => {
    if (value.length > limit) tooManyItems(issues, "items", limit, value);
  });
}

function tooManyItems(issues: Issues, keyword: string, limit: number, value: readonly unknown[]): void {
  add(issues, keyword, { limit }, `must have at most ${count(limit, "item")}, but has ${value.length}`);
}

export function contains(rule: Rule, minContains = 1, maxContains?: number): Rule {
  const range = maxContains === undefined ? `at least ${minContains}` : `${minContains} to ${maxContains}`;
  const params = maxContains === undefined ? { minContains } : { minContains, maxContains };
  return assertion(isArray, (value, issues) => {
    let matches = 0;
    for (let index = 0; index < value.length; index++) if (holds(rule, value[index], issues)) matches++;
    if (matches < minContains || (maxContains !== undefined && matches > maxContains))
      add(issues, "contains", params, `must contain ${range} matching items, but has ${matches}`);
  });
}

export const uniqueItems: Rule = /* @__PURE__ */ assertion(isArray, (value, issues) => {
  const pair = duplicate(value);
  if (pair === undefined) return;
  const [i, j] = pair;
  add(issues, "uniqueItems", { i, j }, `must not have equal items (${j} and ${i} are equal)`);
});

/** @param known Returns whether another keyword evaluates an item. @param start The first item that it may leave. */
export function unevaluatedItems(
  rule: Rule | false,
  known: (value: readonly unknown[], issues: Issues) => (item: unknown, index: number) => boolean,
  start: number,
): Rule {
  return assertion(isArray, (value, issues) => {
    const isKnown = known(value, issues);
    for (let index = start; index < value.length; index++) {
      if (isKnown(value[index], index)) continue;
      if (rule === false) return tooManyItems(issues, "unevaluatedItems", index, value);
      within(rule, value[index], issues, "/unevaluatedItems", index);
    }
  });
}

// Objects.

export function minProperties(limit: number): Rule {
  return size("minProperties", isObject, limit, "least", "property");
}

export function maxProperties(limit: number): Rule {
  return size("maxProperties", isObject, limit, "most", "property");
}

/** Names that must be present though `properties` does not describe them. */
export function required(...names: readonly string[]): Rule {
  const keyword = assertion(isObject, (value, issues) => {
    for (const name of names) if (!isPresent(value, name)) missing(issues, name);
  });
  return { ...keyword, also: names };
}

function isPresent(value: Readonly<Record<string, unknown>>, name: string): boolean {
  return (name in Object.prototype ? own(value, name) : value[name]) !== undefined;
}

/** @param names By property: those that must be present next to it. */
export function dependentRequired(names: Readonly<Record<string, readonly string[]>>): Rule {
  return assertion(isObject, (value, issues) => {
    for (const [property, others] of Object.entries(names)) {
      for (const missingProperty of others) {
        if (!isPresent(value, property) || isPresent(value, missingProperty)) continue;
        const message = `must have the property ${JSON.stringify(missingProperty)} when it has ${JSON.stringify(property)}`;
        add(issues, "dependentRequired", { property, missingProperty }, message);
      }
    }
  });
}

/** @param rules By property: the rule of the whole object if it is present. */
export function dependentSchemas(rules: Readonly<Record<string, Rule>>): Rule {
  return assertion(isObject, (value, issues) => {
    for (const [name, rule] of Object.entries(rules)) if (isPresent(value, name)) within(rule, value, issues, `/dependentSchemas${token(name)}`);
  });
}

/** Every name, as a string, by one rule. */
export function propertyNames(rule: Rule): Rule {
  return assertion(isObject, (value, issues) => {
    for (const propertyName of Object.keys(value))
      if (has(value, propertyName) && !holds(rule, propertyName, issues))
        add(issues, "propertyNames", { propertyName }, `must not have a property named ${quoted([propertyName])}`);
  });
}

/** Every property with a matching name, by the rule of the pattern. @param entries Each pattern as the document has it, and as an expression. */
export function patternProperties(...entries: readonly (readonly [source: string, expression: { test(name: string): boolean }, rule: Rule])[]): Rule {
  const keyword = assertion(isObject, (value, issues) => {
    for (const name of Object.keys(value)) {
      const item = value[name];
      if (item === undefined) continue;
      for (const [source, expression, rule] of entries)
        if (expression.test(name)) within(rule, item, issues, `/patternProperties${token(source)}`, name);
    }
  });
  return { ...keyword, patterns: entries.map(([, expression]) => expression) };
}

/** Every property that neither `properties` nor `patternProperties` describes. */
export function additionalProperties(rule: Rule): Rule {
  const keyword = assertion(isObject, (value, issues, whole) => {
    for (const name of otherNames(value, whole)) within(rule, value[name], issues, "/additionalProperties", name);
  });
  return { ...keyword, open: true, others: rule };
}

/** An object whose properties all have one rule. */
export function map(rule: Rule): Rule {
  return { ...additionalProperties(rule), types: "object", isType: isObject };
}

/** @param known Returns whether another keyword evaluates a name. */
export function unevaluatedProperties(
  rule: Rule | false,
  known: (value: Readonly<Record<string, unknown>>, issues: Issues) => (name: string) => boolean,
): Rule {
  const keyword = assertion(isObject, (value, issues) => {
    const isKnown = known(value, issues);
    for (const name of Object.keys(value)) {
      const item = value[name];
      if (isKnown(name) || item === undefined) continue;
      if (rule === false) add(issues, "unevaluatedProperties", { unevaluatedProperty: name }, `must not have the property ${quoted([name])}`);
      else within(rule, item, issues, "/unevaluatedProperties", name);
    }
  });
  return rule === false ? keyword : { ...keyword, open: true };
}

// Schemas of the same value.

export function allOf(...rules: readonly Rule[]): Rule {
  const report = (value: unknown, issues: Issues): void => {
    for (const [index, rule] of rules.entries()) within(rule, value, issues, `/allOf/${index}`);
  };
  return { all: rules, asserts: [report] };
}

/** `if`, with `then` and `else`. */
export function when(condition: Rule, then: Rule | undefined, otherwise?: Rule): Rule {
  const report = (value: unknown, issues: Issues): void => {
    const isMet = holds(condition, value, issues);
    const rule = isMet ? then : otherwise;
    if (rule !== undefined) within(rule, value, issues, isMet ? "/then" : "/else");
  };
  return { asserts: [report] };
}

export function not(rule: Rule): Rule {
  const report = (value: unknown, issues: Issues): void => {
    if (holds(rule, value, issues)) add(issues, "not", {}, "must not match the excluded schema", value);
  };
  return { asserts: [report] };
}

/** A keyword that is a test of values of one type. */
function valid<T>(
  isType: (value: unknown) => value is T,
  keyword: string,
  params: Issue["params"],
  message: string,
  isValid: (value: T) => boolean,
): Rule {
  const report = (value: unknown, issues: Issues): void => {
    if (isType(value) && !isValid(value)) add(issues, keyword, params, message, value);
  };
  return { asserts: [report] };
}

/** Limits the number of items or properties, and reports the count only, not their content. */
function size<T extends object>(
  keyword: string,
  isType: (value: unknown) => value is T,
  limit: number,
  bounds: "least" | "most",
  noun: string,
): Rule {
  return assertion(isType, (value, issues) => {
    const found = isArray(value) ? value.length : countProperties(value as Readonly<Record<string, unknown>>);
    if (bounds === "least" ? found < limit : found > limit)
      add(issues, keyword, { limit }, `must have at ${bounds} ${count(limit, noun)}, but has ${found}`, value);
  });
}

function count(limit: number, noun: string): string {
  return `${limit} ${limit === 1 ? noun : noun === "property" ? "properties" : `${noun}s`}`;
}
