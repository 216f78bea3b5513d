import { xmlText as textOfShape } from "#runtime/client/request/xml.js";
import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";
import { parseXml } from "./parse.js";
import { xmlDocument } from "./shape.js";

/**
 * A value as an XML document, written by its schema (OpenAPI 3.1 §4.8.26, 3.2 §4.26), with the writer of the client.
 *
 * @returns `undefined` if XML cannot represent the value: a name with a space, a control character, two attributes of one name.
 */
export function xmlText(value: unknown, schema: Schema, model: Pick<ApiModel, "schemas">): string | undefined {
  const text = textOfShape(value, xmlDocument(schema, model));
  // A value that XML cannot represent gives a text that cannot be read.
  return text === undefined || "fault" in parseXml(text) ? undefined : text;
}
