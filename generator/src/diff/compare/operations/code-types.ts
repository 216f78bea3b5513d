import type { MediaType, Response } from "../../../model/api.js";
import { schemaText } from "../../variants/text.js";
import { essence, isJsonType } from "../context.js";

/** What a body is read as in code, as text: equal where the generated types are. JSON is read as values, whatever it is called beyond that. */
export function typeOfBody(media: MediaType): string {
  const schema = media.schema ?? media.itemSchema;
  return `${isJsonType(media) ? "json" : essence(media)} ${schema === undefined ? "" : schemaText(schema)}`;
}

/** Whether code that reads the answer finds nothing but what it finds in one of the others already. */
export function isReadAsOneOf({ content }: Response, others: readonly Response[]): boolean {
  if (content.length === 0) return others.some((other) => other.content.length === 0);
  const known = new Set(others.flatMap((other) => other.content.map(typeOfBody)));
  return content.every((media) => known.has(typeOfBody(media)));
}
