// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { add, countProperties, isArray, list, type Issues } from "./core.js";

// The less usual issues, as in `core`: `path` leads from the value that the caller looks at to the value in question, `at` is the place of the
// keyword in the document.

export function notConstant(issues: Issues, path: string, at: string, allowedValue: unknown, received: unknown): void {
  add(issues, "const", path, at, { allowedValue }, `must be ${list([allowedValue])}`, received);
}

export function tooShort(issues: Issues, path: string, at: string, limit: number, received: string): void {
  add(issues, "minLength", path, at, { limit }, `must have at least ${count(limit, "character")}`, received);
}

export function tooLong(issues: Issues, path: string, at: string, limit: number, received: string): void {
  add(issues, "maxLength", path, at, { limit }, `must have at most ${count(limit, "character")}`, received);
}

export function noMatch(issues: Issues, path: string, at: string, pattern: string, received: string): void {
  add(issues, "pattern", path, at, { pattern }, `must match the pattern ${list([pattern])}`, received);
}

export type Bound = "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum";

export function outOfRange(issues: Issues, path: string, at: string, keyword: Bound, limit: number, received: number): void {
  const comparison = { minimum: ">=", maximum: "<=", exclusiveMinimum: ">", exclusiveMaximum: "<" }[keyword];
  add(issues, keyword, path, at, { comparison, limit }, `must be ${comparison} ${limit}`, received);
}

export function notMultiple(issues: Issues, path: string, at: string, multipleOf: number, received: number): void {
  add(issues, "multipleOf", path, at, { multipleOf }, `must be a multiple of ${multipleOf}`, received);
}

export function tooFew(issues: Issues, path: string, at: string, keyword: "minItems" | "minProperties", limit: number, received: unknown): void {
  const limited = `at least ${count(limit, keyword === "minItems" ? "item" : "property")}`;
  add(issues, keyword, path, at, { limit }, `must have ${limited}, but has ${size(received)}`, received);
}

export function tooMany(issues: Issues, path: string, at: string, keyword: "maxItems" | "maxProperties", limit: number, received: unknown): void {
  const limited = `at most ${count(limit, keyword === "maxItems" ? "item" : "property")}`;
  add(issues, keyword, path, at, { limit }, `must have ${limited}, but has ${size(received)}`, received);
}

/** Items after the last that the schema knows. */
export function extraItems(issues: Issues, path: string, at: string, keyword: "items" | "unevaluatedItems", limit: number, received: unknown): void {
  add(issues, keyword, path, at, { limit }, `must have at most ${count(limit, "item")}, but has ${size(received)}`);
}

export function notUnique(issues: Issues, path: string, at: string, pair: readonly [number, number] | undefined): void {
  const [i, j] = pair ?? [0, 0];
  add(issues, "uniqueItems", path, at, { i, j }, `must not have equal items (${j} and ${i} are equal)`);
}

export function wrongContains(issues: Issues, path: string, at: string, minContains: number, maxContains: number | undefined, found: number): void {
  const range = maxContains === undefined ? `at least ${minContains}` : `${minContains} to ${maxContains}`;
  const params = maxContains === undefined ? { minContains } : { minContains, maxContains };
  add(issues, "contains", path, at, params, `must contain ${range} matching items, but has ${found}`);
}

export function unevaluated(issues: Issues, path: string, at: string, name: string): void {
  add(issues, "unevaluatedProperties", path, at, { unevaluatedProperty: name }, `must not have the property ${list([name])}`);
}

export function wrongName(issues: Issues, path: string, at: string, propertyName: string): void {
  add(issues, "propertyNames", path, at, { propertyName }, `must not have a property named ${list([propertyName])}`);
}

export function missingBeside(issues: Issues, path: string, at: string, property: string, missingProperty: string): void {
  const message = `must have the property ${JSON.stringify(missingProperty)} when it has ${JSON.stringify(property)}`;
  add(issues, "dependentRequired", path, at, { property, missingProperty }, message);
}

/** A value where the schema is `false`. */
export function forbidden(issues: Issues, path: string, at: string, received: unknown): void {
  add(issues, "false schema", path, at, {}, "must not be present", received);
}

export function excluded(issues: Issues, path: string, at: string, received: unknown): void {
  add(issues, "not", path, at, {}, "must not match the excluded schema", received);
}

/** How many items or properties there are, which tells nothing of what they hold. */
function size(received: unknown): number {
  return isArray(received) ? received.length : countProperties(received as Readonly<Record<string, unknown>>);
}

function count(limit: number, noun: string): string {
  return `${limit} ${limit === 1 ? noun : noun === "property" ? "properties" : `${noun}s`}`;
}
