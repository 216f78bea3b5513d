import * as zlib from "node:zlib";
import { hasZlibHeader, hasZstd, isZstd, zstdDecompress } from "../decode.js";

/** The content of compressed bytes, and how to compress another content alike. */
export interface Unpacked {
  readonly bytes: Buffer;
  compress(bytes: Uint8Array): Buffer;
}

interface Format {
  readonly matches: (bytes: Uint8Array) => boolean;
  readonly open: (bytes: Uint8Array, options: { readonly maxOutputLength: number; readonly finishFlush?: number }) => Buffer;
  readonly compress: (bytes: Uint8Array) => Buffer;
  /** Number of the flush that does not expect the end of the data. */
  readonly flush: number;
}

const { BROTLI_OPERATION_FLUSH, Z_SYNC_FLUSH } = zlib.constants;
const zstd: Format = {
  matches: isZstd,
  open: zstdDecompress,
  compress: (bytes) => Reflect.apply(Reflect.get(zlib, "zstdCompressSync") as typeof zlib.gzipSync, undefined, [bytes]),
  flush: 1,
};
const marked: readonly Format[] = [
  { matches: ([first, second]) => first === 0x1f && second === 0x8b, open: zlib.gunzipSync, compress: zlib.gzipSync, flush: Z_SYNC_FLUSH },
  { matches: hasZlibHeader, open: zlib.inflateSync, compress: zlib.deflateSync, flush: Z_SYNC_FLUSH },
  ...(hasZstd ? [zstd] : []),
];

/** Formats without a signature: only decompressing identifies them. */
const unmarked: readonly Format[] = [
  { matches: () => true, open: zlib.inflateRawSync, compress: zlib.deflateRawSync, flush: Z_SYNC_FLUSH },
  { matches: () => true, open: zlib.brotliDecompressSync, compress: zlib.brotliCompressSync, flush: BROTLI_OPERATION_FLUSH },
];

/** Opens gzip, zlib and Zstandard, also without their end. `undefined` for other bytes, damaged ones, and more than `limit` bytes of content. */
export function decompressMarked(bytes: Uint8Array, limit: number): Unpacked | undefined {
  return firstThatOpens(marked, bytes, limit) ?? firstThatOpens(marked, bytes, limit, true);
}

/** Opens raw deflate and Brotli, too, if they are complete. */
export function decompress(bytes: Uint8Array, limit: number): Unpacked | undefined {
  return decompressMarked(bytes, limit) ?? firstThatOpens(unmarked, bytes, limit);
}

/** Opens the beginning of raw deflate and Brotli. Other bytes may open by chance. */
export function decompressPart(bytes: Uint8Array, limit: number): Unpacked | undefined {
  return firstThatOpens(unmarked, bytes, limit, true);
}

function firstThatOpens(formats: readonly Format[], bytes: Uint8Array, maxOutputLength: number, isPart = false): Unpacked | undefined {
  if (maxOutputLength <= 0) return undefined;
  for (const { matches, open, compress, flush } of formats) {
    if (!matches(bytes)) continue;
    try {
      const opened = open(bytes, { maxOutputLength, ...(isPart ? { finishFlush: flush } : {}) });
      if (opened.length > 0) return { bytes: opened, compress: (content) => compress(content) };
    } catch {
      // Not of this format, or larger than the limit.
    }
  }
  return undefined;
}
