import { valueFormatOf } from "tallystick/model";
import { headerValue, isJsonType, mediaTypeOf, mediaTypeParameter } from "../headers.js";
import type { Body, HeaderField, Interaction, RequestRecord, ResponseRecord } from "../interaction.js";
import { decompress, decompressPart } from "./compressed.js";
import { rewriteCsv } from "./csv.js";
import { rewriteJson } from "./json.js";
import { isJson } from "./json-text.js";
import { rewriteMultipart } from "./multipart.js";
import type { Rewrite } from "./rewrite.js";
import { rewriteForm, rewriteUrl } from "./url.js";

/** Passes every value of an interaction through `rewrite`: the traversal that redaction and normalisation share. */
export function rewriteInteraction(interaction: Interaction, rewrite: Rewrite): Interaction {
  const { request, response, failure, ...rest } = interaction;
  return {
    ...rest,
    request: rewriteRequest(request, rewrite),
    ...(response === undefined ? {} : { response: rewriteResponse(response, rewrite) }),
    ...(failure === undefined ? {} : { failure: { ...failure, message: rewrite(failure.message, { place: "text" }) } }),
  };
}

export function rewriteRequest(request: RequestRecord, rewrite: Rewrite): RequestRecord {
  const headers = request.headers.map((field) => rewriteHeader(field, rewrite));
  return {
    method: rewrite(request.method, { place: "origin" }),
    url: rewriteUrl(request.url, rewrite),
    headers,
    ...(request.body === undefined ? {} : { body: rewriteBody(request.body, headerValue(request.headers, "content-type"), rewrite) }),
  };
}

function rewriteResponse(response: ResponseRecord, rewrite: Rewrite): ResponseRecord {
  const headers = response.headers.map((field) => rewriteHeader(field, rewrite));
  return {
    status: response.status,
    headers,
    ...(response.body === undefined ? {} : { body: rewriteBody(response.body, headerValue(response.headers, "content-type"), rewrite) }),
  };
}

/** Cookies are rewritten one by one; every other header as one value. A server can also repeat a credential in a name. */
function rewriteHeader([field, value]: HeaderField, rewrite: Rewrite): HeaderField {
  const name = rewrite(field, { place: "origin" });
  switch (name.toLowerCase()) {
    case "cookie":
      return [
        name,
        value
          .split(";")
          .map((pair) => rewriteCookie(pair, rewrite))
          .join(";"),
      ];
    case "set-cookie": {
      const [pair = "", ...attributes] = value.split(";");
      return [name, [rewriteCookie(pair, rewrite), ...attributes.map((attribute) => rewrite(attribute, { place: "text" }))].join(";")];
    }
    case "location":
    case "content-location":
    case "referer":
      return [name, rewriteUrl(value, rewrite)];
    default:
      return [name, rewrite(value, { place: "header", name })];
  }
}

function rewriteCookie(pair: string, rewrite: Rewrite): string {
  const equals = pair.indexOf("=");
  if (equals === -1) return rewrite(pair, { place: "cookie" });
  const name = pair.slice(0, equals);
  return `${rewrite(name, { place: "origin" })}=${rewrite(pair.slice(equals + 1), { place: "cookie", name: name.trim() })}`;
}

function rewriteBody(body: Body, contentType: string | undefined, rewrite: Rewrite): Body {
  const cut = body.truncated === true ? ({ truncated: true } as const) : {};
  if (body.kind === "text")
    return { kind: "text", text: (body.truncated === true ? rewriteCutOff : rewriteText)(body.text, contentType, rewrite), ...cut };
  const bytes = rewriteBytes(body.bytes, contentType, rewrite, body.truncated === true);
  return { kind: "binary", bytes, ...cut };
}

