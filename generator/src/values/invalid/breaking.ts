import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { plainAssertions } from "../../model/schemas/plain-assertions.js";
import type { JsonType, NumberAssertions, Schema, StringAssertions } from "../../model/schemas/schema.js";
import { plus } from "../evaluate/decimal.js";
import { formats } from "../strings/formats.js";
import { codePoints, typeOf, withoutProperty, withProperty } from "../json.js";
import { freeName, type Occurrence } from "./occurrences.js";

/** Further values, where more than the value itself is needed to break a keyword. */
export interface Breaking {
  /** Values that several schemas accept together, for keywords that are broken by meeting something. */
  meet(occurrence: Occurrence): Iterable<Json>;
  /** Further valid values of the item at `index` of the array. */
  items(occurrence: Occurrence, index: number): Iterable<Json>;
}

const samples: Readonly<Record<JsonType, Json>> = { null: null, boolean: true, integer: 7, number: 7.5, string: "not it", array: [], object: {} };
const order: readonly JsonType[] = ["integer", "string", "boolean", "null", "number", "array", "object"];
const many = 1_000_000;

/** Replacements of a valid value that probably break the keyword, the plainest first. Evaluation decides. */
export function breakingValues(occurrence: Occurrence, value: Json, breaking: Breaking): Iterable<Json> {
  const { keyword, schema } = occurrence;
  switch (keyword) {
    case "false schema":
      return [value];
    case "type":
      return ofOtherTypes(schema.type ?? []);
    case "enum":
    case "const":
      return otherValues(value);
    case "not":
      return breaking.meet(occurrence);
    case "oneOf":
      return metOrNone(occurrence, breaking);
    case "format":
      return brokenFormats(schema.format ?? "", value);
    case "minimum":
    case "exclusiveMinimum":
    case "maximum":
    case "exclusiveMaximum":
    case "multipleOf":
      return outOfRange(keyword, schema.number ?? {}, value);
    case "minLength":
    case "maxLength":
    case "pattern":
      return typeof value === "string" ? brokenTexts(keyword, schema.string ?? {}, value) : [];
  }
  if (isListKeyword(keyword)) return brokenLists(keyword, occurrence, value, breaking);
  if (plainAssertions(schema).some((plain) => plain.keyword === keyword)) return smallChanges(value, schema);
  return isJsonObject(value) ? brokenObjects(occurrence, value) : [];
}

/** Values that are like a value, for keywords without a strategy. */
function* smallChanges(value: Json, schema: Schema): Generator<Json> {
  if (typeof value === "number") yield* [1, -1, 0.5, 2, -2, 10].map((step) => plus(value, step));
  else if (typeof value === "string") yield* otherTexts(value);
  else if (Array.isArray(value)) {
    const list = value as readonly Json[];
    yield* [list.slice(1), list.slice(0, -1), [...list, ...list.slice(-1)], [...list, null], list.toReversed(), []];
  } else if (isJsonObject(value)) {
    for (const name of Object.keys(value).slice(0, mostRemoved)) yield withoutProperty(value, name);
    yield* [withProperty(value, freeName(schema), null), {}];
  }
}

/** Objects of more properties are broken by their first ones. */
const mostRemoved = 50;

function ofOtherTypes(types: readonly JsonType[]): readonly Json[] {
  const found: Json[] = [];
  for (const type of order) if (!types.includes(type)) found.push(samples[type]);
  return found;
}

/** Matching two branches shows more than matching none, but such a value may not exist. */
function* metOrNone(occurrence: Occurrence, breaking: Breaking): Generator<Json> {
  yield* breaking.meet(occurrence);
  yield* ofOtherTypes([]);
}

type NumberKeyword = "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum" | "multipleOf";

