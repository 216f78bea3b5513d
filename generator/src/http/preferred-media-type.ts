import type { XmlDocument } from "#runtime/client/operation.js";
import type { ApiModel, MediaType } from "../model/api.js";
import { bodyKind } from "../model/http/body-kind.js";
import { bodyKinds } from "./body-kinds.js";
import { xmlSchema } from "./xml/schema.js";
import { xmlDocument } from "./xml/shape.js";

type Schemas = Pick<ApiModel, "schemas">;

/**
 * The media types of a request body, the one first that a client sends where nobody chooses: of a value, where the document has that, else the caller
 * would have to write text or bytes.
 */
export function byPreference(content: readonly MediaType[], model: Schemas): readonly MediaType[] {
  const rank = (media: MediaType): number => (isValue(media, model) ? 0 : writtenXml(media, content, model) === undefined ? 2 : 1);
  return content.length < 2 ? content : content.toSorted((a, b) => rank(a) - rank(b));
}

function isValue(media: MediaType, { schemas }: Schemas): boolean {
  return bodyKinds[bodyKind(media, schemas)].isValue === true;
}

/**
 * How a client writes the value that it is given for a body of XML; nothing where that is a text. Beside JSON or a form, a caller has a value to send
 * already, and what writes XML would be no more than bytes in each bundle.
 */
export function writtenXml(media: MediaType, content: readonly MediaType[], model: Schemas): XmlDocument | undefined {
  const schema = xmlSchema(media, model);
  return schema === undefined || content.some((each) => isValue(each, model)) ? undefined : xmlDocument(schema, model);
}
