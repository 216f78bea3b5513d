import { valueFormatOf } from "tallystick/model";
import { decodeContent } from "./decode.js";
import { headerValue, isTextType, mediaTypeOf, mediaTypeParameter } from "./headers.js";
import type { Body, HeaderField } from "./interaction.js";

/**
 * Decoded bytes as a body: text if the media type means text, or without a type if the bytes are valid text; else binary.
 * Text that is invalid in its charset stays binary, so that a check can report it and no byte is lost.
 */
export function bodyOf(bytes: Uint8Array, contentType: string | undefined, truncated = false): Body {
  const cut = truncated ? ({ truncated: true } as const) : {};
  const mediaType = mediaTypeOf(contentType);
  // Short ones read as text by chance.
  if (valueFormatOf(mediaType) !== undefined) return binary(bytes, cut);
  if (!isTextType(mediaType) && mediaTypeParameter(contentType, "charset") === undefined && looksBinary(latin1(bytes.subarray(0, sniffed))))
    return binary(bytes, cut);
  const text = decodeText(truncated ? wholeCharacters(bytes) : bytes, mediaTypeParameter(contentType, "charset"));
  if (text !== undefined && (isTextType(mediaType) || !looksBinary(text))) return { kind: "text", text, ...cut };
  return binary(bytes, cut);
}

/** Bytes of a body that distinguish binary from text, as in browsers. The rest need not be decoded for that. */
const sniffed = 1445;

function binary(bytes: Uint8Array, cut: { readonly truncated?: true }): Body {
  return { kind: "binary", bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), ...cut };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** The decoded request body. A body that cannot be read cannot be redacted, so it is not kept. */
export function bodyOfRequest(bytes: Uint8Array, headers: readonly HeaderField[], maxBytes: number, truncated: boolean): Body | undefined {
  const decoded = decodeContent(bytes, headerValue(headers, "content-encoding"), maxBytes, { isCutOff: truncated });
  const cut = truncated || (decoded.ok && decoded.tooLarge === true);
  if (!decoded.ok || (decoded.bytes.length === 0 && !cut)) return undefined;
  return bodyOf(decoded.bytes, headerValue(headers, "content-type"), cut);
}

function decodeText(bytes: Uint8Array, charset: string | undefined): string | undefined {
  try {
    return new TextDecoder(charset ?? "utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Without the first bytes of a UTF-8 character that the cut went through. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
    if (byte < 0x80) break;
  }
  return bytes;
}

function looksBinary(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are the point
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
}

/** The bytes of a body as they would be sent without compression. */
export function bytesOf(body: Body): Uint8Array {
  return body.kind === "text" ? Buffer.from(body.text, "utf8") : body.bytes;
}

/** The length of a body, in bytes or characters. */
export function sizeOf(body: Body | undefined): number {
  if (body === undefined) return 0;
  return body.kind === "text" ? body.text.length : body.bytes.length;
}
