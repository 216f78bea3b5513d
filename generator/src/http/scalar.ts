import type { Schema } from "../model/schemas/schema.js";

/** What a text stands for where the wire has no types: itself where the schema takes it so, else a boolean, else a number. */
export function scalar(text: string, schema: Schema, is: (schema: Schema, value: unknown) => boolean): unknown {
  if (is(schema, text)) return text;
  if (text === "true" || text === "false") return text === "true";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
