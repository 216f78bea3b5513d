import type { PartReading } from "#runtime/client/operation.js";
import { bytesAsText } from "#runtime/client/request/multipart.js";
import { partsIn, type RawPart } from "#runtime/client/response/part-parser.js";
import { fieldsOf } from "#runtime/client/response/part-values.js";
import type { ApiModel, MediaType } from "../model/api.js";
import { fieldReadings } from "./part-readings.js";

/** The fields of a form by name, in order. A field of multipart is a text, also for a file. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * The parts of a multipart form (RFC 7578); `undefined` without a boundary, an end, or the name of a part.
 *
 * @param mediaType With the boundary.
 */
export function parseMultipart(bytes: Uint8Array, mediaType: string): Fields | undefined {
  return parseParts(bytes, mediaType, {});
}

/** The same for a form that the document describes: a part with parts of its own is the JSON text of its value. */
export function formFields(media: MediaType, bytes: Uint8Array, mediaType: string, model: Pick<ApiModel, "schemas">): Fields | undefined {
  return parseParts(bytes, mediaType, fieldReadings(media, model) ?? {});
}

function parseParts(bytes: Uint8Array, mediaType: string, readings: Readonly<Record<string, PartReading>>): Fields | undefined {
  const parts = partsIn(new Uint8Array(bytes), mediaType);
  if (parts === undefined) return undefined;
  const fields = new Map<string, string[]>();
  for (const part of parts) {
    if (part.name === undefined) return undefined;
    const content = nestedText(part, readings) ?? Buffer.from(part.bytes).toString("utf8");
    const known = fields.get(part.name);
    if (known) known.push(content);
    else fields.set(part.name, [content]);
  }
  return fields;
}

function nestedText(part: RawPart, readings: Readonly<Record<string, PartReading>>): string | undefined {
  const { name = "", type = "" } = part;
  const reading = Object.hasOwn(readings, name) ? readings[name] : undefined;
  if ((reading?.parts ?? reading?.fields) === undefined || !/^multipart\//i.test(type)) return undefined;
  try {
    return JSON.stringify(plainText(fieldsOf([part], readings)[name]));
  } catch {
    return undefined;
  }
}

/** With a text instead of bytes. */
function plainText(value: unknown): unknown {
  const plain = bytesAsText(value);
  if (typeof plain !== "object" || plain === null || Array.isArray(plain)) return plain;
  return Object.fromEntries(Object.entries(plain).map(([name, item]) => [name, bytesAsText(item)]));
}

/** The fields of `application/x-www-form-urlencoded`. */
export function parseForm(text: string): Fields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const list = fields.get(name);
    if (list) list.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}
