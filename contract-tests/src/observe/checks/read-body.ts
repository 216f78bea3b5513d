import { parseForm, parseMultipart, type Fields } from "tallystick";
import {
  bodyKind,
  eventLines,
  itemTexts,
  mediaKind,
  valueFormatOf,
  type ApiModel,
  type MediaType,
  type SentEvent,
  type ValueFormat,
} from "tallystick/model";
import type { Body } from "../../traffic/interaction.js";
import { isForm, isJsonMediaType, isJsonStream, isMultipartForm, parseMediaType } from "../../match/media-type.js";
import { bytesOf } from "../../traffic/body.js";
import { mediaTypeOf, mediaTypeParameter } from "../../traffic/headers.js";
import { inexactNumbers, type InexactNumber } from "./exact-numbers.js";

/** A body parsed by its content type. */
export type ReadBody =
  | { readonly kind: "empty" }
  /** JSON, or a value in a format of bytes. */
  | { readonly kind: "json"; readonly value: unknown; readonly inexact?: readonly InexactNumber[] }
  /** One value a line. */
  | { readonly kind: "json-stream"; readonly values: readonly unknown[] }
  | { readonly kind: "text"; readonly text: string }
  /** Events with data, as they were sent. */
  | { readonly kind: "events"; readonly events: readonly SentEvent[] }
  /** `parts`: multipart, where a value may also be a whole JSON text or a file. */
  | {
      readonly kind: "form";
      readonly fields: Fields;
      readonly parts?: true;
      readonly sent?: { readonly bytes: Uint8Array; readonly mediaType: string };
    }
  /** Not parsed: the caller knows whether the document describes more than text. */
  | { readonly kind: "xml"; readonly text: string }
  /** Other multipart types, whose parts have no names. */
  | { readonly kind: "parts"; readonly bytes: Uint8Array; readonly mediaType: string }
  /** Images and archives are passed through and never opened. */
  | { readonly kind: "opaque" }
  | { readonly kind: "invalid"; readonly keyword: "truncated" | "charset" | "json" | "encoding" | "events" | "parts"; readonly message: string };

/**
 * A body of a documented media type. JSON of a vendor's type is a value, as for the generated client: `application/vnd.thing.v3` with an object.
 *
 * @param known The JSON of the body, if it was parsed before.
 */
export function readContent(
  { schemas }: Pick<ApiModel, "schemas">,
  media: MediaType,
  body: Body | undefined,
  contentType: string,
  truncated: boolean,
  known?: unknown,
): ReadBody {
  const read = readBody(body, contentType, truncated, known);
  const isOwnType = mediaKind(media.mediaType) === undefined && !media.mediaType.includes("*");
  if (read.kind !== "opaque" || !isOwnType || bodyKind(media, schemas) !== "json") return read;
  const json = readBody(body, "application/json", truncated, known);
  return json.kind === "json" ? json : read;
}

