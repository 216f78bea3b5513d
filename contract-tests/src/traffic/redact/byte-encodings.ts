import { isUtf8 } from "node:buffer";
import { decompress, decompressMarked, type Unpacked } from "../rewrite/compressed.js";
import type { View } from "./view.js";

const hexDigits = table("0123456789abcdefABCDEF");
const base64Digits = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");
const base32Digits = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567");

/** Base64 of six characters has eight, hex twelve, Base32 ten. */
const shortestRun = { hex: 12, base64: 8, base32: 10 };

export function* hex(text: string, offset: number): Generator<View> {
  for (const [start, end] of runs(text, hexDigits, shortestRun.hex)) {
    const from = start + offset;
    const to = end - ((end - from) % 2);
    if (to - from < shortestRun.hex) continue;
    const source = text.slice(from, to);
    const write = (bytes: Buffer): string => (/[A-F]/.test(source) ? bytes.toString("hex").toUpperCase() : bytes.toString("hex"));
    yield ofBytes(from, to, Buffer.from(source, "hex"), (bytes, original) => respell(source, write(original), write(bytes)));
  }
}

/** `61:62:63`, `61 62 63`, `0x61, 0x62, 0x63` and the like: each byte by itself. */
export function* separatedHex(text: string): Generator<View> {
  const bytes: number[] = [];
  let start = -1;
  let end = -1;
  const places: number[] = [];
  for (const { index } of text.matchAll(/(?<![0-9A-Fa-f])[0-9A-Fa-f]{2}(?![0-9A-Fa-f])/g)) {
    if (bytes.length > 0 && !/^[\s,:;-]{1,4}(?:0x|\\x)?$|^(?:0x|\\x)$/.test(text.slice(end, Math.min(index, end + 8)))) {
      yield* finish();
    }
    if (bytes.length === 0) start = index;
    bytes.push(Number.parseInt(text.slice(index, index + 2), 16));
    places.push(index);
    end = index + 2;
  }
  yield* finish();

  function* finish(): Generator<View> {
    if (bytes.length >= shortestRun.hex / 2) {
      const [from, to, at] = [start, end, [...places]];
      const source = text.slice(from, to);
      const isUpper = /[A-F]/.test(source);
      yield ofBytes(from, to, Buffer.from(bytes), (changed, original) => {
        const pairs = [...changed].map((byte, index) => {
          const place = at[index];
          if (place !== undefined && byte === original[index]) return text.slice(place, place + 2);
          const pair = byte.toString(16).padStart(2, "0");
          return isUpper ? pair.toUpperCase() : pair;
        });
        // Keeps the separators; additional bytes follow the last one.
        const out = at.map((place, index) => (pairs[index] ?? "") + text.slice(place + 2, at[index + 1] ?? to));
        return out.join("") + pairs.slice(at.length).join("");
      });
    }
    bytes.length = 0;
    places.length = 0;
  }
}

export function* base32(text: string): Generator<View> {
  for (const [from, to] of runs(text, base32Digits, shortestRun.base32)) {
    const source = text.slice(from, to);
    const isUpper = source === source.toUpperCase();
    if (!isUpper && source !== source.toLowerCase()) continue;
    const write = (bytes: Buffer): string => (isUpper ? toBase32(bytes) : toBase32(bytes).toLowerCase());
    yield ofBytes(from, to, fromBase32(source), (bytes, original) => respell(source, write(original), write(bytes)));
  }
}

const base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    held = ((held << 5) | (character < 64 ? character - 24 : (character & 31) - 1)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 0xff);
  }
  return Buffer.from(bytes);
}

function toBase32(bytes: Uint8Array): string {
  const digits: string[] = [];
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) digits.push(base32Alphabet.charAt((held >> (bits -= 5)) & 31));
  }
  if (bits > 0) digits.push(base32Alphabet.charAt((held << (5 - bits)) & 31));
  return digits.join("");
}

