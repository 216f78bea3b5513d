import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schema.js";
import { canonical, type Bound } from "./alternative.js";

type Numeral = Pick<Bound, "value" | "digits">;

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

/** The texts by which values of `enum` and `const` are told apart: what JavaScript rounds to one number may be several. */
export function textsOfValue({ annotations }: Schema, value: Json): readonly string[] {
  if (annotations?.digits === undefined || typeof value !== "number") return [canonical(value)];
  const written = Object.entries(annotations.digits).filter(([at, digits]) => (at === "const" || at.startsWith("enum/")) && Number(digits) === value);
  return written.length === 0 ? [canonical(value)] : written.map(([, digits]) => digits);
}

/** A value for a message; `exactly` is undone by `inexact`. */
export function exactly({ value, digits }: Numeral): Json {
  return digits === undefined ? value : { [key]: digits };
}

/** A listed value for a message, by its text. */
export function exactlyListed([text, value]: readonly [text: string, value: Json]): Json {
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? exactly({ value, digits: text }) : value;
}

/** The number that JavaScript makes of one; anything else is as it was. */
export function inexact(value: Json): Json {
  const digits = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>)[key] : undefined;
  return typeof digits === "string" ? Number(digits) : value;
}

/** Text of JSON with such numbers in it, as one would write them. */
export function withDigits(text: string): string {
  return text.replaceAll(/\{"~digits":"(-?\d+)"\}/g, "$1");
}

const key = "~digits";
