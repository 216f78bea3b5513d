import { createGunzip } from "node:zlib";
import { archiveLimit, formatBytes, contentLimit } from "../../limits.js";

/** An archive that cannot be read. The message follows `The package "x" `. */
export class ArchiveError extends Error {}

/**
 * The bytes of one regular file of a gzipped tar archive (POSIX pax, with GNU long names); `undefined` where there is none of that name.
 * Nothing is unpacked to disk, and other entries, links above all, are skipped.
 * @throws ArchiveError
 */
export async function readTarEntry(archive: Uint8Array, name: string): Promise<Buffer | undefined> {
  const bytes = new ByteReader(unzipped(archive));
  let found: Buffer | undefined;
  // Header data for the next entry.
  let next: { name?: string; size?: number } = {};
  for (let block = await bytes.take(blockSize); block.length === blockSize && !isEnd(block); block = await bytes.take(blockSize)) {
    const header = readHeader(block);
    const size = next.size ?? header.size;
    const padded = Math.ceil(size / blockSize) * blockSize;
    if (header.type === "x" || header.type === "L") {
      if (size > longestName) throw new ArchiveError("has an entry whose name is too long.");
      const text = (await bytes.take(padded)).subarray(0, size).toString("utf8");
      next = header.type === "x" ? { ...next, ...paxRecords(text) } : { ...next, name: untilNul(text) };
      continue;
    }
    if (header.type === "0" && (next.name ?? header.name) === name) {
      if (found !== undefined) throw new ArchiveError(`contains "${name}" twice.`);
      if (size > contentLimit) throw new ArchiveError(`contains a "${name}" larger than ${formatBytes(contentLimit)}.`);
      found = (await bytes.take(padded)).subarray(0, size);
      if (found.length < size) throw new ArchiveError("ends in the middle of a file.");
    } else await bytes.skip(padded);
    next = {};
  }
  return found;
}

const blockSize = 512;
const longestName = 64 * 1024;

async function* unzipped(archive: Uint8Array): AsyncGenerator<Buffer> {
  const stream = createGunzip();
  stream.end(archive);
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      if (size > archiveLimit) throw new ArchiveError(`is larger than ${formatBytes(archiveLimit)} when it is unpacked.`);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof ArchiveError ? error : new ArchiveError("is not a gzipped archive.");
  } finally {
    stream.destroy();
  }
}

/** Reads a stream in chunks of any length. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes; fewer at the end. */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0 && (await this.#fill());) {
      const part = this.#rest.subarray(0, left);
      parts.push(part);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0 && (await this.#fill());) {
      const skipped = Math.min(left, this.#rest.length);
      this.#rest = this.#rest.subarray(skipped);
      left -= skipped;
    }
  }

  /** Whether there is a byte left. */
  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done === true) return false;
      this.#rest = value;
    }
    return true;
  }
}

interface Header {
  readonly name: string;
  readonly size: number;
  /** `0` for a regular file. */
  readonly type: string;
}

/** POSIX.1-2017 pax, "ustar Interchange Format". @throws ArchiveError */
function readHeader(block: Buffer): Header {
  // A loop: an archive may have a million entries.
  let sum = 0;
  for (let at = 0; at < blockSize; at++) sum += at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
  if (sum !== octal(block, 148, 8)) throw new ArchiveError("has an entry whose checksum is wrong.");
  const text = (start: number, length: number): string => untilNul(block.toString("utf8", start, start + length));
  const prefix = text(257, 5) === "ustar" && block[262] === 0 ? text(345, 155) : "";
  const size = octal(block, 124, 12);
  if (!Number.isSafeInteger(size)) throw new ArchiveError("has an entry without a size.");
  const type = String.fromCharCode(block[156] ?? 0);
  return { name: prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`, size, type: type === "\0" ? "0" : type };
}

/** A number in octal digits; in binary where the first bit is set, as GNU tar writes large ones. */
function octal(block: Buffer, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) return field.subarray(1).reduce((total, byte) => total * 256 + byte, 0);
  const digits = untilNul(field.toString("latin1")).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : digits === "" ? 0 : Number.NaN;
}

/** `30 path=package/document.json\n`, one after the other; the lengths count bytes. @throws ArchiveError */
function paxRecords(text: string): { name?: string; size?: number } {
  const found: { name?: string; size?: number } = {};
  for (let rest = Buffer.from(text); rest.length > 0;) {
    const length = Number.parseInt(rest.toString("latin1", 0, 10), 10);
    const record = /^\d+ ([^=]*)=([^]*)\n$/.exec(rest.toString("utf8", 0, length));
    if (!(length > 0) || record === null) throw new ArchiveError("has an entry with unreadable properties.");
    const [, key = "", value = ""] = record;
    if (key === "path") found.name = value;
    if (key === "size") found.size = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    rest = rest.subarray(length);
  }
  if (Number.isNaN(found.size)) throw new ArchiveError("has an entry without a size.");
  return found;
}

function isEnd(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

function untilNul(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}
