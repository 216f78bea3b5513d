import { child, type Place } from "../../model/place.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Bounds that leave no room: no value of that type is ever valid. */
export const impossibleBounds: SchemaRule = (schema, report) => {
  const { number, string, array, object } = schema;
  const pair = (low: string, least: number | undefined, high: string, most: number | undefined, open = false): void => {
    if (least === undefined || most === undefined || (open ? least < most : least <= most)) return;
    report("impossible-bounds", { low, least, high, most }, keywordPlace(schema, low));
  };
  if (number) {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = number;
    pair("minimum", minimum, "maximum", maximum);
    pair("exclusiveMinimum", exclusiveMinimum, "maximum", maximum, true);
    pair("minimum", minimum, "exclusiveMaximum", exclusiveMaximum, true);
    pair("exclusiveMinimum", exclusiveMinimum, "exclusiveMaximum", exclusiveMaximum, true);
  }
  if (string) pair("minLength", string.minLength, "maxLength", string.maxLength);
  if (array) {
    pair("minItems", array.minItems, "maxItems", array.maxItems);
    if (array.contains) pair("minContains", array.minContains ?? 1, "maxContains", array.maxContains);
  }
  if (object) {
    pair("minProperties", object.minProperties, "maxProperties", object.maxProperties);
    reportForbidden(schema.place, object, report);
  }
};

function reportForbidden(place: Place, object: NonNullable<Parameters<SchemaRule>[0]["object"]>, report: Report): void {
  const { required, properties, patternProperties, additionalProperties } = object;
  if (additionalProperties?.boolean !== false || patternProperties) return;
  for (const [index, name] of (required ?? []).entries()) {
    if (!properties?.has(name)) report("required-but-forbidden", { name }, child(place, "required", index));
  }
}