function outOfRange(keyword: NumberKeyword, number: NumberAssertions, value: Json): readonly number[] {
  const limit = number[keyword] ?? 0;
  const step = number.multipleOf ?? 1;
  switch (keyword) {
    case "minimum":
      return [1, step, 0.5].map((by) => plus(limit, -by));
    case "exclusiveMinimum":
      return [0, 1, step].map((by) => plus(limit, -by));
    case "maximum":
      return [1, step, 0.5].map((by) => plus(limit, by));
    case "exclusiveMaximum":
      return [0, 1, step].map((by) => plus(limit, by));
    case "multipleOf": {
      const start = typeof value === "number" ? value : 0;
      const parts = [1, -1, step / 2, -step / 2, step / 3, step * 1.1].filter(Number.isFinite);
      return parts.map((part) => plus(start, Number(part.toPrecision(6))));
    }
  }
}

function brokenTexts(keyword: "minLength" | "maxLength" | "pattern", string: StringAssertions, value: string): Iterable<Json> {
  switch (keyword) {
    case "minLength":
      return tooShort((string.minLength ?? 0) - 1, value);
    case "maxLength":
      return tooLong((string.maxLength ?? 0) + 1, value);
    case "pattern":
      return otherTexts(value);
  }
}

function* tooShort(wanted: number, value: string): Generator<string> {
  if (wanted < 0) return;
  const points = [...value];
  for (const length of new Set([wanted, 1, 0])) {
    if (length > wanted) continue;
    yield points.slice(0, length).join("");
    yield points.slice(points.length - length).join("");
  }
}

function* tooLong(wanted: number, value: string): Generator<string> {
  if (wanted > many) return;
  const missing = Math.max(1, wanted - codePoints(value));
  const last = [...value].at(-1) ?? "a";
  for (const filler of [last, "a", "0", "/a".charAt(1)]) {
    yield value + filler.repeat(missing);
    yield filler.repeat(missing) + value;
  }
  yield value.repeat(Math.ceil(wanted / Math.max(1, value.length)) + 1).slice(0, wanted);
}

const listKeywords = ["minItems", "maxItems", "items", "unevaluatedItems", "uniqueItems", "contains", "minContains", "maxContains"] as const;
type ListKeyword = (typeof listKeywords)[number];

function isListKeyword(keyword: string): keyword is ListKeyword {
  return listKeywords.includes(keyword as ListKeyword);
}

function* brokenLists(keyword: ListKeyword, occurrence: Occurrence, value: Json, breaking: Breaking): Generator<Json> {
  const { minItems = 1, maxItems = 0, uniqueItems, maxContains = 0 } = occurrence.schema.array ?? {};
  const list = Array.isArray(value) ? (value as readonly Json[]) : undefined;
  switch (keyword) {
    case "minItems":
      if (list !== undefined) {
        const remaining = Math.max(0, minItems - 1);
        yield list.slice(0, remaining);
        yield list.slice(list.length - remaining);
      }
      yield [];
      return;
    case "contains":
    case "minContains":
      yield [];
      if (list === undefined) return;
      yield list.slice(0, -1);
      for (const item of [...breaking.items(occurrence, 0), null, "not it", 7, {}]) yield list.map(() => item);
      return;
  }
  if (list === undefined) return;
  switch (keyword) {
    case "maxItems":
      if (maxItems < 2000) yield* grown(list, maxItems + 1, uniqueItems === true, (index) => breaking.items(occurrence, index));
      return;
    case "items":
    case "unevaluatedItems":
      for (const item of [null, "not it", 7]) yield [...list, item];
      return;
    case "uniqueItems": {
      const [first] = list;
      if (first !== undefined && list.length > 1) yield [...list.slice(0, -1), first];
      if (first !== undefined) yield [...list, first];
      for (const item of breaking.items(occurrence, 0)) yield [item, item];
      return;
    }
    case "maxContains": {
      const least = maxContains + 1;
      yield Array.from({ length: Math.max(least, list.length) }, () => list.at(-1) as Json);
      yield [...list, ...Array.from({ length: least }, () => list.at(-1) as Json)];
    }
  }
}

