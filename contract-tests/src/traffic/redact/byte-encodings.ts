import { isUtf8 } from "node:buffer";
import { decompress, decompressMarked, type Unpacked } from "../rewrite/compressed.js";
import type { View } from "./view.js";

const hexDigits = table("0123456789abcdefABCDEF");
const base64Digits = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");
const base32Digits = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567");

/** Base64 of six characters has eight, hex twelve, Base32 ten. */
const shortestRun = { hex: 12, base64: 8, base32: 10 };

export function* hex(text: string, offset: number, limit: number): Generator<View> {
  for (const [start, end] of runs(text, hexDigits, shortestRun.hex)) {
    const from = start + offset;
    const to = end - ((end - from) % 2);
    if (to - from < shortestRun.hex) continue;
    const source = text.slice(from, to);
    const write = (bytes: Buffer): string => (/[A-F]/.test(source) ? bytes.toString("hex").toUpperCase() : bytes.toString("hex"));
    const bytes = Buffer.from(source, "hex");
    yield ofBytes(from, to, bytes, (changed, original) => respell(source, write(original), write(changed)), unpackMarked(bytes, limit));
  }
}

/** Between groups of hexadecimal digits: `61:62`, `6162 6364`, `0x61, 0x62`, also over lines. */
const betweenGroups = /^(?:[\s,:;./|_-]{1,24}(?:0x|\\x)?|0x|\\x)$/;
/** A longer group is read by `hex`. */
const longestGroup = 128;

/** Bytes in groups of hexadecimal digits with separators between them. */
export function* separatedHex(text: string, limit: number): Generator<View> {
  let groups: [start: number, end: number][] = [];
  for (const group of runs(text, hexDigits, 2)) {
    const [start, end] = group;
    if ((end - start) % 2 !== 0 || end - start > longestGroup) continue;
    const before = groups.at(-1)?.[1];
    if (before !== undefined && (start - before > 26 || !betweenGroups.test(text.slice(before, start)))) {
      yield* viewOfGroups(text, groups, limit);
      groups = [];
    }
    groups.push(group);
  }
  yield* viewOfGroups(text, groups, limit);
}

function* viewOfGroups(text: string, groups: readonly (readonly [start: number, end: number])[], limit: number): Generator<View> {
  const digits = groups.map(([start, end]) => text.slice(start, end)).join("");
  if (groups.length < 2 || digits.length < shortestRun.hex) return;
  const isUpper = /[A-F]/.test(digits);
  const [from, to] = [groups[0]?.[0] ?? 0, groups.at(-1)?.[1] ?? 0];
  const bytes = Buffer.from(digits, "hex");
  const encode = (changed: Buffer, original: Buffer): string => {
    const written = isUpper ? changed.toString("hex").toUpperCase() : changed.toString("hex");
    const respelled = respell(digits, original.toString("hex"), written);
    // Keeps the separators; additional bytes follow the last group.
    let at = 0;
    const parts = groups.map(([start, end], index) => {
      const group = respelled.slice(at, (at += end - start));
      return text.slice(groups[index - 1]?.[1] ?? start, start) + group;
    });
    return parts.join("") + respelled.slice(at);
  };
  yield ofBytes(from, to, bytes, encode, unpackMarked(bytes, limit));
}