/** @param known The JSON of the body, if it was parsed before. */
export function readBody(body: Body | undefined, mediaType: string, truncated: boolean, known?: unknown): ReadBody {
  if (isEmpty(body) && !truncated) return { kind: "empty" };
  if (truncated) return { kind: "invalid", keyword: "truncated", message: "the body ends before its declared length" };
  if (body === undefined) return { kind: "empty" };
  if (isMultipartForm(mediaType)) {
    const fields = parseMultipart(bytesOf(body), mediaType);
    return fields === undefined ? { kind: "opaque" } : { kind: "form", fields, parts: true, sent: { bytes: bytesOf(body), mediaType } };
  }
  if (/^multipart\//i.test(mediaType)) return { kind: "parts", bytes: bytesOf(body), mediaType };
  const format = valueFormatOf(mediaType);
  if (format !== undefined) return decoded(format, bytesOf(body));
  const json = isJsonMediaType(mediaType);
  const stream = isJsonStream(mediaType);
  const isXml = /[/+]xml$/.test(mediaTypeOf(mediaType));
  const text = textOf(body, isXml ? xmlCharset(body, mediaType) : "utf-8");
  if (text === undefined)
    return json || stream ? { kind: "invalid", keyword: "charset", message: "the body is not valid UTF-8" } : { kind: "opaque" };
  if (json || stream) {
    const charset = wrongCharset(mediaType, text);
    if (charset !== undefined) return { kind: "invalid", keyword: "charset", message: charset };
  }
  if (json) return parseJson(text, known);
  if (isXml) return { kind: "xml", text };
  if (stream) return parseLines(text);
  if (isForm(mediaType)) return { kind: "form", fields: parseForm(text) };
  const parsed = parseMediaType(mediaType);
  if (parsed?.type === "text" && parsed.subtype === "event-stream") return parseEvents(text);
  if (parsed?.type === "text") return { kind: "text", text };
  return { kind: "opaque" };
}

function decoded({ name, decode }: ValueFormat, bytes: Uint8Array): ReadBody {
  try {
    return { kind: "json", value: decode(bytes) };
  } catch (error) {
    return { kind: "invalid", keyword: "encoding", message: `the body is not ${name.toUpperCase()}: ${(error as Error).message}` };
  }
}

export function isEmpty(body: Body | undefined): boolean {
  if (body === undefined) return true;
  return body.kind === "text" ? body.text === "" : body.bytes.length === 0;
}

function textOf(body: Body, charset: string): string | undefined {
  if (body.kind === "text") return body.text;
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body.bytes);
  } catch {
    return undefined;
  }
}

/** The encoding of XML: from its byte order mark, its media type or its declaration, in this order (RFC 7303 §3, XML 1.0 appendix F). */
function xmlCharset(body: Body, mediaType: string): string {
  const [first, second] = bytesOf(body);
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const start = new TextDecoder("latin1").decode(bytesOf(body).subarray(0, 200));
  return mediaTypeParameter(mediaType, "charset") ?? /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(start)?.[1] ?? "utf-8";
}

/** JSON is UTF-8 (RFC 8259 §8.1). Another charset is harmless as long as every byte means the same in both. */
function wrongCharset(mediaType: string, text: string): string | undefined {
  const charset = parseMediaType(mediaType)?.parameters.get("charset")?.toLowerCase();
  if (charset === undefined || charset === "utf-8" || charset === "utf8" || charset === "us-ascii") return undefined;
  const wide = /^(?:utf-?16|utf-?32|ucs-?[24])/.test(charset);
  const ascii = !/[^ -~\s]/.test(text);
  return wide || !ascii ? `JSON is declared as charset ${charset}; it must be UTF-8` : undefined;
}

function parseJson(text: string, known: unknown): ReadBody {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === "") return { kind: "empty" };
  try {
    return { kind: "json", value: known ?? (JSON.parse(body) as unknown), inexact: inexactNumbers(body) };
  } catch (error) {
    return invalidJson(body, error instanceof Error ? error.message : "");
  }
}

function invalidJson(text: string, reason: string): ReadBody {
  if (endsTooEarly(text, reason)) return { kind: "invalid", keyword: "truncated", message: "the JSON text ends too early" };
  return { kind: "invalid", keyword: "json", message: /^\s*</.test(text) ? "the body is markup, not JSON" : "the body is not JSON" };
}

/** An error of V8 at the very end means missing text, not wrong text. */
function endsTooEarly(text: string, reason: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  if (/end of JSON input|unterminated string/i.test(reason)) return true;
  const position = /at position (\d+)/.exec(reason)?.[1];
  return position !== undefined && Number(position) >= text.trimEnd().length;
}

function parseLines(text: string): ReadBody {
  const values: unknown[] = [];
  for (const [index, line] of itemTexts(text).entries()) {
    try {
      values.push(JSON.parse(line));
    } catch (error) {
      const read = invalidJson(line, error instanceof Error ? error.message : "");
      return read.kind === "invalid" ? { ...read, message: `line ${index + 1}: ${read.message}` } : read;
    }
  }
  return { kind: "json-stream", values };
}

function parseEvents(text: string): ReadBody {
  const lines = eventLines();
  const events = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .flatMap((line) => lines.take(line) ?? []);
  return lines.strange().length > 0 ? { kind: "invalid", keyword: "events", message: "the body is not an event stream" } : { kind: "events", events };
}
