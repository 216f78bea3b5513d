import type { Schema } from "../../model/schema.js";

/** Keywords whose lists have no order. */
const sets = new Set(["required", "enum", "type", "allOf", "anyOf", "oneOf"]);
const unsaid = new Set(["place", "id", "annotations", "spelled"]);
const leasts = new Set(["minLength", "minItems", "minProperties"]);

/** Text of a schema that is equal where the schema is: for conjuncts that are compared as a whole. References are followed by name only. */
export function schemaText(schema: Schema): string {
  return textOf(schema, "") ?? "";
}

function textOf(value: unknown, key: string): string | undefined {
  if (value === undefined || unsaid.has(key)) return undefined;
  // What the standard already implies says nothing.
  if (value === 0 && leasts.has(key)) return undefined;
  if (key === "ref" && typeof value === "string") return JSON.stringify(value.slice(value.lastIndexOf("/")));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => textOf(item, "") ?? "{}");
    return `[${(sets.has(key) ? items.toSorted() : items).join(",")}]`;
  }
  const entries: readonly (readonly [string, unknown])[] = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  const parts = entries.flatMap(([name, part]) => {
    // The names of a map are the document's words.
    const text = value instanceof Map ? (textOf(part, "") ?? "{}") : textOf(part, name);
    return text === undefined || (text === "{}" && !(value instanceof Map)) ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${parts.toSorted().join(",")}}`;
}
