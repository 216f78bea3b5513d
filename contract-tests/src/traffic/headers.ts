import { mediaKind, type MediaKind } from "tallystick/model";
import type { HeaderField } from "./interaction.js";

/** The value of a header, whatever its case; several fields are one list, except those of Set-Cookie, of which it is the first (RFC 9110 §5.3). */
export function headerValue(headers: readonly HeaderField[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 || wanted === "set-cookie" ? values[0] : values.join(", ");
}

/** The headers, in which the given ones replace those of the same name in any case. */
export function withHeaders(headers: readonly HeaderField[], given: Readonly<Record<string, string>> = {}): readonly HeaderField[] {
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  return [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...Object.entries(given)];
}

/** The Content-Type that counts: one that was sent twice arrives joined by a comma, and the last member is taken (RFC 9110 §8.3). */
export function contentTypeOf(headers: readonly HeaderField[]): string | undefined {
  const sent = headerValue(headers, "content-type");
  return sent === undefined ? undefined : lastContentType(sent);
}

export function lastContentType(text: string): string {
  return text.includes(",") ? (splitOutsideQuotes(text, ",").findLast((member) => member.includes("/")) ?? text) : text;
}

/** The parts between separators that are not inside a quoted string (RFC 9110 §5.6.4), without empty ones. */
export function splitOutsideQuotes(text: string, separator: "," | ";"): string[] {
  const parts: string[] = [];
  let [start, isQuoted] = [0, false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted && character === "\\") at++;
    else if (!isQuoted && character === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part !== "");
}

/** `application/json` out of `Application/JSON; charset=utf-8`. */
export function mediaTypeOf(contentType: string | undefined): string {
  return lastContentType(contentType ?? "")
    .split(";", 1)[0]!
    .trim()
    .toLowerCase();
}

/** A parameter of a media type, unquoted: `boundary`, `charset`. */
export function mediaTypeParameter(contentType: string | undefined, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, "i").exec(lastContentType(contentType ?? ""));
  return match?.[1] ?? match?.[2];
}

/** Media types whose text is JSON, by name or by structured suffix (RFC 6839 §3.1). Expects the result of `mediaTypeOf`, without parameters. */
export function isJsonType(mediaType: string): boolean {
  return mediaKind(mediaType) === "json";
}

const textual: ReadonlySet<MediaKind | undefined> = new Set(["events", "lines", "json", "form", "xml", "text"]);
/** Media types whose bytes are text. */
export function isTextType(mediaType: string): boolean {
  return textual.has(mediaKind(mediaType));
}

/** Headers of the transfer, not of the response; after decoding they would be wrong, and `date` differs in each recording. */
const transferHeaders = new Set([
  "content-encoding",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "date",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
]);
/** Whether a header, in any case, describes the transfer and not the response. */
export function isTransferHeader(name: string): boolean {
  return transferHeaders.has(name.toLowerCase());
}
export function withoutTransferHeaders(headers: readonly HeaderField[]): HeaderField[] {
  return headers.filter(([name]) => !isTransferHeader(name));
}
