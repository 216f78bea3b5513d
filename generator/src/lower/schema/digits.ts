import { isJsonObject, type Json } from "../../model/json.js";
import { child, escapeToken, type Place } from "../../model/place.js";
import type { Draft } from "./draft.js";

/** The number at a location with every digit; `undefined` if there is none. */
export type WrittenNumber = (at: Place) => string | undefined;

const single = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const;
/** Keywords of values, which may be lists and objects with such a number anywhere in them. */
const valued = ["const", "default", "enum", "example", "examples"] as const;

/** Keeps the digits of integers beyond 2^53 in data, which JSON parsers round (RFC 8259 §6). */
export function keepDigits(draft: Draft, written: WrittenNumber): void {
  const { source, place } = draft;
  const found: Record<string, string> = {};
  const look = (value: Json | undefined, steps: readonly (string | number)[]): void => {
    if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return;
    const text = written(child(place, ...steps));
    if (text !== undefined && Number(text) === value) found[steps.map(escapeToken).join("/")] = text;
  };
  const lookInside = (value: Json | undefined, steps: readonly (string | number)[]): void => {
    if (Array.isArray(value)) value.forEach((item: Json, index) => lookInside(item, [...steps, index]));
    else if (isJsonObject(value)) for (const [name, part] of Object.entries(value)) lookInside(part, [...steps, name]);
    else look(value, steps);
  };
  for (const keyword of single) look(source[keyword], [keyword]);
  for (const keyword of valued) lookInside(source[keyword], [keyword]);
  if (Object.keys(found).length > 0) draft.annotations.digits = found;
}
