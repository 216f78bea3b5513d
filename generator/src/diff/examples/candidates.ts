import { isJsonObject, type Json } from "../../model/json.js";
import { inexact } from "../variants/digits.js";
import type { Schema } from "../../model/schemas/schema.js";
import { textsOf } from "../../values/index.js";
import { take } from "../../values/json.js";
import type { Difference } from "../change.js";
import { integerRanges } from "../variants/bounds.js";
import { languageOf, textsOutside } from "../variants/language.js";
import { absent, unchanged, type Leaf } from "./leaf.js";

/** Values to try at the location of a difference: those between the constraints of the two documents. */
export function candidatesFor(difference: Difference, present: Json | undefined): readonly Leaf[] {
  const { parameters, code, hints } = difference;
  const hinted = [...(hints?.old ?? []), ...(hints?.new ?? [])];
  // A value just beyond a bound shows it best.
  const atBound = code.startsWith("bound") || code.startsWith("multiple");
  const bounds = [parameters["old"], parameters["new"]].flat().map((value) => value && inexact(value));
  const leaves: Leaf[] = atBound ? [...neighbours(bounds, present), unchanged] : [unchanged];
  if (code.includes("required") || code.includes("optional") || code === "read-only-set") leaves.push(absent);
  for (const key of ["values", "added", "removed"] as const) {
    const list = parameters[key];
    if (Array.isArray(list)) leaves.push(...(list as readonly Json[]).map(inexact));
  }
  for (const type of [...listedTexts(parameters["added"]), ...listedTexts(parameters["removed"])]) leaves.push(...(samples[type] ?? []));
  if (code.startsWith("format")) leaves.unshift(...[...listedTexts(parameters["removed"]), ...listedTexts(parameters["added"])].flatMap(beyond));
  if (code === "null-added" || code === "null-removed") leaves.push(null);
  if (code.includes("additional") || code.includes("pattern-properties") || code.startsWith("constraint"))
    leaves.push(...withExtra(present, parameters["pattern"], listedTexts(parameters["others"])));
  if (code.startsWith("constraint")) leaves.push(...withLess(present));
  if (parameters["keyword"] === "propertyNames") leaves.push(...withNames(present, hinted.flatMap(namesOf)));
  if (parameters["keyword"] === "dependentSchemas")
    leaves.push(
      ...withNames(
        present,
        hinted.flatMap(({ object }) => object?.required ?? []),
      ),
    );
  if (code === "pattern-changed") leaves.push(...betweenPatterns(listedTexts(parameters["removed"]), listedTexts(parameters["added"])));
  if (code.startsWith("unique")) leaves.push(...repeated(present));
  leaves.push(...mutations(present), ...Object.values(samples).flat());
  return leaves;
}

const samples: Readonly<Record<string, readonly Json[]>> = {
  null: [null],
  boolean: [true, false],
  integer: [2, 0, 1, -1],
  number: [0.5, 1.5, 1e9],
  string: ["text", "", "a".repeat(300), "2026-01-01", "478f4d7d-e943-40f6-a414-837d3736a1dc"],
  array: [[], [1, 1]],
  object: [{}, { key: "value" }],
};

/**
 * Integers that are too large or too small for a format. The bounds of `int64` are no round decimal numbers, and doubles cannot represent the values
 * next to them.
 */
function beyond(format: string): readonly Json[] {
  const [least, most] = integerRanges.get(format) ?? [];
  if (least === undefined || most === undefined) return [];
  return Number.isSafeInteger(most) ? [most + 1, least - 1] : [1e19, -1e19];
}

function listedTexts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((item): item is string => typeof item === "string") : [];
}

/** Values at every bound of the schema itself, independent of its other keywords: conditions change there. */
export function atBounds({ number = {}, string = {}, array = {}, object = {} }: Schema): readonly Json[] {
  return [
    ...neighbours([number.minimum, number.maximum, number.exclusiveMinimum, number.exclusiveMaximum, number.multipleOf], 0),
    ...neighbours([string.minLength, string.maxLength], ""),
    ...neighbours([array.minItems, array.maxItems, array.minContains, array.maxContains], []),
    ...neighbours([object.minProperties, object.maxProperties], {}),
  ];
}

/** Objects with allowed names, few and many, including the last one: constraints on names end inside of a list. */
export function ofNames(schema: Schema): readonly Json[] {
  const names = namesOf(schema);
  if (names.length === 0) return [];
  const { minProperties = 1, maxProperties = minProperties + 2 } = schema.object ?? {};
  return [minProperties, minProperties + 1, maxProperties].map((size) => Object.fromEntries(names.slice(-size).map((name) => [name, 1])));
}

/** Allowed names, from a list or a pattern. */
function namesOf({ object }: Schema): readonly string[] {
  const { propertyNames } = object ?? {};
  const { pattern } = propertyNames?.string ?? {};
  const stated = [propertyNames, propertyNames?.not].flatMap((schema) => [...(schema?.enum ?? []), schema?.const]);
  const listed = stated.filter((name) => typeof name === "string");
  return [...new Set([...listed, ...(pattern === undefined ? [] : take(textsOf(pattern), mostNames))])];
}

const mostNames = 12;

/** Objects with one property that a pattern of the schema matches: the fixture generator does not create them on its own. */
export function ofPatterns({ object = {} }: Schema): readonly Json[] {
  return [...(object.patternProperties?.keys() ?? [])].flatMap((pattern) =>
    ofPattern(pattern).flatMap((name) => extras.map((value) => ({ [name]: value }))),
  );
}

