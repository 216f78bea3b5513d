import type { MediaType, Parameter } from "../api.js";
import { resolved } from "../resolved.js";
import type { Schema, SchemaId } from "../schemas/schema.js";
import { mediaKind, type MediaKind } from "#runtime/client/media-kind.js";

/** What kind of body a media type makes: it decides how the body is written, read and typed. `encoded`: a value in one of the `valueFormats`. */
export type BodyKind = "json" | "encoded" | "form" | "multipart" | "text" | "binary" | "events" | "lines" | "parts" | "any";

/** The kind of body of each kind of media type, unless the schema states another one. */
const usual: Readonly<Record<MediaKind, BodyKind>> = {
  events: "events",
  lines: "lines",
  json: "json",
  cbor: "encoded",
  form: "form",
  multipart: "multipart",
  xml: "text",
  text: "text",
  file: "binary",
};

export function bodyKind(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): BodyKind {
  const type = (media.mediaType.split(";")[0] ?? "").trim().toLowerCase();
  const named = mediaKind(type);
  const kind = named && usual[named];
  // What is called JSON or CBOR and described as bytes is a file, whatever type it will have.
  if (kind === "json" || kind === "encoded") return resolved(media.schema, schemas)?.format === "binary" ? "binary" : kind;
  if (isListed(type, media, schemas)) return "parts";
  if (otherMultipart.test(type)) return "binary";
  if (kind !== undefined) return kind;
  if (type.includes("*")) {
    const shape = resolved(media.schema, schemas);
    if (shape?.format === "binary") return "binary";
    if (shape?.type?.length === 1 && shape.type[0] === "string" && shape.format !== "byte") return "text";
    return shape?.object !== undefined || shape?.array !== undefined || shape?.type?.some((each) => each !== "string") ? "json" : "any";
  }
  return ownJson.test(type) && isStructured(resolved(media.schema, schemas)) ? "json" : "binary";
}

/** A vendor's media type does not define its syntax (RFC 6838 §3.2): with a schema it is read as JSON, except for known binary families. */
const ownJson =
  /^application\/vnd\.(?!ms-|openxmlformats|oasis|apple|google-|adobe|android|debian|rar|sqlite|tcpdump|apache|.*(?:protobuf|cbor|msgpack|avro|bson|excel|xml))[^+]*$/;

function isStructured(shape: Schema | undefined): boolean {
  return shape?.object?.properties !== undefined || shape?.array?.items !== undefined || shape?.allOf !== undefined;
}

/** A body of unnamed parts is a list (OpenAPI 3.2 §4.14.2.1). */
function isListed(type: string, media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  if (!type.startsWith("multipart/") || type === "multipart/form-data") return false;
  return (media.itemSchema ?? media.byPosition) !== undefined || resolved(media.schema, schemas)?.type?.join() === "array";
}

/** Registered multipart types other than form data, which `FormData` cannot send or read. Unregistered types are treated as form data. */
const otherMultipart = /^multipart\/(?:alternative|byteranges|digest|encrypted|mixed|parallel|related|report|signed|x-mixed-replace)$/;

/** A whole query string that is a form: OpenAPI 3.2 describes it like a body. */
export function isForm(parameter: Parameter, schemas: ReadonlyMap<SchemaId, Schema>): parameter is Parameter & { readonly content: MediaType } {
  return parameter.in === "querystring" && parameter.content !== undefined && bodyKind(parameter.content, schemas) === "form";
}

/** `application/xml`, `text/xml`, `application/atom+xml`. */
export function isXmlType({ mediaType }: Pick<MediaType, "mediaType">): boolean {
  return mediaKind(mediaType) === "xml";
}

/** Whether a body of this media type is one JSON value, in text or in bytes. */
export function holdsValue({ mediaType }: Pick<MediaType, "mediaType">): boolean {
  const kind = mediaKind(mediaType);
  return kind !== undefined && (usual[kind] === "json" || usual[kind] === "encoded");
}

export function isMultipart({ mediaType }: Pick<MediaType, "mediaType">): boolean {
  return mediaKind(mediaType) === "multipart";
}
