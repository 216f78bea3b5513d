import * as parameters from "#runtime/client/request/parameters.js";
import type { ApiModel, MediaType } from "../model/api.js";
import { bodyKind, isMultipart, type BodyKind } from "../model/http/body-kind.js";
import { fileProperties } from "../model/http/file-properties.js";
import { isJsonObject } from "../model/json.js";
import type { BodyReader, Bytes, Judge, ReadBody } from "./read-body.js";
import * as read from "./read-body.js";
import type { RuntimeName } from "./writers.js";

/** One kind of body: how the client, its mocks, the mock server and `verify` handle it. */
interface BodyKindEntry {
  /** The writer of the client: a module of `runtime/client/request`, and a function of it. */
  readonly write: RuntimeName;
  /** The reader of the client: a module of `runtime/client`, and a function of it. */
  readonly read: readonly [module: string, name: string];
  /** Whether a caller passes a value of the schema, not a text or bytes. */
  readonly isValue?: true;
  /** Whether the client checks the value that it reads. */
  readonly isChecked?: true;
  /** The value that a caller of the client passes; `undefined` if there is none. */
  readonly given: (value: unknown, media: MediaType, schemas: ApiModel["schemas"]) => unknown;
  /** Whether a mock writes the whole body as the client does. */
  readonly isWrittenByClient?: true;
  /** Parses the bytes. */
  readonly values: BodyReader;
}

const text = (value: unknown): unknown => (typeof value === "string" ? value : undefined);
const list = (value: unknown): unknown => (Array.isArray(value) || typeof value === "string" ? value : [value]);

export const bodyKinds: Readonly<Record<BodyKind, BodyKindEntry>> = {
  json: {
    write: ["bodies", "jsonBody"],
    read: ["response/reading", "json"],
    isValue: true,
    isChecked: true,
    given: (value) => value,
    values: read.readJson,
  },
  encoded: {
    write: ["encoded", "encodedBody"],
    read: ["response/encoded", "encoded"],
    isValue: true,
    isChecked: true,
    given: (value) => value,
    isWrittenByClient: true,
    values: read.readEncoded,
  },
  form: {
    write: ["forms", "formBody"],
    read: ["request/forms", "formFields"],
    isValue: true,
    given: (value) => (isJsonObject(value) ? value : text(value)),
    isWrittenByClient: true,
    values: read.readForm,
  },
  multipart: {
    write: ["multipart", "multipartBody"],
    read: ["request/multipart", "formData"],
    isValue: true,
    given: (value, media, schemas) => (isJsonObject(value) ? withFiles(value, media, schemas) : undefined),
    isWrittenByClient: true,
    values: read.readMultipart,
  },
  parts: {
    write: ["parts", "listedParts"],
    read: ["response/part-readers", "placedParts"],
    given: list,
    isWrittenByClient: true,
    values: read.readParts,
  },
  lines: {
    write: ["items", "itemsBody"],
    read: ["streams/lines", "lines"],
    isValue: true,
    isChecked: true,
    given: list,
    values: read.readLines,
  },
  events: {
    write: ["bodies", "rawBody"],
    read: ["streams/events", "events"],
    isChecked: true,
    given: text,
    values: read.readXml,
  },
  text: {
    write: ["bodies", "rawBody"],
    read: ["response/texts", "text"],
    given: (value, media) => (isTextOfJson(media) ? parameters.text(value) : text(value)),
    values: read.readXml,
  },
  binary: { write: ["bodies", "rawBody"], read: ["response/binary", "binary"], given: text, values: read.readXml },
  any: { write: ["bodies", "rawBody"], read: ["response/open-type", "whatItSays"], given: text, values: read.readXml },
};

/** The writer of a body without values that have another form in code. */
export function bodyWriter(kind: BodyKind, media: MediaType): RuntimeName {
  return kind === "binary" && isMultipart(media) ? ["bodies", "partsBody"] : bodyKinds[kind].write;
}

/** Reads a body by its media type; `undefined` for a body that is not parsed, such as a text or an image. */
export function readBody(media: MediaType, sent: Bytes, model: ApiModel, is: Judge): ReadBody | undefined {
  return bodyKinds[bodyKind(media, model.schemas)].values(media, sent, model, is);
}

/** Whether JSON is a valid text of this media type: plain text, any type, and YAML. */
export function isTextOfJson({ mediaType }: MediaType): boolean {
  return /^text\/(?!xml\b|html\b|css\b)|yaml/i.test(mediaType);
}

/** A form whose files are blobs instead of texts. */
function withFiles(value: object, media: MediaType, schemas: ApiModel["schemas"]): object {
  const files = fileProperties(media, schemas);
  const asFile = (item: unknown): unknown => (typeof item === "string" ? new Blob([item]) : item);
  const entries = Object.entries(value).map(([name, item]: [string, unknown]) => {
    if (files.get(name) !== "file") return [name, item];
    return [name, Array.isArray(item) ? item.map(asFile) : asFile(item)];
  });
  return Object.fromEntries(entries) as object;
}