function brokenObjects(occurrence: Occurrence, value: JsonObject): Iterable<Json> {
  const { keyword, schema, property } = occurrence;
  const { required = [], minProperties = 1, maxProperties = 0 } = schema.object ?? {};
  switch (keyword) {
    case "required":
    case "dependentRequired":
      return property === undefined ? [] : [withoutProperty(value, property)];
    case "additionalProperties":
    case "unevaluatedProperties":
      return withOthers(value, [freeName(schema), "unexpected", "x-unexpected"], [true, "not it", null]);
    case "propertyNames": {
      const names = ["not a name", "", "-", "A", "a", "0", "unexpected", "é", "x".repeat(300)];
      return withOthers(value, names, [...Object.values(value).slice(0, 1), true, "not it"]);
    }
    case "minProperties":
      return [withFewer(value, Math.max(0, minProperties - 1), new Set(required)), {}];
    case "maxProperties":
      return maxProperties + 1 > 2000 ? [] : withMore(value, maxProperties + 1, freeName(schema));
    default:
      return [];
  }
}

function* withOthers(value: JsonObject, names: readonly string[], items: readonly Json[]): Generator<Json> {
  for (const name of names) for (const item of items) yield withProperty(value, name, item);
}

/** So many of the properties, those first that must be there. */
function withFewer(value: JsonObject, most: number, needed: ReadonlySet<string>): JsonObject {
  const names = Object.keys(value).toSorted((a, b) => Number(needed.has(b)) - Number(needed.has(a)));
  const remaining = new Set(names.slice(0, most));
  return Object.fromEntries(Object.entries(value).filter(([name]) => remaining.has(name)));
}

function* withMore(value: JsonObject, least: number, free: string): Generator<Json> {
  for (const item of [...Object.values(value).slice(0, 1), true, "not it"]) {
    let larger = value;
    for (let index = 1; Object.keys(larger).length < least; index++) larger = withProperty(larger, `${free}${index}`, item);
    yield larger;
  }
}

function* otherValues(value: Json): Generator<Json> {
  if (typeof value === "string") yield* [`${value}-other`, "not it", `${value}x`, ""];
  if (typeof value === "number") yield* [plus(value, 1), plus(value, -1), 987654321, -1, 0.5];
  if (typeof value === "boolean") yield !value;
  if (isJsonObject(value)) yield* [withProperty(value, "unexpected", true), {}];
  if (Array.isArray(value)) yield* [[...(value as readonly Json[]), "not it"], []];
  for (const type of order) if (type !== typeOf(value)) yield samples[type];
}

function* otherTexts(value: string): Generator<string> {
  const points = [...value];
  const last = points.slice(0, -1).join("");
  const first = points.slice(1).join("");
  yield* ["not it"];
  for (const odd of ["!", " ", "~", "é", "a", "A", "0", "-", "\n", "\u0000"])
    yield* [last + odd, odd + first, value + odd, odd + value, points.map(() => odd).join("")];
  yield* ["", last, first, value.toUpperCase(), value.toLowerCase(), "!".repeat(8), "a", "0", "\ud800"];
}

function* brokenFormats(format: string, value: Json): Generator<Json> {
  if (typeof value === "number") {
    yield* format === "int32" ? [2147483648, -2147483649, 0.5] : [0.5];
    return;
  }
  yield* formats.get(format)?.broken ?? [];
  if (typeof value === "string") yield* otherTexts(value);
}

/** Extends an array: repeats one item if duplicates are allowed, else adds valid ones. */
function* grown(items: readonly Json[], length: number, isUnique: boolean, further: (index: number) => Iterable<Json>): Generator<Json> {
  const filled = (filler: Json): Json => [...items, ...Array.from({ length: Math.max(1, length - items.length) }, () => filler)];
  if (!isUnique) {
    const [filler = null] = items.length > 0 ? items.slice(-1) : further(0);
    yield filled(filler);
  }
  const longer: Json[] = [...items];
  const known = new Set(items.map((item) => JSON.stringify(item)));
  for (let index = items.length; longer.length < length && index < length + 5; index++) {
    let added = false;
    for (const item of further(index)) {
      if (known.has(JSON.stringify(item))) continue;
      known.add(JSON.stringify(item));
      longer.push(item);
      added = true;
      break;
    }
    if (!added) break;
  }
  if (longer.length >= length) yield longer;
  if (isUnique) yield filled(items.at(-1) ?? longer.at(-1) ?? null);
}