/** A body that was cut off can end inside a secret: the start of a secret is found before a mark of the cut. */
function rewriteCutOff(text: string, contentType: string | undefined, rewrite: Rewrite): string {
  const changed = rewriteText(text, contentType, rewrite);
  if (isJson(text)) return changed;
  let start = changed.length;
  while (start > 0 && changed.length - start < longestWord && !/[\s"'=&,:;<>()[\]{}]/.test(changed.charAt(start - 1))) start--;
  if (start === changed.length) return changed;
  const word = rewrite(changed.slice(start) + cutMark, { place: "text" });
  return word.endsWith(cutMark) ? changed.slice(0, start) + word.slice(0, -cutMark.length) : changed;
}

const longestWord = 4_096;
/** URLs and forms encode no asterisk. */
const cutMark = "***";

function rewriteText(text: string, contentType: string | undefined, rewrite: Rewrite, name?: string): string {
  const mediaType = mediaTypeOf(contentType);
  if ((isJsonType(mediaType) || beginsJson(text)) && isJson(text)) return rewriteJson(text, rewrite, name);
  if (mediaType === "application/x-www-form-urlencoded") return rewriteForm(text, rewrite, "form");
  const boundary = mediaType.startsWith("multipart/") ? mediaTypeParameter(contentType, "boundary") : undefined;
  if (boundary !== undefined) {
    return rewriteMultipart(text, boundary, rewrite, (content, part) => rewriteText(content, part.contentType, rewrite, part.name));
  }
  // A second time as text, because a recognisable value may span several cells.
  if (/^text\/(?:csv|tab-separated-values)$/.test(mediaType)) return rewrite(rewriteCsv(text, rewrite), { place: "text" });
  if (name === undefined && /^[ \t]{0,20}(?:data:[ \t]{0,20})?[[{]/m.test(text)) return rewriteLines(text, rewrite);
  return rewrite(text, name === undefined ? { place: "text" } : { place: "form", name });
}

function beginsJson(text: string): boolean {
  return /[[{]/.test(text.charAt(text.search(/\S/)));
}

/** Streams of JSON (NDJSON, server-sent events): each line that is JSON is read as JSON, the rest as text. */
function rewriteLines(text: string, rewrite: Rewrite): string {
  const pieces: string[] = [];
  let plain: string[] = [];
  const flush = (): void => {
    const rest = plain.join("");
    plain = [];
    // Broken or incomplete JSON still has names for its values.
    if (rest !== "") pieces.push(rewrite(beginsJson(rest) ? rewriteJson(rest, rewrite) : rest, { place: "text" }));
  };
  for (let start = 0; start < text.length;) {
    const lineFeed = text.indexOf("\n", start);
    const end = lineFeed === -1 ? text.length : lineFeed + 1;
    const line = text.slice(start, end);
    start = end;
    const from = line.length - (line.startsWith("data:") ? line.slice("data:".length) : line).trimStart().length;
    const json = line.slice(from).trimEnd();
    if (/^[[{]/.test(json) && isJson(json)) {
      flush();
      pieces.push(line.slice(0, from), rewriteJson(json, rewrite), line.slice(from + json.length));
    } else plain.push(line);
  }
  flush();
  return pieces.join("");
}

/** A value in a format of bytes, such as CBOR: its texts and numbers are rewritten as those of JSON are. Nothing where it cannot be read. */
function rewriteValues(bytes: Uint8Array, contentType: string | undefined, rewrite: Rewrite): Uint8Array | undefined {
  const format = valueFormatOf(mediaTypeOf(contentType));
  if (format === undefined) return undefined;
  try {
    const { json, replace } = format.transcribe(bytes);
    const changes = new Map<number, string>();
    let index = 0;
    // JSON has its texts and numbers in the order of the bytes.
    rewriteJson(json, (value, slot) => {
      const changed = rewrite(value, slot);
      if (changed !== value) changes.set(index, changed);
      index++;
      return changed;
    });
    return changes.size === 0 ? bytes : replace(changes);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** How many times a body can be compressed, one inside another, and what all of that can hold. */
const deepest = 6;
const mostUnpacked = 64 * 1024 * 1024;

/**
 * Bytes that are not text are read as Latin-1, which loses nothing, and so a token inside them is found too.
 * Compressed bytes are opened, and packed again if a part of them was changed.
 */
function rewriteBytes(bytes: Uint8Array, contentType: string | undefined, rewrite: Rewrite, isCut: boolean, depth = 0): Uint8Array {
  const unpacked = depth < deepest ? (decompress(bytes, mostUnpacked) ?? decompressPart(bytes, mostUnpacked)) : undefined;
  if (unpacked !== undefined) {
    const changed = rewriteBytes(unpacked.bytes, undefined, rewrite, isCut, depth + 1);
    if (Buffer.compare(changed, unpacked.bytes) !== 0) return new Uint8Array(unpacked.compress(changed));
    // Other bytes may follow the compressed ones, or they are compressed by chance only.
  }
  const rewritten = rewriteValues(bytes, contentType, rewrite);
  if (rewritten !== undefined) return rewritten;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const latin1: Rewrite = (value, slot) => {
    const changed = rewrite(value, slot);
    // oxlint-disable-next-line no-control-regex -- only what Latin-1 can carry goes back into bytes
    return changed === value ? changed : changed.replace(/[^\u0000-\u00ff]/g, "x");
  };
  const changed = (isCut ? rewriteCutOff : rewriteText)(text, contentType, latin1);
  return changed === text ? bytes : new Uint8Array(Buffer.from(changed, "latin1"));
}
