import type { Json } from "../../model/json.js";
import type { JsonType, Schema } from "../../model/schema.js";
import { hasType, same } from "../json.js";

/** What several schemas that must all hold say together about one value, as far as it can be said without looking at branches. */
export interface Shape {
  readonly schemas: readonly Schema[];
  /** Schemas that must not hold. */
  readonly nots: readonly Schema[];
  readonly types: readonly JsonType[];
  /** Where `enum` or `const` list the values. */
  readonly values?: readonly Json[];
  readonly minimum: number;
  readonly maximum: number;
  readonly exclusiveMinimum: boolean;
  readonly exclusiveMaximum: boolean;
  readonly multiples: readonly number[];
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
}

const allTypes: readonly JsonType[] = ["string", "integer", "number", "object", "array", "boolean", "null"];

/** The meeting of the schemas, or `undefined` where they contradict each other on their face. */
export function shapeOf(schemas: readonly Schema[], nots: readonly Schema[]): Shape | undefined {
  let types: readonly JsonType[] = allTypes;
  let values: readonly Json[] | undefined;
  let [minimum, maximum, exclusiveMinimum, exclusiveMaximum] = [-Infinity, Infinity, false, false];
  let [minLength, maxLength] = [0, Infinity];
  const multiples: number[] = [];
  const patterns: string[] = [];
  const formats: string[] = [];
  const lower = (bound: number, exclusive: boolean): void => {
    if (bound > minimum || (bound === minimum && exclusive)) [minimum, exclusiveMinimum] = [bound, exclusive];
  };
  const upper = (bound: number, exclusive: boolean): void => {
    if (bound < maximum || (bound === maximum && exclusive)) [maximum, exclusiveMaximum] = [bound, exclusive];
  };
  for (const schema of schemas) {
    if (schema.boolean === false) return undefined;
    const { type, number, string } = schema;
    if (type !== undefined) types = meet(types, type);
    for (const list of [schema.enum, schema.const === undefined ? undefined : [schema.const]]) {
      if (list !== undefined) values = values === undefined ? list : values.filter((value) => list.some((other) => same(value, other)));
    }
    if (number?.minimum !== undefined) lower(number.minimum, false);
    if (number?.exclusiveMinimum !== undefined) lower(number.exclusiveMinimum, true);
    if (number?.maximum !== undefined) upper(number.maximum, false);
    if (number?.exclusiveMaximum !== undefined) upper(number.exclusiveMaximum, true);
    if (number?.multipleOf !== undefined) multiples.push(number.multipleOf);
    if (string?.minLength !== undefined) minLength = Math.max(minLength, string.minLength);
    if (string?.maxLength !== undefined) maxLength = Math.min(maxLength, string.maxLength);
    if (string?.pattern !== undefined && !patterns.includes(string.pattern)) patterns.push(string.pattern);
    if (schema.format !== undefined && !formats.includes(schema.format)) formats.push(schema.format);
  }
  for (const not of nots) {
    if (not.boolean === true) return undefined;
    if (Object.keys(not).every((key) => ["id", "place", "type", "annotations", "spelled"].includes(key)) && not.type !== undefined) {
      const refused = not.type;
      types = types.filter((type) => !refused.includes(type) && !(type === "integer" && refused.includes("number")));
      if (refused.includes("integer") && !refused.includes("number") && types.includes("number")) types = types.filter((type) => type !== "integer");
    }
  }
  if (values !== undefined) values = values.filter((value) => hasType(value, types));
  if (types.length === 0 || values?.length === 0) return undefined;
  return {
    schemas,
    nots,
    types,
    ...(values === undefined ? {} : { values }),
    minimum,
    maximum,
    exclusiveMinimum,
    exclusiveMaximum,
    multiples,
    minLength,
    maxLength,
    patterns,
    formats,
  };
}

/** The author's order of types is kept: the first one named is the usual one. */
function meet(known: readonly JsonType[], types: readonly JsonType[]): readonly JsonType[] {
  const met: JsonType[] = [];
  for (const type of types) {
    if (known.includes(type)) met.push(type);
    else if (type === "number" && known.includes("integer")) met.push("integer");
    else if (type === "integer" && known.includes("number")) met.push("integer");
  }
  return met;
}
