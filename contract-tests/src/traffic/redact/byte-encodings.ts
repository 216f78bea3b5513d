import { isUtf8 } from "node:buffer";
import { decompress, decompressMarked, type Unpacked } from "../rewrite/compressed.js";
import { hexDigits, runs, shortestRun, type Run, type Runs } from "./runs.js";
import type { View } from "./view.js";

export function* hex(text: string, offset: number, limit: number, found: Runs): Generator<View> {
  for (const [start, end] of found.hex(text)) {
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
  let groups: Run[] = [];
  for (const group of runs(text, hexDigits, 2, 0, text.length)) {
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

function* viewOfGroups(text: string, groups: readonly Run[], limit: number): Generator<View> {
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

export function* base32(text: string, limit: number, found: Runs): Generator<View> {
  for (const [from, to] of found.base32(text)) {
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
  const bytes = Buffer.allocUnsafe((text.length * 5) >> 3);
  let count = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    held = ((held << 5) | (character < 64 ? character - 24 : (character & 31) - 1)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes[count++] = (held >> (bits -= 8)) & 0xff;
  }
  return bytes;
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
export function* base64(text: string, offset: number, limit: number, found: Runs): Generator<View> {
  for (const [start, end] of found.base64(text)) yield* base64View(text, start + offset, end, offset === 0 ? limit : 0);
}

/** Base64 in lines of any equal length, also indented: each line stands for whole bytes. */
export function* base64Lines(text: string, limit: number, found: Runs): Generator<View> {
  for (const [start, end] of found.base64Lines(text)) yield* base64View(text, start, end, limit);
}

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