export function* base32(text: string, limit: number): Generator<View> {
  for (const [from, to] of runs(text, base32Digits, shortestRun.base32)) {
    const source = text.slice(from, to);
    const isUpper = source === source.toUpperCase();
    if (!isUpper && source !== source.toLowerCase()) continue;
    const write = (bytes: Buffer): string => (isUpper ? toBase32(bytes) : toBase32(bytes).toLowerCase());
    const bytes = fromBase32(source);
    yield ofBytes(from, to, bytes, (changed, original) => respell(source, write(original), write(changed)), unpackMarked(bytes, limit));
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
  for (const [start, end] of base64Runs(text, isFullLine)) yield* base64View(text, start + offset, end, offset === 0 ? limit : 0);
}

/** Base64 in lines of any equal length, also indented: each line stands for whole bytes. */
export function* base64Lines(text: string, limit: number): Generator<View> {
  for (const [start, end] of base64Runs(text, (length) => length >= shortestLine && length % 4 === 0)) {
    if (/\s/.test(text.slice(start, end))) yield* base64View(text, start, end, limit);
  }
}

const shortestLine = 16;

function* base64View(text: string, from: number, end: number, limit: number): Generator<View> {
  const source = text.slice(from, end);
  if (source.length < shortestRun.base64) return;
  const bytes = Buffer.from(source, "base64");
  const encoding = /[-_]/.test(source) ? "base64url" : "base64";
  const write = (changed: Buffer): string => changed.toString(encoding);
  const encode = (changed: Buffer, original: Buffer): string => respell(source, write(original), write(changed));
  yield ofBytes(from, end, bytes, encode, unpack(source, bytes, limit));
}

/** Compressed bytes. Without a mark at their beginning, an id would cost as much time as they do: ids have letters of one case. */
function unpack(source: string, bytes: Buffer, limit: number): Unpacked | undefined {
  if (limit === 0 || bytes.length < shortestPacked || isReadable(bytes)) return undefined;
  const isMixed = source.length >= 40 && /[a-z]/.test(source) && /[A-Z]/.test(source);
  return isMixed ? decompress(bytes, limit) : decompressMarked(bytes, limit);
}

function unpackMarked(bytes: Buffer, limit: number): Unpacked | undefined {
  return bytes.length < shortestPacked || isReadable(bytes) ? undefined : decompressMarked(bytes, limit);
}

const shortestPacked = 16;

/** Of MIME (RFC 2045 §6.8), PEM (RFC 7468 §2) and OpenPGP. */
const lineLengths: ReadonlySet<number> = new Set([60, 64, 72, 76]);

function isFullLine(length: number, start: number, text: string): boolean {
  return lineLengths.has(length) && (start === 0 || text.charAt(start - 1) === "\n");
}

/** Runs of Base64. White space after full lines is part of a run. */
function* base64Runs(text: string, isFull: (length: number, start: number, text: string) => boolean): Generator<[start: number, end: number]> {
  let open: [start: number, end: number] | undefined;
  let line = 0;
  for (const [start, end] of runs(text, base64Digits, 1)) {
    const isNext = open !== undefined && line > 0 && start - open[1] <= 24 && /^\s{1,24}$/.test(text.slice(open[1], start));
    const length = end - start;
    line = isFull(length, start, text) && (!isNext || length === line) ? length : 0;
    if (open !== undefined && isNext) open = [open[0], end];
    else {
      if (open !== undefined && open[1] - open[0] >= shortestRun.base64) yield open;
      open = [start, end];
    }
  }
  if (open !== undefined && open[1] - open[0] >= shortestRun.base64) yield open;
}

/** The view of bytes, or of what they hold if they are compressed. */
function ofBytes(start: number, end: number, bytes: Buffer, encode: (changed: Buffer, original: Buffer) => string, packed?: Unpacked): View {
  if (packed !== undefined) return ofBytes(start, end, packed.bytes, (changed) => encode(packed.compress(changed), bytes));
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
  const digits = source.replace(/\s/g, "");
  if (changed.length !== original.length) {
    const [line] = source.split(/\s/, 1);
    const text = changed.endsWith("=") && digits.length % 4 !== 0 ? changed.replace(/(?<!=)=+$/, "") : changed;
    const padded = source.length > digits.length && line !== undefined;
    return padded ? (text.match(new RegExp(`.{1,${line.length}}`, "g")) ?? []).join(/\s{1,24}/.exec(source)?.[0] ?? "\n") : text;
  }
  let at = 0;
  return source.replace(/\S/g, (digit) => {
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
