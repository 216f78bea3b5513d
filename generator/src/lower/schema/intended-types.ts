import { closestWord } from "../../algorithms/closest-word.js";
import type { JsonType } from "../../model/schemas/schema.js";

/** Names of types in programming languages, those of JSON Schema in capitals, and formats of texts. */
const named: ReadonlyMap<string, JsonType> = new Map<string, JsonType>([
  ...(["int", "int32", "int64", "long", "integer"] as const).map((name) => [name, "integer"] as const),
  ...(["float", "double", "decimal", "number"] as const).map((name) => [name, "number"] as const),
  ...(["bool", "boolean"] as const).map((name) => [name, "boolean"] as const),
  ...(["str", "text", "string"] as const).map((name) => [name, "string"] as const),
  ...(["date", "datetime", "date-time", "uuid", "email", "uri", "url"] as const).map((name) => [name, "string"] as const),
  ...(["list", "array"] as const).map((name) => [name, "array"] as const),
  ...(["dict", "map", "object"] as const).map((name) => [name, "object"] as const),
  ...(["nil", "none", "undefined", "null"] as const).map((name) => [name, "null"] as const),
]);

/** JSON Schema types, for misspelled names. */
const own = ["boolean", "integer", "number", "string", "array", "object"];

/** The intended types: `string | null` and `string?` are two types, `string[]` is a list. Empty if a part is unknown. */
export function intendedTypes(written: string): readonly JsonType[] {
  const names = written
    .toLowerCase()
    .trim()
    .replace(/\?$/, "|null")
    .split(/[|,]|\bor\b/)
    .map((name) => name.trim());
  const types = names.map((name) =>
    /^\w+\[\]$|^(?:list|array)\s*(?:<.*>|\[.*\]|\(.*\))$/.test(name)
      ? "array"
      : (named.get(name) ?? (name.length < 5 ? undefined : named.get(closestWord(name, own) ?? ""))),
  );
  return types.every((type) => type !== undefined) ? [...new Set(types)] : [];
}