/** A value for an undescribed property. */
const extras: readonly Json[] = [1, "value", true, {}];

function ofPattern(pattern: string): readonly string[] {
  return [...take(textsOf(pattern), 2)];
}

/** Each bound, and the numbers, texts, lists and objects that just miss it. */
function neighbours(bounds: readonly (Json | undefined)[], present: Json | undefined): readonly Json[] {
  const known = bounds.filter((value): value is number => typeof value === "number");
  return known.flatMap((bound): Json[] => {
    const numbers = [bound, bound - 1, bound + 1, bound - 0.5, bound + 0.5, bound * 3];
    if (typeof present === "number") return numbers;
    const counts = [...new Set(numbers.map(Math.round))].filter((count) => count >= 0 && count <= 10_000);
    if (typeof present === "string")
      return counts.flatMap((count) => [(present + "a".repeat(count)).slice(0, count), lastOf("a".repeat(count) + present, count)]);
    const small = counts.filter((count) => count <= 500);
    if (Array.isArray(present))
      return small.flatMap((count) => [sized(present as readonly Json[], count), distinct(present as readonly Json[], count)]);
    if (isJsonObject(present)) return small.map((count) => withSize(present, count));
    return numbers;
  });
}

/** A pattern may constrain the end of the text. */
function lastOf(text: string, count: number): string {
  return text.slice(text.length - count);
}

/** As many items as wanted: the ones there are, then the same again, or numbers that differ from each other. */
function sized(items: readonly Json[], count: number): readonly Json[] {
  return Array.from({ length: count }, (_, index) => items[index] ?? items[index % Math.max(1, items.length)] ?? index);
}

/** The same with items that differ from each other, where items of their kind can. */
function distinct(items: readonly Json[], count: number): readonly Json[] {
  const [first] = items;
  return Array.from({ length: count }, (_, index) => {
    if (index < items.length) return items[index] as Json;
    if (typeof first === "string") return `${first}${index}`;
    if (typeof first === "number") return first + index;
    return isJsonObject(first) ? varied(first, index) : index;
  });
}

/** The object with another text or number in each of its properties that has one. */
function varied(object: Readonly<Record<string, Json>>, index: number): Json {
  const entries = Object.entries(object).map(([name, value]): [string, Json] => {
    if (typeof value === "string") return [name, `${value}${index}`];
    return [name, typeof value === "number" ? value + index : value];
  });
  return Object.fromEntries(entries);
}

/** The requested number of properties: existing ones, then new ones. */
function withSize(object: Readonly<Record<string, Json>>, count: number): Json {
  const more = Array.from({ length: count }, (_, index): [string, Json] => [`key${index}`, index]).filter(([key]) => !Object.hasOwn(object, key));
  return Object.fromEntries([...Object.entries(object), ...more].slice(0, count));
}

/** With one more property: an unknown name, a long one, and one that the pattern matches. */
function withExtra(present: Json | undefined, pattern?: Json, others: readonly string[] = []): readonly Json[] {
  const base = isJsonObject(present) ? present : {};
  const names = [
    "extraProperty",
    "extra property of a long name!",
    ...(typeof pattern === "string" ? [...others.flatMap((other) => outside(pattern, other)), ...ofPattern(pattern)] : []),
  ];
  return withNames(base, names);
}

function outside(pattern: string, other: string): readonly string[] {
  const [names, known] = [languageOf(pattern), languageOf(other)];
  return names === undefined || known === undefined ? [] : textsOutside(names, known, 2);
}

/** With a property of each of the names. */
function withNames(present: Json | undefined, names: readonly string[]): readonly Json[] {
  const base = isJsonObject(present) ? present : {};
  // Existing values show what such a property may be.
  const values = [...extras, ...Object.values(base).slice(0, 1)];
  return names.flatMap((name) => values.map((value) => ({ ...base, [name]: value })));
}

/** With one property, or one item, less. */
function withLess(present: Json | undefined): readonly Json[] {
  if (Array.isArray(present)) return (present as readonly Json[]).map((_, index) => (present as readonly Json[]).toSpliced(index, 1));
  if (!isJsonObject(present)) return [];
  const entries = Object.entries(present);
  return entries.flatMap(([, only], index) => [
    Object.fromEntries(entries.toSpliced(index, 1)),
    Object.fromEntries([[entries[index]?.[0] ?? "", only]]),
  ]);
}

/** Texts that one pattern matches and the other does not. */
function betweenPatterns(removed: readonly string[], added: readonly string[]): readonly Json[] {
  const [old, next] = [languageOf(removed[0] ?? ""), languageOf(added[0] ?? "")];
  return old === undefined || next === undefined ? [] : [...textsOutside(old, next, 5), ...textsOutside(next, old, 5)];
}

function repeated(present: Json | undefined): readonly Json[] {
  const item = Array.isArray(present) ? (present as readonly Json[])[0] : undefined;
  return [[item ?? 1, item ?? 1]];
}

function mutations(present: Json | undefined): readonly Json[] {
  if (typeof present === "number") return [present + 1, present - 1, present + 0.5, -present];
  if (typeof present === "string") return [`${present}x`, present.toUpperCase(), present.slice(1)];
  return isJsonObject(present) ? withExtra(present) : [];
}
