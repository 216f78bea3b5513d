import { mediaKind, streamKind, valueFormatOf } from "tallystick/model";
import { lastContentType, splitOutsideQuotes } from "../traffic/headers.js";

/** A parsed media type, in lower case: `application/problem+json; charset=utf-8`. */
export interface ParsedMediaType {
  readonly type: string;
  readonly subtype: string;
  /** `json` in `problem+json`. */
  readonly suffix?: string;
  readonly parameters: ReadonlyMap<string, string>;
}

export function parseMediaType(text: string): ParsedMediaType | undefined {
  const [head = "", ...rest] = splitOutsideQuotes(lastContentType(text), ";");
  const found = /^\s*([!#$%&'*+.^_`|~\w-]+)\/([!#$%&'*+.^_`|~\w-]+)\s*$/.exec(head);
  if (!found) return undefined;
  const subtype = (found[2] ?? "").toLowerCase();
  const plus = subtype.lastIndexOf("+");
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const equals = part.indexOf("=");
    if (equals < 0) continue;
    const value = part.slice(equals + 1).trim();
    parameters.set(part.slice(0, equals).trim().toLowerCase(), value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value);
  }
  return { type: (found[1] ?? "").toLowerCase(), subtype, ...(plus > 0 ? { suffix: subtype.slice(plus + 1) } : {}), parameters };
}

/**
 * The documented entry that an actual content type falls under, the most specific first: same type with the same parameters, same type,
 * `application/*+json`, `application/*`, any. A parameter that both sides give must agree; `charset` is judged with the body, not here.
 */
export function matchMediaType<T extends { readonly mediaType: string }>(documented: readonly T[], actual: string): T | undefined {
  const sent = parseMediaType(actual);
  if (sent === undefined) return documented.find((entry) => entry.mediaType.trim().toLowerCase() === actual.trim().toLowerCase());
  let best: T | undefined;
  let bestRank = 0;
  for (const entry of documented) {
    // Some documents put several types into one key, as an Accept header would.
    for (const key of entry.mediaType.split(",")) {
      const rank = rankOf(key, sent);
      if (rank > bestRank) [best, bestRank] = [entry, rank];
    }
  }
  return best;
}

function rankOf(key: string, sent: ParsedMediaType): number {
  const want = parseMediaType(key);
  if (want === undefined) return 0;
  let same = 0;
  for (const [name, value] of want.parameters) {
    if (name === "charset" || name === "q") continue;
    const given = sent.parameters.get(name);
    if (given === undefined) continue;
    if (given.toLowerCase() !== value.toLowerCase()) return 0;
    same++;
  }
  const missing = want.parameters.size - same;
  if (want.type === sent.type && want.subtype === sent.subtype) return 1000 + same * 10 - missing;
  if (want.type === "*" && want.subtype === "*") return 1;
  if (want.type !== sent.type) return 0;
  if (want.subtype === "*") return 100;
  if (want.subtype.startsWith("*+") && want.subtype.slice(2) === sent.suffix) return 500;
  return 0;
}

export function isJsonMediaType(mediaType: string): boolean {
  return mediaKind(mediaType.split(",")[0] ?? "") === "json" || /^\s*json\s*$/i.test(mediaType);
}

/** A body of this media type is one value of JSON, in text or in a format of bytes. */
export function holdsValue(mediaType: string): boolean {
  return isJsonMediaType(mediaType) || valueFormatOf(mediaType) !== undefined;
}

/** One JSON text a line, or RFC 7464's record separators. */
export function isJsonStream(mediaType: string): boolean {
  const parsed = parseMediaType(mediaType);
  // Some have them under `text/`.
  return parsed !== undefined && streamKind(`application/${parsed.subtype}`) === "lines";
}

/** Sent bit by bit, perhaps without an end. */
export function isOpenEnded(mediaType: string): boolean {
  const parsed = parseMediaType(mediaType);
  return isJsonStream(mediaType) || (parsed?.type === "text" && parsed.subtype === "event-stream") || parsed?.subtype === "x-mixed-replace";
}

export function isForm(mediaType: string): boolean {
  return mediaKind(lastContentType(mediaType)) === "form";
}

export function isMultipartForm(mediaType: string): boolean {
  const parsed = parseMediaType(mediaType);
  return parsed?.type === "multipart" && parsed.subtype === "form-data";
}

/** A type whose content a schema cannot describe: images, archives, octets; also a range of these. */
export function isBinaryMediaType(mediaType: string): boolean {
  return mediaKind(lastContentType(mediaType).replace("/*", "/x")) === "file";
}
