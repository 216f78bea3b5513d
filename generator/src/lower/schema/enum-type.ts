import type { Json } from "../../model/json.js";
import { child } from "../../model/place.js";
import type { JsonType } from "../../model/schemas/schema.js";
import { typesOfValue } from "../../model/schemas/types-of-value.js";
import type { Draft } from "./draft.js";

/**
 * Values that an `enum` lists and the `type` beside it refuses: words that YAML made numbers or booleans of, or numbers in quotes. By the letter
 * they are refused, and often every value with them. So what was surely meant is accepted; an enum that would leave nothing is ignored.
 * Null beside other values is looked at elsewhere (`null-refused`); alone it is what some frameworks write for nothing.
 * @param isExact Schemas of OpenAPI 3.1 are those of JSON Schema, which lets nobody guess: there it is only said.
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

/** How many words a number was cannot be told any more: `1.0`, `01` and `1` are the same one. */
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
