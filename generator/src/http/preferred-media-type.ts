import type { XmlDocument } from "#runtime/client/operation.js";
import type { ApiModel, MediaType } from "../model/api.js";
import { bodyKind } from "../model/http/body-kind.js";
import { bodyKinds } from "./body-kinds.js";
import { xmlSchema } from "./xml/schema.js";
import { xmlDocument } from "./xml/shape.js";

type Schemas = Pick<ApiModel, "schemas">;

/**
 * The media types of a request body, the client's default first: one for values, if the document has one. For others, the caller
 * must write text or bytes.
 */
export function byPreference(content: readonly MediaType[], model: Schemas): readonly MediaType[] {
  const rank = (media: MediaType): number => (isValue(media, model) ? 0 : writtenXml(media, content, model) === undefined ? 2 : 1);
  return content.length < 2 ? content : content.toSorted((a, b) => rank(a) - rank(b));
}

function isValue(media: MediaType, { schemas }: Schemas): boolean {
  return bodyKinds[bodyKind(media, schemas)].isValue === true;
}

/**
 * How a client writes a value as XML; `undefined` if the caller passes a text. With JSON or a form in the same operation, a caller can send a value
 * already, so that the writer of XML would only enlarge bundles.
 */
export function writtenXml(media: MediaType, content: readonly MediaType[], model: Schemas): XmlDocument | undefined {
  const schema = xmlSchema(media, model);
  return schema === undefined || content.some((each) => isValue(each, model)) ? undefined : xmlDocument(schema, model);
}
