import type { Schema } from "../model/schemas/schema.js";

/** The value of a text without a type: the text itself if the schema accepts it, else a boolean, else a number. */
export function scalar(text: string, schema: Schema, is: (schema: Schema, value: unknown) => boolean): unknown {
  if (is(schema, text)) return text;
  if (text === "true" || text === "false") return text === "true";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
