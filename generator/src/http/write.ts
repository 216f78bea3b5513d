import * as bodies from "#runtime/client/request/bodies.js";
import * as encoded from "#runtime/client/request/encoded.js";
import * as forms from "#runtime/client/request/forms.js";
import * as items from "#runtime/client/request/items.js";
import * as multipart from "#runtime/client/request/multipart.js";
import type {
  BodyEntry,
  BodyWriter,
  ParameterEntry,
  ParameterStyle,
  ParameterWriter,
  PartEncoding,
  PartEncodings,
} from "#runtime/client/operation.js";
import * as parts from "#runtime/client/request/parts.js";
import * as parameters from "#runtime/client/request/parameters.js";
import * as segments from "#runtime/client/request/segments.js";
import * as styles from "#runtime/client/request/styles.js";
import type { ApiModel, MediaType, Parameter } from "../model/api.js";
import { bodyKind, type BodyKind } from "../model/http/body-kind.js";
import { valueFormatOf } from "../model/http/value-formats.js";
import { xmlSchema } from "./xml/schema.js";
import { xmlText } from "./xml/write.js";
import { bodyKinds, bodyWriter } from "./body-kinds.js";
import { parameterForm, partForms, partsByPlace, type ParameterForm, type PartForm, type RuntimeName } from "./writers.js";

/** The parameters of a request, written. */
export interface WireParts {
  /** The texts of path parameters by name. */
  readonly path: Map<string, string>;
  /** `name=value` pieces, encoded. */
  readonly query: string[];
  readonly headers: [name: string, value: string][];
  /** `name=value` pieces. */
  readonly cookies: string[];
}

/**
 * Writes a parameter's value, of whatever type, as the generated client does (OpenAPI 3.1 §4.8.12.3, styles of RFC 6570).
 *
 * @returns False if the value cannot be sent: a header has no character beyond Latin-1 and no line break (RFC 9110 §5.5), and a URL changes some
 * values of a path.
 */
export function writeParameter(parameter: Parameter, value: unknown, into: WireParts, { schemas }: Pick<ApiModel, "schemas">): boolean {
  const { name, in: location } = parameter;
  const entry = entryOf(parameterForm(parameter, schemas, true));
  const outgoing = { path: `{${name}}`, query: into.query, headers: new Headers() };
  try {
    if (entry.write(outgoing, name, value, entry) === false) return false;
  } catch {
    return false;
  }
  if (location === "path") into.path.set(name, outgoing.path);
  const field = location === "header" ? outgoing.headers.get(name) : null;
  if (field !== null) into.headers.push([name, field]);
  const cookie = location === "cookie" ? outgoing.headers.get("cookie") : null;
  if (cookie !== null) into.cookies.push(cookie);
  return true;
}

/** A body as it is sent. */
export interface WrittenBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/**
 * Writes a body as the generated client does. A text or a `Blob` is a file, or a whole body of bytes.
 *
 * XML is written by its schema. The client leaves that to its caller if the operation also accepts JSON or a form.
 * @returns `undefined` if the value cannot be written in this media type.
 */
export async function writeBody(media: MediaType, value: unknown, { schemas }: Pick<ApiModel, "schemas">): Promise<WrittenBytes | undefined> {
  const xml = typeof value === "string" || value instanceof Blob ? undefined : xmlSchema(media, { schemas });
  if (xml !== undefined) {
    const text = xmlText(value, xml, { schemas });
    return text === undefined ? undefined : { bytes: new TextEncoder().encode(text), contentType: media.mediaType };
  }
  const kind = bodyKind(media, schemas);
  const given = handedOver(kind, media, value, schemas);
  if (given === undefined) return undefined;
  const write = actual<BodyWriter>(bodyWriter(kind, media));
  const { body, contentType } = write(given, media.mediaType, entryFor(write, media), unusedWriter);
  const whole = new Response(body);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  return { bytes, contentType: contentType ?? whole.headers.get("content-type") ?? media.mediaType };
}

function entryFor(write: BodyWriter, media: MediaType): BodyEntry {
  const format = valueFormatOf(media.mediaType);
  return {
    write,
    encoding: encodingsOf(partForms(media)),
    ...(format === undefined ? {} : { format }),
    ...(media.byPosition === undefined ? {} : { parts: partsByPlace(media.byPosition) }),
  };
}

/** Only writers that check or stream a body read the sender. */
const unusedWriter = {} as Parameters<BodyWriter>[3];

/** The value that a caller of the client passes. */
function handedOver(kind: BodyKind, media: MediaType, value: unknown, schemas: ApiModel["schemas"]): unknown {
  if (value instanceof Blob) return ["text", "events", "binary", "parts", "any"].includes(kind) ? value : undefined;
  if (kind !== "multipart" && kind !== "parts" && holdsBlob(value)) return undefined;
  return bodyKinds[kind].given(value, media, schemas);
}

/** Only multipart has files: as JSON, a file would be an empty object. */
function holdsBlob(value: unknown): boolean {
  return value instanceof Blob || (typeof value === "object" && value !== null && Object.values(value).some(holdsBlob));
}

function entryOf({ write, style, explode, encode, text, encoding }: ParameterForm): ParameterEntry {
  return {
    ...encodingOf({
      ...(style === undefined ? {} : { style }),
      ...(explode === undefined ? {} : { explode }),
      ...(encode === undefined ? {} : { encode }),
    }),
    write: actual<ParameterWriter>(write),
    ...(text === undefined ? {} : { text: actual<(value: unknown) => string>(text) }),
    ...(encoding === undefined ? {} : { encoding: encodingsOf(encoding) }),
  };
}

function encodingsOf(encodings: ReadonlyMap<string, PartForm>): PartEncodings {
  return Object.fromEntries([...encodings].map(([name, each]) => [name, encodingOf(each)]));
}

function encodingOf({ style, encode, nested, ...plain }: PartForm): PartEncoding {
  return {
    ...plain,
    ...(nested === undefined ? {} : { write: parts.nestedPart(nested) }),
    ...(style === undefined ? {} : { style: actual<ParameterStyle>(style) }),
    ...(encode === undefined ? {} : { encode: actual<(text: string) => string>(encode) }),
  };
}

const modules = { bodies, encoded, forms, items, multipart, parameters, parts, segments, styles };

/** The function of the runtime with a name. */
function actual<T>([module, name]: RuntimeName): T {
  return (modules[module] as Readonly<Record<string, unknown>>)[name] as T;
}
