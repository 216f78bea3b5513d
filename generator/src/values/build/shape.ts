import { isBase64 } from "../../model/schemas/formats.js";
import type { Json } from "../../model/json.js";
import type { JsonType, NumberAssertions, Schema, StringAssertions } from "../../model/schemas/schema.js";
import { hasType, same } from "../json.js";

/** The combined constraints of several schemas on one value, as far as they do not depend on branches. */
export interface Shape {
  readonly schemas: readonly Schema[];
  /** Schemas that must not hold. */
  readonly nots: readonly Schema[];
  readonly types: readonly JsonType[];
  /** Where `enum` or `const` list the values. */
  readonly values: readonly Json[] | undefined;
  readonly minimum: number;
  readonly maximum: number;
  readonly exclusiveMinimum: boolean;
  readonly exclusiveMaximum: boolean;
  readonly multiples: readonly number[];
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly string[];
  /** Formats that are asserted. */
  readonly formats: readonly string[];
  /** Formats that the user declared annotations: a value follows them if possible. */
  readonly hints: readonly string[];
}

type Meeting = { -readonly [K in keyof Shape]: Shape[K] };

/** The types of an untyped schema. */
export const allTypes: readonly JsonType[] = ["string", "integer", "number", "object", "array", "boolean", "null"];
const none: readonly never[] = [];

/** The meeting of the schemas, or `undefined` where they contradict each other on their face. */
export function shapeOf(schemas: readonly Schema[], nots: readonly Schema[]): Shape | undefined {
  const shape: Meeting = {
    schemas,
    nots,
    types: allTypes,
    values: undefined,
    minimum: -Infinity,
    maximum: Infinity,
    exclusiveMinimum: false,
    exclusiveMaximum: false,
    multiples: none,
    minLength: 0,
    maxLength: Infinity,
    patterns: none,
    formats: none,
    hints: none,
  };
  for (const schema of schemas) {
    if (schema.boolean === false) return undefined;
    const { type, enum: list, number, string, format, formatIsAnnotation } = schema;
    if (type !== undefined) shape.types = shape.types === allTypes ? type : meet(shape.types, type);
    if (list !== undefined) shape.values = common(shape.values, list);
    if (schema.const !== undefined) shape.values = common(shape.values, [schema.const]);
    if (number !== undefined) meetNumbers(shape, number);
    if (string !== undefined) meetTexts(shape, string);
    if (format !== undefined && formatIsAnnotation === true) shape.hints = including(shape.hints, format);
    else if (format !== undefined) shape.formats = including(shape.formats, format);
    if (isBase64(string)) shape.hints = including(shape.hints, "byte");
  }
  for (const not of nots) {
    if (not.boolean === true) return undefined;
    if (not.type !== undefined && hasOnlyType(not)) shape.types = without(shape.types, not.type);
  }
  if (shape.values !== undefined) shape.values = shape.values.filter((value) => hasType(value, shape.types));
  return shape.types.length === 0 || shape.values?.length === 0 ? undefined : shape;
}

/** Types that both list. They have the author's order: the first one named is the usual one. */
export function meet(known: readonly JsonType[], types: readonly JsonType[]): readonly JsonType[] {
  const met: JsonType[] = [];
  for (const type of types) {
    if (known.includes(type)) met.push(type);
    else if (type === "number" && known.includes("integer")) met.push("integer");
    else if (type === "integer" && known.includes("number")) met.push("integer");
  }
  return met;
}

function common(known: readonly Json[] | undefined, list: readonly Json[]): readonly Json[] {
  return known === undefined ? list : known.filter((value) => list.some((other) => same(value, other)));
}

function meetNumbers(shape: Meeting, { minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf }: NumberAssertions): void {
  if (minimum !== undefined) raise(shape, minimum, false);
  if (exclusiveMinimum !== undefined) raise(shape, exclusiveMinimum, true);
  if (maximum !== undefined) lower(shape, maximum, false);
  if (exclusiveMaximum !== undefined) lower(shape, exclusiveMaximum, true);
  if (multipleOf !== undefined) shape.multiples = [...shape.multiples, multipleOf];
}

function raise(shape: Meeting, bound: number, exclusive: boolean): void {
  if (bound < shape.minimum || (bound === shape.minimum && !exclusive)) return;
  shape.minimum = bound;
  shape.exclusiveMinimum = exclusive;
}

function lower(shape: Meeting, bound: number, exclusive: boolean): void {
  if (bound > shape.maximum || (bound === shape.maximum && !exclusive)) return;
  shape.maximum = bound;
  shape.exclusiveMaximum = exclusive;
}

function meetTexts(shape: Meeting, { minLength, maxLength, pattern }: StringAssertions): void {
  if (minLength !== undefined) shape.minLength = Math.max(shape.minLength, minLength);
  if (maxLength !== undefined) shape.maxLength = Math.min(shape.maxLength, maxLength);
  if (pattern !== undefined) shape.patterns = including(shape.patterns, pattern);
}

function including(known: readonly string[], text: string): readonly string[] {
  return known.includes(text) ? known : [...known, text];
}

const besideType = new Set(["id", "place", "type", "annotations", "spelled"]);

function hasOnlyType(schema: Schema): boolean {
  for (const key in schema) if (!besideType.has(key)) return false;
  return true;
}

function without(types: readonly JsonType[], refused: readonly JsonType[]): readonly JsonType[] {
  const left = types.filter((type) => !refused.includes(type) && !(type === "integer" && refused.includes("number")));
  const hasNoInteger = refused.includes("integer") && !refused.includes("number") && left.includes("number");
  return hasNoInteger ? left.filter((type) => type !== "integer") : left;
}
