import { together } from "../../model/schemas/applicable-schemas.js";
import { propertySchemas } from "../../values/evaluate/properties.js";
import type { Clash } from "../../diagnostics/catalog/check.js";
import { clashOf } from "../clash.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Larger groups are not checked. */
const mostParts = 100;

/**
 * A property that one part of an `allOf` describes and no object can have, because another part contradicts it, or is closed and lacks it.
 * If it is required, no object is valid, which another rule reports.
 */
export const propertyWithoutValue: SchemaRule = (schema, report, model) => {
  if (schema.allOf === undefined) return;
  const all = together([schema], model, mostParts);
  const parts = all.filter(({ object }) => object?.properties !== undefined || object?.additionalProperties?.boolean === false);
  if (parts.length < 2 || all.length > mostParts) return;
  const required = new Set(all.flatMap(({ object }) => object?.required ?? []));
  const found: { readonly name: string; readonly why: Clash }[] = [];
  for (const name of new Set(parts.flatMap(({ object }) => [...(object?.properties?.keys() ?? [])]))) {
    const described = required.has(name) ? [] : parts.flatMap((part) => propertySchemas(part, name));
    const why = described.length < 2 ? undefined : clashOf(together(described, model));
    if (why !== undefined) found.push({ name, why });
  }
  const [first, ...others] = found;
  if (first !== undefined) report("property-without-value", { ...first, others: others.length }, keywordPlace(schema, "allOf"));
};
