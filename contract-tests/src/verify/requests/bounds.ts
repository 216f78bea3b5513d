import { matchesPattern, minimal } from "tallystick";
import { assertedFormat, keywordPointer, type ApiModel, type Schema } from "tallystick/model";
import { conjuncts } from "../../explore/schemas.js";
import { maxLength } from "./on-the-wire.js";

/** A value at the limit of a keyword. */
export interface Bound {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly side: "inside" | "outside";
  readonly value: unknown;
  /** `below the minimum 1`. */
  readonly what: string;
}

/** The combined constraints on one value. */
interface Whole {
  readonly schemas: readonly Schema[];
  readonly type: string | undefined;
  /** Whether the values are listed: then bounds have no effect. */
  readonly isListed: boolean;
}

/** Values just inside and just outside of each bound of a schema. @param name The name of the value, from which its appearance is derived. */
export function boundsOf(model: ApiModel, name: string, root: Schema): readonly Bound[] {
  const schemas = conjuncts(model, root);
  const types = schemas.find((schema) => schema.type !== undefined)?.type ?? [];
  // A union of types accepts values that one of its bounds rejects.
  if (types.length > 1 && !(types.length === 2 && types.includes("null"))) return [];
  const [type] = types.filter((one) => one !== "null");
  const whole = { schemas, type, isListed: schemas.some((schema) => schema.enum !== undefined || schema.const !== undefined) };
  return schemas.flatMap((schema) => [
    ...typeBounds(schema, whole),
    ...numberBounds(schema, whole),
    ...textBounds(schema, whole),
    ...listedValues(schema, whole),
    ...longList(schema, whole, name, model),
  ]);
}

function bound(schema: Schema, keyword: string, side: Bound["side"], value: unknown, what: string): Bound {
  return { keyword, schemaPath: keywordPointer(schema, keyword), side, value, what };
}

function isNumeric(type: string | undefined): boolean {
  return type === "integer" || type === "number";
}

function* typeBounds(schema: Schema, { schemas, type, isListed }: Whole): Iterable<Bound> {
  if (schema.type === undefined || !(isNumeric(type) || type === "boolean")) return;
  yield bound(schema, "type", "outside", "tallystick", `not ${type === "integer" ? "an" : "a"} ${type}`);
  if (type === "integer" && !isListed) yield bound(schema, "type", "outside", fraction(schemas), "not an integer");
}

function* numberBounds(schema: Schema, { type, isListed }: Whole): Iterable<Bound> {
  if (schema.number === undefined || !isNumeric(type) || isListed) return;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema.number;
  if (minimum !== undefined) {
    yield bound(schema, "minimum", "inside", minimum, `the minimum ${minimum}`);
    yield bound(schema, "minimum", "outside", minimum - 1, `below the minimum ${minimum}`);
  }
  if (maximum !== undefined) {
    yield bound(schema, "maximum", "inside", maximum, `the maximum ${maximum}`);
    // Beyond the precision of a double, there is no "just outside".
    if (Number.isSafeInteger(Math.trunc(maximum) + 1)) yield bound(schema, "maximum", "outside", maximum + 1, `above the maximum ${maximum}`);
  }
  if (exclusiveMinimum !== undefined) {
    yield bound(schema, "exclusiveMinimum", "outside", exclusiveMinimum, `the excluded minimum ${exclusiveMinimum}`);
    if (type === "integer") yield bound(schema, "exclusiveMinimum", "inside", Math.floor(exclusiveMinimum) + 1, `just above ${exclusiveMinimum}`);
  }
  if (exclusiveMaximum !== undefined) {
    yield bound(schema, "exclusiveMaximum", "outside", exclusiveMaximum, `the excluded maximum ${exclusiveMaximum}`);
    if (type === "integer") yield bound(schema, "exclusiveMaximum", "inside", Math.ceil(exclusiveMaximum) - 1, `just below ${exclusiveMaximum}`);
  }
}

