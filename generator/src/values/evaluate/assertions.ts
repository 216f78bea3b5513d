import { assertedFormat } from "../../model/schemas/formats.js";
import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import { isMultiple } from "./decimal.js";
import { formats, numberFormatHolds } from "../strings/formats.js";
import { codePoints, hasType, same } from "../json.js";
import { matches } from "../strings/regex.js";

/** Receives failed keywords. */
export interface Refusals {
  no(schema: Schema, keyword: string): false;
}

/**
 * Whether a value satisfies the keywords of a schema that need no other schema: those for any type, for numbers and for strings
 * (JSON Schema Validation 2020-12, 6.1 to 6.3 and 7). `refusals` receives each failed keyword.
 */
export function assertionsHold(schema: Schema, value: Json, refusals: Refusals): boolean {
  let ok = true;
  if (schema.type !== undefined && !hasType(value, schema.type)) ok = refusals.no(schema, "type");
  if (schema.const !== undefined && !same(schema.const, value)) ok = refusals.no(schema, "const");
  if (schema.enum !== undefined && !isListed(value, schema.enum)) ok = refusals.no(schema, "enum");
  if (typeof value === "number") return numberHolds(schema, value, refusals) && ok;
  if (typeof value === "string") return stringHolds(schema, value, refusals) && ok;
  return ok;
}

/** A function of its own: one that makes a closure over its value makes room for that each time that it is called. */
function isListed(value: Json, values: readonly Json[]): boolean {
  return values.some((item) => same(item, value));
}

function numberHolds(schema: Schema, value: number, refusals: Refusals): boolean {
  let ok = true;
  if (schema.number !== undefined) {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema.number;
    if (minimum !== undefined && value < minimum) ok = refusals.no(schema, "minimum");
    if (maximum !== undefined && value > maximum) ok = refusals.no(schema, "maximum");
    if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) ok = refusals.no(schema, "exclusiveMinimum");
    if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) ok = refusals.no(schema, "exclusiveMaximum");
    if (multipleOf !== undefined && !isMultiple(value, multipleOf)) ok = refusals.no(schema, "multipleOf");
  }
  const format = assertedFormat(schema);
  if (format !== undefined && !numberFormatHolds(format, value)) ok = refusals.no(schema, "format");
  return ok;
}

function stringHolds(schema: Schema, value: string, refusals: Refusals): boolean {
  let ok = true;
  if (schema.string !== undefined) {
    const { minLength, maxLength, pattern } = schema.string;
    if (minLength !== undefined && value.length < 2 * minLength && codePoints(value) < minLength) ok = refusals.no(schema, "minLength");
    if (maxLength !== undefined && value.length > maxLength && codePoints(value) > maxLength) ok = refusals.no(schema, "maxLength");
    if (pattern !== undefined && matches(pattern, value) !== true) ok = refusals.no(schema, "pattern");
  }
  const format = assertedFormat(schema);
  if (format !== undefined && formats.get(format)?.is(value) === false) ok = refusals.no(schema, "format");
  return ok;
}
