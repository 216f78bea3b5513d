import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { escapeToken } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import { isMultiple } from "../../values/evaluate/decimal.js";
import { canonical, type Numeral } from "./alternative.js";

/** A number of a keyword, with its digits where JavaScript rounds it. */
export function numeral(schema: Schema, keyword: string, value: number): Numeral {
  const digits = schema.annotations?.digits?.[schema.spelled?.[keyword] ?? keyword];
  return digits === undefined || Number(digits) !== value ? { value } : { value, digits };
}

/** Below 0 where the first is smaller, above where it is larger. */
export function compareNumerals(a: Numeral, b: Numeral): number {
  if (a.value !== b.value || (a.digits ?? b.digits) === undefined) return a.value - b.value;
  const [left, right] = [BigInt(a.digits ?? a.value), BigInt(b.digits ?? b.value)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether the one is a multiple of the other, to the last digit. */
export function isMultipleNumeral(a: Numeral, b: Numeral): boolean {
  if ((a.digits ?? b.digits) === undefined || !Number.isInteger(a.value) || !Number.isInteger(b.value)) return isMultiple(a.value, b.value);
  const [value, step] = [BigInt(a.digits ?? a.value), BigInt(b.digits ?? b.value)];
  return step !== 0n && value % step === 0n;
}

/** Texts that identify values of `enum` and `const`: several values may be rounded to one number. */
export function textsOfValue(schema: Schema, value: Json): readonly string[] {
  const plain = canonical(value);
  if (schema.annotations?.digits === undefined) return [plain];
  const places = new Set(Object.keys(schema.annotations.digits).flatMap((at) => /^(?:const|enum\/\d+)/.exec(at) ?? []));
  const exact = [...places].map((at) => canonical(exactValue(schema, at, value))).filter((text) => text !== plain);
  return exact.length === 0 ? [plain] : [...new Set(typeof value === "number" ? exact.map(withDigits) : exact)];
}

/** A value of a schema, with the digits of rounded numbers. */
export function exactValue(schema: Schema, at: string, value: Json): Json {
  if (schema.annotations?.digits === undefined) return value;
  if (typeof value === "number") return exactly(numeral(schema, at, value));
  const inside = (part: Json, step: string | number): Json => exactValue(schema, `${at}/${escapeToken(step)}`, part);
  if (Array.isArray(value)) return value.map(inside);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inside(part, name)]));
}

/** A value for a message; `exactly` is undone by `inexact`. */
export function exactly({ value, digits }: Numeral): Json {
  return digits === undefined ? value : { [key]: digits };
}

/** A listed value for a message, by its text. */
export function exactlyListed([text, value]: readonly [text: string, value: Json]): Json {
  if (typeof value === "object") return text.includes(key) ? (JSON.parse(text) as Json) : value;
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? exactly({ value, digits: text }) : value;
}

/** Whether no number of a listed value is rounded: trying a rounded one decides nothing. */
export function isExact([text, value]: readonly [text: string, value: Json]): boolean {
  if (typeof value === "object") return !text.includes(key);
  return typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value);
}

/** The schema, whose keywords have the digits of rounded numbers. */
export function exactKeywords(schema: Schema): object {
  if (schema.annotations?.digits === undefined) return schema;
  const { number, enum: listed, const: only } = schema;
  return {
    ...schema,
    ...(number && {
      number: Object.fromEntries(Object.entries(number).map(([name, value]) => [name, exactly(numeral(schema, name, value as number))])),
    }),
    ...(listed && { enum: listed.flatMap((value) => textsOfValue(schema, value)) }),
    ...(only !== undefined && { const: textsOfValue(schema, only) }),
  };
}

/** The digits of a number for a message; `undefined` of any other value. */
export function digitsOf(value: JsonObject): string | undefined {
  const digits = value[key];
  return typeof digits === "string" ? digits : undefined;
}

/** A value for a message, as JavaScript reads it. */
export function inexact(value: Json): Json {
  if (Array.isArray(value)) return value.map(inexact);
  if (!isJsonObject(value)) return value;
  const digits = digitsOf(value);
  if (digits !== undefined) return Number(digits);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inexact(part)]));
}

/** Text of JSON with such numbers in it, as one would write them. */
export function withDigits(text: string): string {
  return text.replaceAll(/\{"~digits":"(-?\d+)"\}/g, "$1");
}

const key = "~digits";
