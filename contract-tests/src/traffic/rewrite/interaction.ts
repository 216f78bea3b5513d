import { gunzipSync, gzipSync } from "node:zlib";
import { headerValue, isJsonType, mediaTypeOf, mediaTypeParameter } from "../headers.js";
import type { Body, HeaderField, Interaction, RequestRecord, ResponseRecord } from "../interaction.js";
import { rewriteCsv } from "./csv.js";
import { rewriteJson } from "./json.js";
import { isJson } from "./json-text.js";
import { rewriteMultipart } from "./multipart.js";
import type { Rewrite } from "./rewrite.js";
import { rewriteForm, rewriteUrl } from "./url.js";

/** The interaction with every value that stands anywhere in it handed through `rewrite`: the one walk that redaction and normalisation share. */
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
    method: request.method,
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

/** Cookies are rewritten one by one; every other header as one value. */
function rewriteHeader([name, value]: HeaderField, rewrite: Rewrite): HeaderField {
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
  return `${pair.slice(0, equals)}=${rewrite(pair.slice(equals + 1), { place: "cookie", name: pair.slice(0, equals).trim() })}`;
}

function rewriteBody(body: Body, contentType: string | undefined, rewrite: Rewrite): Body {
  const cut = body.truncated === true ? ({ truncated: true } as const) : {};
  if (body.kind === "text") return { kind: "text", text: rewriteText(body.text, contentType, rewrite), ...cut };
  const bytes = rewriteBytes(body.bytes, contentType, rewrite);
  return { kind: "binary", bytes, ...cut };
}

function rewriteText(text: string, contentType: string | undefined, rewrite: Rewrite, name?: string): string {
  const mediaType = mediaTypeOf(contentType);
  if ((isJsonType(mediaType) || /^\s*[[{]/.test(text)) && isJson(text)) return rewriteJson(text, rewrite);
  if (mediaType === "application/x-www-form-urlencoded") return rewriteForm(text, rewrite, "form");
  const boundary = mediaType.startsWith("multipart/") ? mediaTypeParameter(contentType, "boundary") : undefined;
  if (boundary !== undefined) return rewriteMultipart(text, boundary, rewrite, (content, type, part) => rewriteText(content, type, rewrite, part));
  // Once more as a text, because what gives itself away may go over several cells.
  if (/^text\/(?:csv|tab-separated-values)$/.test(mediaType)) return rewrite(rewriteCsv(text, rewrite), { place: "text" });
  if (/^\s*(?:data:\s*)?[[{]/m.test(text)) return rewriteLines(text, rewrite);
  return rewrite(text, name === undefined ? { place: "text" } : { place: "form", name });
}

/** Streams of JSON (NDJSON, server-sent events): each line that is JSON is read as JSON, the rest as text. */
function rewriteLines(text: string, rewrite: Rewrite): string {
  const pieces: string[] = [];
  let plain = "";
  const flush = (): void => {
    // JSON that is broken or cut off still names what stands in it.
    if (plain !== "") pieces.push(rewrite(/^\s*[[{]/.test(plain) ? rewriteJson(plain, rewrite) : plain, { place: "text" }));
    plain = "";
  };
  for (const line of text.split(/(?<=\n)/)) {
    const match = /^(\s*(?:data:\s*)?)([[{].*?)(\s*)$/s.exec(line);
    if (match !== null && isJson(match[2] ?? "")) {
      flush();
      pieces.push(`${match[1] ?? ""}${rewriteJson(match[2] ?? "", rewrite)}${match[3] ?? ""}`);
    } else plain += line;
  }
  flush();
  return pieces.join("");
}

/**
 * Bytes that are not text are read as Latin-1, which loses nothing, and so a token inside them is found too.
 * A gzip file is opened, looked at and packed again where something in it changed.
 */
function rewriteBytes(bytes: Uint8Array, contentType: string | undefined, rewrite: Rewrite): Uint8Array {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(bytes) : undefined;
  if (packed !== undefined) {
    const changed = rewriteBytes(packed, undefined, rewrite);
    return Buffer.compare(changed, packed) === 0 ? bytes : new Uint8Array(gzipSync(changed));
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const latin1: Rewrite = (value, slot) => {
    const changed = rewrite(value, slot);
    // oxlint-disable-next-line no-control-regex -- only what Latin-1 can carry goes back into bytes
    return /^[\u0000-\u00ff]*$/.test(changed) ? changed : changed.replace(/[^\u0000-\u00ff]/g, "x");
  };
  const changed = rewriteText(text, contentType, latin1);
  return changed === text ? bytes : new Uint8Array(Buffer.from(changed, "latin1"));
}

function unpack(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return new Uint8Array(gunzipSync(bytes, { maxOutputLength: 64 * 1024 * 1024 }));
  } catch {
    return undefined;
  }
}
