import type { Json } from "../json.js";
import type { JsonType } from "./schema.js";

/** The types of a value; an integer is an integer. */
export function typesOfValue(value: Json): JsonType[] {
  if (value === null) return ["null"];
  if (typeof value === "number") return Number.isInteger(value) ? ["integer"] : ["number"];
  if (typeof value === "boolean" || typeof value === "string") return [typeof value as "boolean" | "string"];
  return [Array.isArray(value) ? "array" : "object"];
}
