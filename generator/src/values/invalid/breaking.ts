import { isJsonObject, type Json } from "../../model/json.js";
import type { JsonType } from "../../model/schema.js";
import { plus } from "../evaluate/decimal.js";
import { formats } from "../strings/formats.js";
import { codePoints, typeOf, withoutProperty, withProperty } from "../json.js";
import { freeName, type Occurrence } from "./occurrences.js";

/** Values to put in the place of a valid one, so that the keyword says no: the plainest first. Not each of them breaks it; that is found out by looking. */
export interface Breaking {
  /** A value that several schemas accept together, for keywords that are broken by meeting something. */
  readonly meet: (occurrence: Occurrence) => Iterable<Json>;
  /** Further valid values of the item at `index` of the array. */
  readonly items: (index: number) => Iterable<Json>;
}

const samples: Readonly<Record<JsonType, Json>> = { null: null, boolean: true, integer: 7, number: 7.5, string: "not it", array: [], object: {} };
const order: readonly JsonType[] = ["integer", "string", "boolean", "null", "number", "array", "object"];
const many = 1_000_000;

export function* breakingValues(occurrence: Occurrence, value: Json, breaking: Breaking): Generator<Json> {
  const { keyword, schema } = occurrence;
  const { number, string, array, object } = schema;
  switch (keyword) {
    case "false schema":
      yield value;
      return;
    case "type":
      for (const type of order) if (!(schema.type ?? []).includes(type)) yield samples[type];
      return;
    case "enum":
    case "const":
      yield* otherValues(value);
      return;
    case "not":
      yield* breaking.meet(occurrence);
      return;
    case "oneOf":
      // Two branches at once says more than none, but there is not always such a value.
      yield* breaking.meet(occurrence);
      for (const type of order) yield samples[type];
      return;
    case "format":
      yield* brokenFormats(schema.format ?? "", value);
      return;
    case "minimum":
      for (const step of [1, number?.multipleOf ?? 1, 0.5]) yield plus(number?.minimum ?? 0, -step);
      return;
    case "exclusiveMinimum":
      for (const step of [0, 1, number?.multipleOf ?? 1]) yield plus(number?.exclusiveMinimum ?? 0, -step);
      return;
    case "maximum":
      for (const step of [1, number?.multipleOf ?? 1, 0.5]) yield plus(number?.maximum ?? 0, step);
      return;
    case "exclusiveMaximum":
      for (const step of [0, 1, number?.multipleOf ?? 1]) yield plus(number?.exclusiveMaximum ?? 0, step);
      return;
    case "multipleOf": {
      const step = number?.multipleOf ?? 1;
      const start = typeof value === "number" ? value : 0;
      for (const part of [1, -1, step / 2, -step / 2, step / 3, step * 1.1])
        if (Number.isFinite(part)) yield plus(start, Number(part.toPrecision(6)));
      return;
    }
    case "minLength": {
      const wanted = (string?.minLength ?? 0) - 1;
      if (typeof value !== "string" || wanted < 0) return;
      const points = [...value];
      for (const length of new Set([wanted, 1, 0])) {
        if (length > wanted) continue;
        yield points.slice(0, length).join("");
        yield points.slice(points.length - length).join("");
      }
      return;
    }
    case "maxLength": {
      const wanted = (string?.maxLength ?? 0) + 1;
      if (typeof value !== "string" || wanted > many) return;
      const missing = Math.max(1, wanted - codePoints(value));
      const last = [...value].at(-1) ?? "a";
      for (const filler of [last, "a", "0", "/a".charAt(1)]) {
        yield value + filler.repeat(missing);
        yield filler.repeat(missing) + value;
      }
      yield value.repeat(Math.ceil(wanted / Math.max(1, value.length)) + 1).slice(0, wanted);
      return;
    }
    case "pattern":
      if (typeof value === "string") yield* otherTexts(value);
      return;
    case "minItems":
      if (Array.isArray(value)) {
        const kept = Math.max(0, (array?.minItems ?? 1) - 1);
        yield (value as readonly Json[]).slice(0, kept);
        yield (value as readonly Json[]).slice(value.length - kept);
      }
      yield [];
      return;
    case "maxItems":
      if (Array.isArray(value) && (array?.maxItems ?? 0) < 2000)
        yield* grown(value as readonly Json[], (array?.maxItems ?? 0) + 1, array?.uniqueItems === true, breaking);
      return;
    case "items":
    case "unevaluatedItems":
      if (Array.isArray(value)) for (const item of [null, "not it", 7]) yield [...(value as readonly Json[]), item];
      return;
    case "uniqueItems":
      if (!Array.isArray(value)) return;
      if (value.length > 1) yield [...(value as readonly Json[]).slice(0, -1), value[0] as Json];
      if (value.length > 0) yield [...(value as readonly Json[]), value[0] as Json];
      for (const item of breaking.items(0)) yield [item, item];
      return;
    case "contains":
    case "minContains":
      yield [];
      if (Array.isArray(value)) {
        yield (value as readonly Json[]).slice(0, -1);
        for (const item of [...breaking.items(0), null, "not it", 7, {}]) yield (value as readonly Json[]).map(() => item);
      }
      return;
    case "maxContains":
      if (Array.isArray(value)) {
        const least = (array?.maxContains ?? 0) + 1;
        yield Array.from({ length: Math.max(least, value.length) }, () => value.at(-1) as Json);
        yield [...(value as readonly Json[]), ...Array.from({ length: least }, () => value.at(-1) as Json)];
      }
      return;
  }
  if (!isJsonObject(value)) return;
  switch (keyword) {
    case "required":
    case "dependentRequired":
      if (occurrence.property !== undefined) yield withoutProperty(value, occurrence.property);
      return;
    case "additionalProperties":
    case "unevaluatedProperties":
      for (const name of [freeName(schema), "unexpected", "x-unexpected"])
        for (const item of [true, "not it", null]) yield withProperty(value, name, item);
      return;
    case "propertyNames": {
      const names = ["not a name", "", "-", "A", "a", "0", "unexpected", "é", "x".repeat(300)];
      for (const name of names) for (const item of [...Object.values(value).slice(0, 1), true, "not it"]) yield withProperty(value, name, item);
      return;
    }
    case "minProperties": {
      const needed = new Set(object?.required);
      const names = Object.keys(value).toSorted((a, b) => Number(needed.has(b)) - Number(needed.has(a)));
      const kept = new Set(names.slice(0, Math.max(0, (object?.minProperties ?? 1) - 1)));
      yield Object.fromEntries(Object.entries(value).filter(([name]) => kept.has(name)));
      yield {};
      return;
    }
    case "maxProperties": {
      const wanted = (object?.maxProperties ?? 0) + 1;
      if (wanted > 2000) return;
      for (const item of [...Object.values(value).slice(0, 1), true, "not it"]) {
        let larger = value;
        for (let index = 1; Object.keys(larger).length < wanted; index++) larger = withProperty(larger, `${freeName(schema)}${index}`, item);
        yield larger;
      }
    }
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

/** An array made longer: by one item again and again, where items need not be unique, else by further valid ones. */
function* grown(items: readonly Json[], length: number, isUnique: boolean, breaking: Breaking): Generator<Json> {
  const filled = (filler: Json): Json => [...items, ...Array.from({ length: Math.max(1, length - items.length) }, () => filler)];
  if (!isUnique) {
    const [filler = null] = items.length > 0 ? items.slice(-1) : breaking.items(0);
    yield filled(filler);
  }
  const longer: Json[] = [...items];
  const known = new Set(items.map((item) => JSON.stringify(item)));
  for (let index = items.length; longer.length < length && index < length + 5; index++) {
    let added = false;
    for (const item of breaking.items(index)) {
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
