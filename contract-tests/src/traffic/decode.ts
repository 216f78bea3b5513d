import * as zlib from "node:zlib";
import { codingsLimit } from "../limits.js";

export type Decoded =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly tooLarge?: true }
  | { readonly ok: false; readonly kind: "coding" | "protocol"; readonly why: string };

/** The codings to offer to a server for a client that offers more than we can decode. */
export function isKnownCoding(coding: string): boolean {
  return ["gzip", "x-gzip", "deflate", "br", "identity", "*"].includes(coding) || (coding === "zstd" && typeof zstdDecompress() === "function");
}

const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * A body without its content codings (RFC 9110 §8.4), last one first. A fetch that decoded the body leaves the header
 * in place, so bytes without the coding's signature are kept unchanged. An incomplete body is decoded as far as possible.
 */
export function decodeContent(bytes: Uint8Array, contentEncoding: string | undefined, maxBytes: number, cutOff = false): Decoded {
  let current = bytes;
  const codings = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > codingsLimit)
    return { ok: false, kind: "coding", why: `The body has ${codings.length} content codings; at most ${codingsLimit} are supported.` };
  for (const coding of codings.toReversed()) {
    const decoded = decodeOne(current, coding, maxBytes, cutOff);
    if (!decoded.ok) return decoded;
    if (decoded.tooLarge === true) return decoded;
    current = decoded.bytes;
  }
  return { ok: true, bytes: current };
}

function decodeOne(bytes: Uint8Array, coding: string, maxBytes: number, cutOff: boolean): Decoded {
  if (bytes.length === 0) return { ok: true, bytes };
  const options = { maxOutputLength: maxBytes, ...(cutOff ? { finishFlush: zlib.constants.Z_SYNC_FLUSH } : {}) };
  const brotliOptions = { maxOutputLength: maxBytes, ...(cutOff ? { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH } : {}) };
  try {
    switch (coding) {
      case "gzip":
      case "x-gzip":
        return bytes[0] === 0x1f && bytes[1] === 0x8b ? done(zlib.gunzipSync(bytes, options)) : { ok: true, bytes };
      case "deflate":
        return inflate(bytes, options);
      case "br":
        return brotli(bytes, brotliOptions);
      case "zstd":
        return zstd(bytes, options);
      default:
        return { ok: false, kind: "coding", why: `Unknown content coding "${coding}".` };
    }
  } catch (error) {
    if (error instanceof RangeError || (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE")
      return { ok: true, bytes: new Uint8Array(), tooLarge: true };
    return { ok: false, kind: "protocol", why: `The body is not valid "${coding}".` };
  }
}

function done(bytes: Uint8Array): Decoded {
  return { ok: true, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** `deflate` means zlib (RFC 1950), and some servers send it bare (RFC 1951). */
function inflate(bytes: Uint8Array, options: zlib.ZlibOptions): Decoded {
  const [first = 0, second = 0] = bytes;
  const zlibHeader = (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
  if (zlibHeader) return done(zlib.inflateSync(bytes, options));
  try {
    return done(zlib.inflateRawSync(bytes, options));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return { ok: true, bytes };
  }
}

/** Brotli has no magic number: bytes that do not decode count as already decoded. */
function brotli(bytes: Uint8Array, options: zlib.BrotliOptions): Decoded {
  try {
    return done(zlib.brotliDecompressSync(bytes, options));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return { ok: true, bytes };
  }
}

/** Node has Zstandard from 22.15 on; before, such a body is refused, never kept unread. */
function zstd(bytes: Uint8Array, options: zlib.ZlibOptions): Decoded {
  if (!zstdMagic.every((byte, index) => bytes[index] === byte)) return { ok: true, bytes };
  const decompress = zstdDecompress();
  if (typeof decompress !== "function") return { ok: false, kind: "coding", why: `The content coding "zstd" needs Node 22.15 or later.` };
  return done(Reflect.apply(decompress, undefined, [bytes, options]) as Buffer);
}

function zstdDecompress(): unknown {
  return Reflect.get(zlib, "zstdDecompressSync");
}
