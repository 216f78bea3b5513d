import { isJsonObject, type Json } from "../../model/json.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Integers past 2^53 are rounded by every JSON reader of JavaScript, this one included (RFC 8259 §6). */
export const unsafeInteger: SchemaRule = (schema, report) => {
  const look = (keyword: string, value: Json | undefined): void => {
    const found = value === undefined ? undefined : unsafeIn(value);
    if (found !== undefined) report("unsafe-integer", { keyword, value: String(found) }, keywordPlace(schema, keyword));
  };
  look("const", schema.const);
  look("enum", schema.enum);
  look("default", schema.annotations?.default);
  for (const [keyword, value] of Object.entries(schema.number ?? {}) as [string, number][]) {
    // Powers of two are exact, and the bounds of int64 only say that there is none.
    if (2 ** Math.round(Math.log2(Math.abs(value))) !== Math.abs(value)) look(keyword, value);
  }
};

/** The first such integer in a value. */
export function unsafeIn(value: Json): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? value : undefined;
  const parts = Array.isArray(value) ? (value as readonly Json[]) : isJsonObject(value) ? Object.values(value) : [];
  for (const part of parts) {
    const found = unsafeIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
