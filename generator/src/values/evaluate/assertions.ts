import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schema.js";
import { isMultiple } from "./decimal.js";
import { formats, numberFormatHolds } from "../strings/formats.js";
import { codePoints, hasType, same } from "../json.js";
import { matches } from "../strings/regex.js";

/** Takes in a keyword that says no. */
export type Refuse = (schema: Schema, keyword: string) => false;

/**
 * Whether a value holds to the keywords of a schema that need no other schema: those for any type, for numbers and for strings
 * (JSON Schema Validation 2020-12, 6.1 to 6.3 and 7). Each keyword that says no is handed to `no`.
 */
export function assertionsHold(schema: Schema, value: Json, no: Refuse): boolean {
  let ok = true;
  if (schema.type !== undefined && !hasType(value, schema.type)) ok = no(schema, "type");
  if (schema.const !== undefined && !same(schema.const, value)) ok = no(schema, "const");
  if (schema.enum !== undefined && !schema.enum.some((item) => same(item, value))) ok = no(schema, "enum");
  if (typeof value === "number") return numberHolds(schema, value, no) && ok;
  if (typeof value === "string") return stringHolds(schema, value, no) && ok;
  return ok;
}

function numberHolds(schema: Schema, value: number, no: Refuse): boolean {
  let ok = true;
  if (schema.number !== undefined) {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema.number;
    if (minimum !== undefined && value < minimum) ok = no(schema, "minimum");
    if (maximum !== undefined && value > maximum) ok = no(schema, "maximum");
    if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) ok = no(schema, "exclusiveMinimum");
    if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) ok = no(schema, "exclusiveMaximum");
    if (multipleOf !== undefined && !isMultiple(value, multipleOf)) ok = no(schema, "multipleOf");
  }
  if (schema.format !== undefined && !numberFormatHolds(schema.format, value)) ok = no(schema, "format");
  return ok;
}

function stringHolds(schema: Schema, value: string, no: Refuse): boolean {
  let ok = true;
  if (schema.string !== undefined) {
    const { minLength, maxLength, pattern } = schema.string;
    if (minLength !== undefined && value.length < 2 * minLength && codePoints(value) < minLength) ok = no(schema, "minLength");
    if (maxLength !== undefined && value.length > maxLength && codePoints(value) > maxLength) ok = no(schema, "maxLength");
    if (pattern !== undefined && matches(pattern, value) === false) ok = no(schema, "pattern");
  }
  if (schema.format !== undefined && formats.get(schema.format)?.is(value) === false) ok = no(schema, "format");
  return ok;
}