/** Base64 and base64url, from one of four offsets: text before it can be of the same letters. */
export function* base64(text: string, offset: number, limit: number): Generator<View> {
  for (const [start, end] of base64Runs(text)) {
    const from = start + offset;
    const source = text.slice(from, end);
    if (source.length < shortestRun.base64) continue;
    const bytes = Buffer.from(source, "base64");
    const encoding = /[-_]/.test(source) ? "base64url" : "base64";
    const write = (changed: Buffer): string => changed.toString(encoding);
    const encode = (changed: Buffer, original: Buffer): string => respell(source, write(original), write(changed));
    const packed = offset === 0 && bytes.length >= 16 && !isReadable(bytes) ? unpack(source, bytes, limit) : undefined;
    if (packed === undefined) yield ofBytes(from, end, bytes, encode);
    else yield ofBytes(from, end, packed.bytes, (changed) => encode(packed.compress(changed), bytes));
  }
}

/** Compressed bytes. Without a mark at their beginning, an id would cost as much time as they do: ids have letters of one case. */
function unpack(source: string, bytes: Buffer, limit: number): Unpacked | undefined {
  const isMixed = source.length >= 40 && /[a-z]/.test(source) && /[A-Z]/.test(source);
  return isMixed ? decompress(bytes, limit) : decompressMarked(bytes, limit);
}

/** Of MIME (RFC 2045 §6.8), PEM (RFC 7468 §2) and OpenPGP. */
const lineLengths: ReadonlySet<number> = new Set([60, 64, 72, 76]);

/** Runs of Base64. Line breaks after full lines are part of a run. */
function* base64Runs(text: string): Generator<[start: number, end: number]> {
  let open: [start: number, end: number] | undefined;
  let isLine = false;
  for (const [start, end] of runs(text, base64Digits, 1)) {
    const isNext = open !== undefined && isLine && /^\r?\n$/.test(text.slice(open[1], Math.min(start, open[1] + 3)));
    isLine = lineLengths.has(end - start) && (start === 0 || text.charAt(start - 1) === "\n");
    if (open !== undefined && isNext) open = [open[0], end];
    else {
      if (open !== undefined && open[1] - open[0] >= shortestRun.base64) yield open;
      open = [start, end];
    }
  }
  if (open !== undefined && open[1] - open[0] >= shortestRun.base64) yield open;
}

function ofBytes(start: number, end: number, bytes: Buffer, encode: (changed: Buffer, original: Buffer) => string): View {
  const isText = isReadable(bytes);
  const charset = isText ? "utf8" : "latin1";
  return { start, end, text: bytes.toString(charset), isText, encode: (changed) => encode(Buffer.from(changed, charset), bytes) };
}

/** Whether bytes are text. A NUL is a part of text in UTF-16. */
function isReadable(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 0) return false;
  return isUtf8(bytes);
}

/**
 * The source with another encoded text. `original` is how we would have encoded the source: where both are the same and
 * where `changed` does not differ, the source keeps its spelling, line breaks and last digit.
 */
function respell(source: string, original: string, changed: string): string {
  const digits = source.replace(/[\r\n]/g, "");
  if (changed.length !== original.length) {
    const [line] = source.split(/\r?\n/, 1);
    const text = changed.endsWith("=") && digits.length % 4 !== 0 ? changed.replace(/(?<!=)=+$/, "") : changed;
    const padded = source.length > digits.length && line !== undefined;
    return padded ? (text.match(new RegExp(`.{1,${line.length}}`, "g")) ?? []).join(/\r?\n/.exec(source)?.[0] ?? "\n") : text;
  }
  let at = 0;
  return source.replace(/[^\r\n]/g, (digit) => {
    const index = at++;
    const now = changed.charAt(index);
    return now === "" || now === "=" || now === original.charAt(index) ? digit : now;
  });
}

function table(characters: string): Uint8Array {
  const result = new Uint8Array(128);
  for (const character of characters) result[character.charCodeAt(0)] = 1;
  return result;
}

/** Runs of some characters. A regular expression needs memory for each of them, and fails at ten million. */
function* runs(text: string, characters: Uint8Array, shortest: number): Generator<[start: number, end: number]> {
  let start = -1;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (code < 128 && characters[code] === 1) {
      if (start === -1) start = at;
    } else if (start !== -1) {
      if (at - start >= shortest) yield [start, at];
      start = -1;
    }
  }
}
