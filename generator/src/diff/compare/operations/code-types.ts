import type { MediaType, Response } from "../../../model/api.js";
import { schemaText } from "../../variants/text.js";
import { essence, isJsonType } from "../context.js";

/** The type of a body in code, as text: equal if the generated types are. JSON has the type of its values, whatever its media type. */
export function typeOfBody(media: MediaType): string {
  const schema = media.schema ?? media.itemSchema;
  return `${isJsonType(media) ? "json" : essence(media)} ${schema === undefined ? "" : schemaText(schema)}`;
}

/** Whether code that reads the response only meets types of the existing ones. */
export function isReadAsOneOf({ content }: Response, others: readonly Response[]): boolean {
  if (content.length === 0) return others.some((other) => other.content.length === 0);
  const known = new Set(others.flatMap((other) => other.content.map(typeOfBody)));
  return content.every((media) => known.has(typeOfBody(media)));
}
