import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";
import { together } from "../../model/schemas/applicable-schemas.js";
import { propertySchemas } from "../../values/evaluate/properties.js";
import { contradiction } from "../../values/build/contradiction.js";
import { instancePath, type Token } from "../../values/json.js";
import type { Clash } from "../../diagnostics/catalog/check.js";
import { clashOf } from "../clash.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/**
 * Contradictions of schemas that apply together, such as two types, or a property that one part of an `allOf` requires and a closed part
 * lacks. Reported only if no search is needed.
 */
export const noValue: SchemaRule = (schema, report, model) => {
  const keyword = siblingKeywords(schema);
  const { allOf } = schema;
  if (keyword === undefined || (allOf?.length === 1 && isSoleConstraint(schema))) return;
  const path = contradiction([schema], model, undefined);
  if (path !== undefined) report("no-value", { keyword, at: instancePath(path), why: whyNot(schema, path, model) }, keywordPlace(schema, keyword));
};

/** The keywords of a schema that its own assertions may contradict. */
function siblingKeywords({ allOf, anyOf, oneOf, ref, type }: Schema): string | undefined {
  if (allOf !== undefined) return "allOf";
  if (type === undefined) return undefined;
  if (ref !== undefined) return "$ref";
  return anyOf !== undefined ? "anyOf" : oneOf && "oneOf";
}

/** Whether only one part constrains the location: contradictions in it are reported there. */
function isSoleConstraint({ ref, type, object, array, string, number, anyOf, oneOf, enum: values, const: only }: Schema): boolean {
  return [ref, type, object, array, string, number, anyOf, oneOf, values, only].every((each) => each === undefined);
}

/** The constraints at the end of a path, if two parts contradict each other or one forbids the location. */
function whyNot(schema: Schema, path: readonly Token[], model: ApiModel): Clash | undefined {
  let parts = together([schema], model);
  for (const token of path) {
    const described = parts.flatMap((part) => propertySchemas(part, String(token)));
    parts = together(described, model);
  }
  return clashOf(parts);
}
