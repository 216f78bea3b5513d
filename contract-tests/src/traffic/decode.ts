import * as zlib from "node:zlib";
import { codingsLimit } from "../limits.js";

export type Decoded =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly tooLarge?: true }
  | { readonly ok: false; readonly kind: "coding" | "protocol"; readonly why: string };

/** The codings to offer to a server for a client that offers more than we can decode. */
export function isKnownCoding(coding: string): boolean {
  return ["gzip", "x-gzip", "deflate", "br", "identity", "*"].includes(coding) || (coding === "zstd" && hasZstd);
}

/** Node has Zstandard from 22.15 on. */
export const hasZstd: boolean = "zstdDecompressSync" in zlib;

/** A frame, or one that decoders skip (RFC 8878 §3.1). */
export function isZstd([first = 0, second, third, fourth]: Uint8Array): boolean {
  if (first >> 4 === 5) return second === 0x2a && third === 0x4d && fourth === 0x18;
  return first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd;
}

/** The beginning of zlib's format (RFC 1950 §2.2). */
export function hasZlibHeader([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0;
}

export function zstdDecompress(bytes: Uint8Array, options: zlib.ZlibOptions): Buffer {
  return Reflect.apply(Reflect.get(zlib, "zstdDecompressSync") as typeof zlib.gunzipSync, undefined, [bytes, options]);
}

/** What is known of bytes before they are decoded. */
interface Received {
  /** Only a part of the body arrived. It is decoded as far as possible. */
  readonly isCutOff?: boolean;
  /** A fetch decodes bodies and leaves the header in place. Bytes that do not decode are kept then, and otherwise refused: redaction cannot read them. */
  readonly mayBeDecoded?: boolean;
}

/** A body without its content codings (RFC 9110 §8.4), last one first. */
export function decodeContent(bytes: Uint8Array, contentEncoding: string | undefined, maxBytes: number, received: Received = {}): Decoded {
  let current = bytes;
  const codings = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > codingsLimit)
    return { ok: false, kind: "coding", why: `The body has ${codings.length} content codings; at most ${codingsLimit} are supported.` };
  for (const coding of codings.toReversed()) {
    const decoded = decodeOne(current, coding, maxBytes, received);
    if (!decoded.ok) return decoded;
    if (decoded.tooLarge === true) return decoded;
    current = decoded.bytes;
  }
  return { ok: true, bytes: current };
}

function decodeOne(bytes: Uint8Array, coding: string, maxOutputLength: number, { isCutOff = false, mayBeDecoded = false }: Received): Decoded {
  if (!isKnownCoding(coding) && !(coding === "zstd" && mayBeDecoded && !isZstd(bytes))) {
    const why = coding === "zstd" ? 'The content coding "zstd" needs Node 22.15 or later.' : `Unknown content coding "${coding}".`;
    return { ok: false, kind: "coding", why };
  }
  if (bytes.length === 0) return { ok: true, bytes };
  try {
    const content = decompressed(bytes, coding, maxOutputLength, isCutOff);
    return { ok: true, bytes: new Uint8Array(content.buffer, content.byteOffset, content.byteLength) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: true, bytes: new Uint8Array(), tooLarge: true };
    if (mayBeDecoded) return { ok: true, bytes };
    return { ok: false, kind: "protocol", why: `The body is not valid "${coding}".` };
  }
}

function decompressed(bytes: Uint8Array, coding: string, maxOutputLength: number, isCutOff: boolean): Uint8Array {
  const { BROTLI_OPERATION_FLUSH, Z_SYNC_FLUSH } = zlib.constants;
  const options = { maxOutputLength, ...(isCutOff ? { finishFlush: Z_SYNC_FLUSH } : {}) };
  switch (coding) {
    case "br":
      return zlib.brotliDecompressSync(bytes, { maxOutputLength, ...(isCutOff ? { finishFlush: BROTLI_OPERATION_FLUSH } : {}) });
    case "deflate":
      // It means zlib (RFC 1950), and some servers send it bare (RFC 1951).
      return hasZlibHeader(bytes) ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options);
    case "zstd":
      // Its flush that ends no frame has the number 1.
      return zstdDecompress(bytes, { maxOutputLength, ...(isCutOff ? { finishFlush: 1 } : {}) });
    default:
      return zlib.gunzipSync(bytes, options);
  }
}
