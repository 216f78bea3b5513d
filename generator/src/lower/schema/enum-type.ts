import type { Json } from "../../model/json.js";
import { child } from "../../model/place.js";
import type { JsonType } from "../../model/schemas/schema.js";
import { typesOfValue } from "../../model/schemas/types-of-value.js";
import type { Draft } from "./draft.js";

/**
 * Enum values that the `type` of the schema rejects: words that YAML read as numbers or booleans, or quoted numbers. Strictly,
 * they are rejected, and often every value with them. The intended values are accepted; an enum without any remaining value is ignored.
 * Null next to other values has its own check (`null-refused`); null alone is what some frameworks write for no value.
 * @param isExact OpenAPI 3.1 schemas are read strictly: mismatches are only reported.
 */
export function alignEnumWithType(draft: Draft, isExact: boolean): void {
  const { schema, source, lowering, place } = draft;
  const { type, enum: values } = schema;
  if (type === undefined || values === undefined) return;
  const report = (outside: readonly Json[], fate: "refused" | "all refused" | "omitted" | { readonly taken: string }): void => {
    lowering.report("enum-outside-type", { values: listed(outside), one: outside.length === 1, type: type.join(" or "), fate }, child(place, "enum"));
  };
  const isNullable = type.includes("null") || source["nullable"] === true || source["x-nullable"] === true;
  if (!isExact && !isNullable && values.length > 0 && values.every((value) => value === null)) {
    schema.type = ["null"];
    return report([null], { taken: "null" });
  }
  const outside = values.filter((value) => value !== null && !isOf(type, value));
  if (outside.length === 0) return;
  const converted = new Map(outside.map((value) => [value, convert(value, type)]));
  const isPlain = !isExact && ![...converted.values()].includes(undefined);
  const isAll = outside.length === values.filter((value) => value !== null).length;
  if (isPlain) schema.enum = [...new Set(values.map((value) => converted.get(value) ?? value))];
  else if (isAll && !isExact) {
    delete schema.enum;
    draft.lose("enum");
  }
  report(outside, isPlain ? { taken: listed([...converted.values()] as readonly Json[]) } : !isAll ? "refused" : isExact ? "all refused" : "omitted");
}

/** The original spelling of a number is unknown: `1.0`, `01` and `1` are the same number. */
function convert(value: Json, type: readonly JsonType[]): Json | undefined {
  if (typeof value === "boolean") return type.includes("string") ? String(value) : undefined;
  if (typeof value !== "string") return undefined;
  const read = value === "true" ? true : value === "false" ? false : /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
  return read !== undefined && isOf(type, read) ? read : undefined;
}

function isOf(type: readonly JsonType[], value: Json): boolean {
  return typesOfValue(value).some((each) => type.includes(each) || (each === "integer" && type.includes("number")));
}

function listed(values: readonly Json[]): string {
  const shown = values.slice(0, 3).map((value) => JSON.stringify(value));
  return shown.join(", ") + (values.length > 3 ? ` and ${values.length - 3} more` : "");
}
