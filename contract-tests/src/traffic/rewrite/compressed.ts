import * as zlib from "node:zlib";

/** The content of compressed bytes, and how to compress another content alike. */
export interface Unpacked {
  readonly bytes: Buffer;
  compress(bytes: Uint8Array): Buffer;
}

interface Format {
  readonly matches: (bytes: Uint8Array) => boolean;
  readonly open: (bytes: Uint8Array, maxOutputLength: number) => Buffer;
  readonly compress: (bytes: Uint8Array) => Buffer;
}

const marked: readonly Format[] = [
  {
    matches: ([first, second]) => first === 0x1f && second === 0x8b,
    open: (bytes, maxOutputLength) => zlib.gunzipSync(bytes, { maxOutputLength }),
    compress: (bytes) => zlib.gzipSync(bytes),
  },
  {
    matches: ([first = 0, second = 0]) => (first & 0x0f) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0,
    open: (bytes, maxOutputLength) => zlib.inflateSync(bytes, { maxOutputLength }),
    compress: (bytes) => zlib.deflateSync(bytes),
  },
];

/** Formats without a signature: only decompressing identifies them. */
const unmarked: readonly Format[] = [
  {
    matches: () => true,
    open: (bytes, maxOutputLength) => zlib.inflateRawSync(bytes, { maxOutputLength }),
    compress: (bytes) => zlib.deflateRawSync(bytes),
  },
  {
    matches: () => true,
    open: (bytes, maxOutputLength) => zlib.brotliDecompressSync(bytes, { maxOutputLength }),
    compress: (bytes) => zlib.brotliCompressSync(bytes),
  },
];

/** Opens gzip and zlib. `undefined` if bytes are neither, are damaged, or hold more than `limit` bytes. */
export function decompressMarked(bytes: Uint8Array, limit: number): Unpacked | undefined {
  return firstThatOpens(marked, bytes, limit);
}

/** Opens gzip, zlib, raw deflate and Brotli. */
export function decompress(bytes: Uint8Array, limit: number): Unpacked | undefined {
  return firstThatOpens([...marked, ...unmarked], bytes, limit);
}

function firstThatOpens(formats: readonly Format[], bytes: Uint8Array, limit: number): Unpacked | undefined {
  if (limit <= 0) return undefined;
  for (const { matches, open, compress } of formats) {
    if (!matches(bytes)) continue;
    try {
      const opened = open(bytes, limit);
      if (opened.length > 0) return { bytes: opened, compress };
    } catch {
      // Not of this format, or larger than the limit.
    }
  }
  return undefined;
}
