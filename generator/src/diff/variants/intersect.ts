import type { Alternative, Bound, Property } from "./alternative.js";
import { compareNumerals } from "./digits.js";
import { matches } from "../../values/strings/regex.js";
import { isNothing } from "./emptiness.js";
import { meetingPatterns } from "./name-patterns.js";
import { anything, conjunction, type Node } from "./node.js";

/** Beyond this many combinations of branches a conjunction of unions is compared as it is written. */
export const combinationLimit = 512;

/** The conjunction of both for one kind; `undefined` if no value can satisfy both. */
export function intersect(a: Alternative, b: Alternative): Alternative | undefined {
  if (a.kind !== b.kind) return undefined;
  const merged: { -readonly [K in keyof Alternative]: Alternative[K] } = { kind: a.kind, sources: [...a.sources, ...b.sources] };
  const name = a.name ?? b.name;
  if (name !== undefined) merged.name = name;

  const values = both(a.values, b.values, (x, y) => new Map([...x].filter(([text]) => y.has(text))));
  if (values !== undefined) {
    if (values.size === 0) return undefined;
    merged.values = values;
  }
  if (a.integer ?? b.integer) merged.integer = true;
  set(
    merged,
    "low",
    both(a.low, b.low, (x, y) => tighter(x, y, (order) => order > 0)),
  );
  set(
    merged,
    "high",
    both(a.high, b.high, (x, y) => tighter(x, y, (order) => order < 0)),
  );
  set(
    merged,
    "multipleOf",
    both(a.multipleOf, b.multipleOf, (x, y) =>
      [...x, ...y.filter((one) => x.every((other) => compareNumerals(one, other) !== 0))].toSorted(compareNumerals),
    ),
  );
  set(merged, "least", both(a.least, b.least, Math.max));
  set(merged, "most", both(a.most, b.most, Math.min));
  if (merged.least !== undefined && merged.most !== undefined && merged.least > merged.most) return undefined;
  set(merged, "patterns", both(a.patterns, b.patterns, union));
  set(merged, "formats", both(a.formats, b.formats, union));
  set(merged, "content", both(a.content, b.content, union));
  if (a.unique ?? b.unique) merged.unique = true;
  set(
    merged,
    "conjuncts",
    both(a.conjuncts, b.conjuncts, (x, y) => new Map([...x, ...y])),
  );

  set(merged, "hidden", hiddenOf(a, b));

  if (a.kind === "array") mergeItems(merged, a, b);
  if (a.kind === "object" && !mergeProperties(merged, a, b)) return undefined;
  return merged;
}

/** The schema of an item, by position. */
export function itemAt(alternative: Alternative, index: number): Node {
  return alternative.prefix?.[index] ?? alternative.items ?? anything;
}

/** The schema of a property, also if only a pattern or `additionalProperties` applies to it. */
export function propertyNode(alternative: Alternative, name: string): Node {
  const named = alternative.properties?.get(name);
  if (named !== undefined) return named.node;
  const matching = [...(alternative.patternProperties ?? [])].filter(([pattern]) => matches(pattern, name) === true).map(([, schema]) => schema);
  if (matching.length > 0) return conjunction(matching);
  return alternative.additional ?? anything;
}

/** Names that one of the two hides, and whether either requires them. */
function hiddenOf(a: Alternative, b: Alternative): Alternative["hidden"] {
  if (a.hidden === undefined && b.hidden === undefined) return undefined;
  const isRequired = (name: string): boolean =>
    [a, b].some((alternative) => (alternative.hidden?.get(name) ?? false) || (alternative.properties?.get(name)?.required ?? false));
  return new Map([...(a.hidden?.keys() ?? []), ...(b.hidden?.keys() ?? [])].map((name) => [name, isRequired(name)]));
}

function mergeItems(merged: { -readonly [K in keyof Alternative]: Alternative[K] }, a: Alternative, b: Alternative): void {
  const length = Math.max(a.prefix?.length ?? 0, b.prefix?.length ?? 0);
  if (length > 0) merged.prefix = Array.from({ length }, (_, index) => conjunction([itemAt(a, index), itemAt(b, index)]));
  set(
    merged,
    "items",
    both(a.items, b.items, (x, y) => conjunction([x, y])),
  );
}

function mergeProperties(merged: { -readonly [K in keyof Alternative]: Alternative[K] }, a: Alternative, b: Alternative): boolean {
  const names = new Set([...(a.properties?.keys() ?? []), ...(b.properties?.keys() ?? [])]);
  if (names.size > 0) {
    const properties = new Map<string, Property>();
    for (const name of names) {
      // One part excludes it on this side, whatever the others specify.
      if (merged.hidden?.has(name)) continue;
      const required = (a.properties?.get(name)?.required ?? false) || (b.properties?.get(name)?.required ?? false);
      // `additionalProperties: false` of one part also closes the names that only the other part knows.
      const schema = conjunction([propertyNode(a, name), propertyNode(b, name)]);
      if (isNothing(schema) && required) return false;
      properties.set(name, { node: schema, required });
    }
    if (properties.size > 0) merged.properties = properties;
  }
  set(
    merged,
    "additional",
    both(a.additional, b.additional, (x, y) => conjunction([x, y])),
  );
  set(merged, "patternProperties", meetingPatterns(a, b));
  return true;
}

function both<T>(a: T | undefined, b: T | undefined, merge: (a: T, b: T) => T): T | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : merge(a, b);
}

function set<T, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) target[key] = value;
}

function tighter(a: Bound, b: Bound, isFurther: (order: number) => boolean): Bound {
  const order = compareNumerals(a, b);
  if (order === 0) return a.exclusive ? a : b;
  return isFurther(order) ? a : b;
}

function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...a, ...b]);
}
