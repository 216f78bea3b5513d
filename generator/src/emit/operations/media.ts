import type { MediaType, Parameter } from "../../model/api.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import { streamKind } from "../../model/streams.js";

/** What kind of body a media type makes: it decides how the body is written, read and typed. */
export type BodyKind = "json" | "form" | "multipart" | "text" | "binary" | "events" | "lines" | "any";

export function bodyKind(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): BodyKind {
  const type = (media.mediaType.split(";")[0] ?? "").trim().toLowerCase();
  const stream = streamKind(type);
  if (stream !== undefined) return stream;
  // What is called JSON and described as bytes is a file, whatever type it will have.
  if (/[/+]json$/.test(type)) return resolved(media.schema, schemas)?.format === "binary" ? "binary" : "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (otherMultipart.test(type)) return "binary";
  if (type.startsWith("multipart/")) return "multipart";
  if (/^text\/|[/+](xml|yaml|toml|javascript|graphql|sql)$|^application\/x-(yaml|sh)$/.test(type)) return "text";
  if (type.includes("*")) {
    const shape = resolved(media.schema, schemas);
    if (shape?.format === "binary") return "binary";
    if (shape?.type?.length === 1 && shape.type[0] === "string" && shape.format !== "byte") return "text";
    return shape?.object !== undefined || shape?.array !== undefined || shape?.type?.some((each) => each !== "string") ? "json" : "any";
  }
  return ownJson.test(type) && isStructured(resolved(media.schema, schemas)) ? "json" : "binary";
}

/** A vendor's own type says nothing of how it is written (RFC 6838 §3.2): where it is described as a value, it is JSON, but for families that are known to be binary. */
const ownJson =
  /^application\/vnd\.(?!ms-|openxmlformats|oasis|apple|google-|adobe|android|debian|rar|sqlite|tcpdump|apache|.*(?:protobuf|cbor|msgpack|avro|bson|excel|xml))[^+]*$/;

function isStructured(shape: Schema | undefined): boolean {
  return shape?.object?.properties !== undefined || shape?.array?.items !== undefined || shape?.allOf !== undefined;
}

/** What `FormData` is neither sent as nor read from: kinds of multipart that are registered beside form data. What nobody has registered was meant to be that. */
const otherMultipart = /^multipart\/(?:alternative|byteranges|digest|encrypted|mixed|parallel|related|report|signed|x-mixed-replace)$/;

/** A whole query string that is a form: OpenAPI 3.2 describes it like a body. */
export function isForm(parameter: Parameter, schemas: ReadonlyMap<SchemaId, Schema>): parameter is Parameter & { readonly content: MediaType } {
  return parameter.in === "querystring" && parameter.content !== undefined && bodyKind(parameter.content, schemas) === "form";
}

export function isMultipart({ mediaType }: MediaType): boolean {
  return /^multipart\//i.test(mediaType);
}

/** A schema with its plain references followed. */
export function resolved(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>): Schema | undefined {
  let current = schema;
  // A chain of references that never ends is legal to write: the bound keeps us from following it.
  for (let hops = 0; current?.ref !== undefined && hops < 32; hops += 1) current = schemas.get(current.ref);
  return current;
}

/** What may be handed over for a property of a multipart body: a file alone, or what the wire has as well. */
export type FileProperty = "file" | "file or value";

/** Properties of a multipart body that are files: binary strings, media types of their own, and lists of these. */
export function fileProperties(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): ReadonlyMap<string, FileProperty> {
  const files = new Map<string, FileProperty>();
  const visit = (schema: Schema | undefined, depth: number): void => {
    const shape = resolved(schema, schemas);
    if (shape === undefined || depth > deepest) return;
    for (const [name, property] of shape.object?.properties ?? []) {
      const kinds = alternatives(property, schemas).map(isFile);
      if (kinds.includes(true)) files.set(name, kinds.includes(false) ? "file or value" : "file");
    }
    for (const part of [...(shape.allOf ?? []), ...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]) visit(part, depth + 1);
  };
  visit(media.schema, 0);
  return files;
}

/**
 * Whether nothing is said of the files of a form but that they are files, so that any text may stand for one where the form is checked: its bytes are
 * not read for that.
 */
export function hasPlainFiles(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  const files = [...fileProperties(media, schemas)];
  const properties = resolved(media.schema, schemas)?.object?.properties;
  return files.every(([name, kind]) => {
    const found = alternatives(properties?.get(name), schemas);
    const isPlain = ({ string, enum: values, const: value }: Schema): boolean =>
      (values ?? value) === undefined && (string?.minLength ?? 0) <= 1 && string?.pattern === undefined;
    return kind === "file" && found.length > 0 && found.every(isPlain);
  });
}

/** Compositions that are looked into: one may lead back to itself. */
const deepest = 8;

/** The schemas of which a part of a form, or of a list of parts, follows one. What only lets null through is no part. */
function alternatives(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>, depth = 0): readonly Schema[] {
  const shape = resolved(schema, schemas);
  if (shape === undefined || depth > deepest) return [];
  if (isFile(shape)) return [shape];
  const inner = (part: Schema | undefined): readonly Schema[] => alternatives(part, schemas, depth + 1);
  if (shape.array?.items !== undefined) return inner(shape.array.items);
  const branches = shape.anyOf ?? shape.oneOf;
  if (branches !== undefined) return branches.flatMap(inner);
  // All of them hold: a file stays one, whatever else is said of it.
  const file = (shape.allOf ?? []).flatMap(inner).find(isFile);
  if (file !== undefined) return [file];
  return shape.type?.every((type) => type === "null") === true ? [] : [shape];
}

function isFile(schema: Schema): boolean {
  const { contentMediaType, contentEncoding } = schema.string ?? {};
  // That of RFC 2045 §6.2 which encodes nothing: the bytes as they are.
  const isBare = contentEncoding?.toLowerCase() === "binary";
  return schema.format === "binary" || isBare || (contentMediaType !== undefined && contentEncoding === undefined && !/json/.test(contentMediaType));
}
