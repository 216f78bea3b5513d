import { isJsonObject, keywordPointer, type Json, type Schema } from "tallystick/model";

/** A keyword without any valid value, its location, and the reason. */
export interface Impossibility {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly message: string;
}

/** Bounds that exclude each other, listed values of the wrong type, a required property that is refused. */
export function* impossibilities(schema: Schema): Iterable<Impossibility> {
  const clash = (keyword: string, message: string): Impossibility => ({ keyword, schemaPath: keywordPointer(schema, keyword), message });
  const { number, string, array, object } = schema;
  const pairs: readonly (readonly [string, number | undefined, string, number | undefined])[] = [
    ["minimum", number?.minimum, "maximum", number?.maximum],
    ["exclusiveMinimum", number?.exclusiveMinimum, "exclusiveMaximum", number?.exclusiveMaximum],
    ["minLength", string?.minLength, "maxLength", string?.maxLength],
    ["minItems", array?.minItems, "maxItems", array?.maxItems],
    ["minProperties", object?.minProperties, "maxProperties", object?.maxProperties],
  ];
  for (const [low, least, high, most] of pairs) {
    if (least !== undefined && most !== undefined && least > most) yield clash(low, `${low} ${least} is above ${high} ${most}: no value fits.`);
  }
  if (
    schema.enum !== undefined &&
    schema.enum.length > 0 &&
    schema.type !== undefined &&
    !schema.enum.some((value) => fitsType(value, schema.type ?? []))
  ) {
    yield clash("enum", `None of the listed values is of type ${schema.type.join(" or ")}.`);
  }
  if (object?.additionalProperties?.boolean === false && !schema.allOf && schema.ref === undefined && object.patternProperties === undefined) {
    for (const name of object.required ?? []) {
      if (object.properties?.has(name) !== true) yield clash("required", `"${name}" is required, but additionalProperties: false rejects it.`);
    }
  }
}

function fitsType(value: Json, types: readonly string[]): boolean {
  if (value === null) return types.includes("null");
  if (Array.isArray(value)) return types.includes("array");
  if (isJsonObject(value)) return types.includes("object");
  if (typeof value === "number") return types.includes("number") || (types.includes("integer") && Number.isInteger(value));
  return types.includes(typeof value);
}
