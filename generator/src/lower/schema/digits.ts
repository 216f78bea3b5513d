import type { Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { Draft } from "./draft.js";

/** The number that is written at a place, to the last digit; `undefined` where there is none. */
export type WrittenNumber = (at: Place) => string | undefined;

const single = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "const", "default"] as const;

/** Keeps what integers past 2^53 are written as, where they stand for themselves: whoever reads JSON has rounded them (RFC 8259 §6). */
export function keepDigits(draft: Draft, written: WrittenNumber): void {
  const { source, place } = draft;
  const found: Record<string, string> = {};
  const look = (value: Json | undefined, ...steps: readonly (string | number)[]): void => {
    if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value)) return;
    const text = written(child(place, ...steps));
    if (text !== undefined && Number(text) === value) found[steps.join("/")] = text;
  };
  for (const keyword of single) look(source[keyword], keyword);
  const { enum: listed } = source;
  if (Array.isArray(listed)) listed.forEach((value: Json, index) => look(value, "enum", index));
  if (Object.keys(found).length > 0) draft.annotations.digits = found;
}