function* textBounds(schema: Schema, { schemas, type, isListed }: Whole): Iterable<Bound> {
  if (schema.string === undefined || type !== "string" || isListed) return;
  const { minLength, maxLength: longest, pattern } = schema.string;
  const sized = function* (keyword: string, side: Bound["side"], length: number, what: string): Iterable<Bound> {
    const text = textOf(length, schemas);
    if (text !== undefined) yield bound(schema, keyword, side, text, what);
  };
  if (minLength !== undefined && minLength > 0 && minLength <= maxLength) {
    yield* sized("minLength", "inside", minLength, `${minLength} characters long`);
    yield* sized("minLength", "outside", minLength - 1, `shorter than ${minLength}`);
  }
  if (longest !== undefined && longest < maxLength) {
    yield* sized("maxLength", "inside", longest, `${longest} characters long`);
    yield* sized("maxLength", "outside", longest + 1, `longer than ${longest}`);
  }
  if (pattern !== undefined && longest === undefined) {
    // `^[a-z][a-z0-9]{0,30}$` has a longest text of 31 characters.
    const counts = [...pattern.matchAll(/[{,](\d{1,3})\}/g)].flatMap(([, count]) => [Number(count), Number(count) + 1, Number(count) + 2]);
    const most = counts.toSorted((a, b) => b - a).find((count) => count > 1 && count < maxLength && textOf(count, schemas) !== undefined);
    if (most !== undefined) yield* sized("pattern", "inside", most, `${most} characters long`);
  }
  const wrong = pattern === undefined ? undefined : refusedBy(pattern, schemas);
  if (wrong !== undefined) yield bound(schema, "pattern", "outside", wrong, `not matching the pattern ${pattern}`);
}

function* listedValues(schema: Schema, { type }: Whole): Iterable<Bound> {
  const { enum: values } = schema;
  if (values === undefined) return;
  const other = isNumeric(type) ? Math.max(...values.filter((one) => typeof one === "number"), 0) + 1 : "tallystick-unlisted";
  yield bound(schema, "enum", "outside", other, "none of the listed values");
  const [first] = values;
  const last = values.findLast((one) => one !== null);
  if (first !== null && first !== undefined) yield bound(schema, "enum", "inside", last, "a listed value");
}

function* longList(schema: Schema, { type }: Whole, name: string, model: ApiModel): Iterable<Bound> {
  const { items, maxItems, uniqueItems } = schema.array ?? {};
  if (type !== "array" || items === undefined || maxItems === undefined || maxItems >= 200 || uniqueItems) return;
  const result = minimal(items, model, { direction: "request", name });
  if (!result.found) return;
  const list = Array.from({ length: maxItems + 1 }, () => result.value);
  yield bound(schema, "maxItems", "outside", list, `more than ${maxItems} items`);
}

/** A valid text except for its length; none with a format, whose texts have lengths of their own. */
function textOf(length: number, schemas: readonly Schema[]): string | undefined {
  if (schemas.some((one) => !["password", "byte"].includes(assertedFormat(one) ?? "byte"))) return undefined;
  const patterns = schemas.flatMap((one) => (one.string?.pattern === undefined ? [] : [one.string.pattern]));
  return ["a", "A", "1"].map((letter) => letter.repeat(length)).find((text) => patterns.every((pattern) => matchesPattern(pattern, text) === true));
}

/** A number between the bounds that is not whole. */
function fraction(schemas: readonly Schema[]): number {
  const boundOf = (keyword: "minimum" | "maximum"): number | undefined =>
    schemas.find(({ number }) => number?.[keyword] !== undefined)?.number?.[keyword];
  const maximum = boundOf("maximum");
  return Math.trunc(boundOf("minimum") ?? (maximum === undefined ? 1 : maximum - 1)) + 0.5;
}

function refusedBy(pattern: string, schemas: readonly Schema[]): string | undefined {
  const shortest = Math.max(1, ...schemas.map((schema) => schema.string?.minLength ?? 0));
  const longest = Math.min(maxLength, ...schemas.map((schema) => schema.string?.maxLength ?? maxLength));
  return ["~tallystick~", "~", "tallystick", "0", "A~"].find(
    (one) => one.length >= shortest && one.length <= longest && matchesPattern(pattern, one) === false,
  );
}
