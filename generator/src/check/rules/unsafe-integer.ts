import type { DocumentValues } from "../../load/document.js";
import type { Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { isWrittenExactly } from "../../load/written-number.js";
import { keywordPlace } from "../keyword-place.js";
import { written } from "../written.js";
import type { SchemaRule } from "../rule.js";

/** Integers past 2^53 that JavaScript rounds, as every JSON reader of JavaScript does (RFC 8259 §6). Some are exact, such as 1e21. */
export const unsafeInteger: SchemaRule = (schema, report, _model, document) => {
  const look = (keyword: string, value: Json | undefined): void => {
    if (value === undefined || !hasUnsafe(value)) return;
    const place = keywordPlace(schema, keyword);
    // An enum of the model has no repeated values: only the document has their positions.
    for (const found of unsafeIn(written(document, place) ?? value, place, document))
      report("unsafe-integer", { keyword, value: String(found.value) }, found.place);
  };
  look("const", schema.const);
  look("enum", schema.enum);
  look("default", schema.annotations?.default);
  for (const [keyword, value] of Object.entries(schema.number ?? {}) as [string, number][]) {
    // The bounds of int64 only state that there are none.
    if (2 ** Math.round(Math.log2(Math.abs(value))) !== Math.abs(value)) look(keyword, value);
  }
};

function hasUnsafe(value: Json): boolean {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some((part: Json) => hasUnsafe(part));
}

/** All such integers in a value. */
export function unsafeIn(value: Json, place: Place, document: DocumentValues): readonly { readonly value: number; readonly place: Place }[] {
  if (typeof value === "number") {
    const isExact = !Number.isInteger(value) || Number.isSafeInteger(value) || isWrittenExactly(document.files, value, place);
    return isExact ? [] : [{ value, place }];
  }
  if (typeof value !== "object" || value === null) return [];
  const parts = Array.isArray(value) ? (value as readonly Json[]).map((part, index) => [index, part] as const) : Object.entries(value);
  return parts.flatMap(([key, part]) => unsafeIn(part, child(place, key), document));
}
