import { isUtf8 } from "node:buffer";
import { decompress, decompressMarked, type Unpacked } from "../rewrite/compressed.js";

/** What a part of a text says once one encoding is undone. */
export interface View {
  readonly start: number;
  readonly end: number;
  /** Characters, or bytes read as Latin-1. */
  readonly text: string;
  readonly isText: boolean;
  /** The part with another text in it. What did not change keeps its spelling. */
  encode(changed: string): string;
}

/** Finds what one encoding hides in a text: views in order, none inside another. `limit` is the largest size of a view. */
export type Decoder = (text: string, limit: number) => Iterable<View>;

/**
 * All encodings that are undone, one at a time. What was decoded is decoded again by all of them. Those of bytes are
 * first: the "=" that ends Base64 looks like the end of a line in quoted-printable.
 */
export const decoders: readonly Decoder[] = [
  ...[0, 1].map(
    (offset): Decoder =>
      (text) =>
        hex(text, offset),
  ),
  separatedHex,
  base32,
  ...[0, 1, 2, 3].map(
    (offset): Decoder =>
      (text, limit) =>
        base64(text, offset, limit),
  ),
  escapes,
  wideCharacters,
  quotedPrintable,
];

// ---- Encodings of single characters ----

/** A piece of the source and the characters that it stands for. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly characters: string;
}

const escape =
  /(?:%[0-9A-Fa-f]{2}){1,64}|\\(?:u\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|["'\\/bfnrt])|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});?|\]\]><!\[CDATA\[|<!-- -->/g;

/** Percent-encoding, escapes of JSON and JavaScript, character references of HTML and XML, and split CDATA sections. */
function* escapes(text: string): Generator<View> {
  if (!/[%\\&]|<!/.test(text)) return;
  const pieces: Piece[] = [];
  for (const { 0: match, index } of text.matchAll(escape)) {
    if (match.startsWith("%")) pieces.push(...percentDecoded(match, index));
    else {
      const characters = unescaped(match);
      if (characters !== undefined) pieces.push({ from: index, to: index + match.length, characters });
    }
  }
  yield* whole(text, pieces);
}

function unescaped(escaped: string): string | undefined {
  if (escaped.startsWith("]") || escaped.startsWith("<")) return "";
  if (escaped.startsWith("&")) {
    const name = escaped.replace(/^&|;$/g, "");
    const number = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : name.startsWith("#") ? Number(name.slice(1)) : undefined;
    return number === undefined ? references.get(name) : fromCodePoint(number);
  }
  const code = /^\\(?:u\{?|x)([0-9A-Fa-f]+)/.exec(escaped)?.[1];
  if (code !== undefined) return fromCodePoint(Number.parseInt(code, 16));
  const letter = escaped.charAt(1);
  return controls.get(letter) ?? letter;
}

const controls = new Map(Object.entries({ b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }));

function fromCodePoint(number: number): string | undefined {
  return number <= 0x10ffff ? String.fromCodePoint(number) : undefined;
}

/** Character references of ASCII characters (HTML §13.5). */
const references = new Map(
  Object.entries({
    ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", Tab: "\t", NewLine: "\n", nbsp: "\u00a0", excl: "!", num: "#", dollar: "$", percnt: "%" },
    ...{ lpar: "(", rpar: ")", ast: "*", plus: "+", comma: ",", period: ".", sol: "/", colon: ":", semi: ";", equals: "=", quest: "?", commat: "@" },
    ...{ lsqb: "[", lbrack: "[", bsol: "\\", rsqb: "]", rbrack: "]", Hat: "^", lowbar: "_", grave: "`", lcub: "{", lbrace: "{", verbar: "|" },
    ...{ vert: "|", rcub: "}", rbrace: "}", dash: "\u2010", hyphen: "\u2010", tilde: "\u02dc", shy: "\u00ad" },
  }),
);

/** The characters of a run of percent-encoded UTF-8. Bytes that are no UTF-8 are not decoded. */
function percentDecoded(run: string, index: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < run.length;) {
    const lead = Number.parseInt(run.slice(at + 1, at + 3), 16);
    const length = 3 * (lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);
    const characters = lead < 0x80 ? String.fromCharCode(lead) : decodedCharacter(run.slice(at, at + length));
    if (characters !== undefined) pieces.push({ from: index + at, to: index + at + length, characters });
    at += characters === undefined ? 3 : length;
  }
  return pieces;
}

function decodedCharacter(encoded: string): string | undefined {
  const bytes = Buffer.from(encoded.replaceAll("%", ""), "hex");
  return isUtf8(bytes) && bytes.length === encoded.length / 3 ? bytes.toString("utf8") : undefined;
}

/** Quoted-printable, with its soft line breaks (RFC 2045 §6.7). */
function* quotedPrintable(text: string): Generator<View> {
  if (!/=(?:[0-9A-Fa-f]{2}|[ \t]{0,10}\r?\n)/.test(text)) return;
  const pieces: Piece[] = [];
  for (const { 0: match, index } of text.matchAll(/(?:=[0-9A-Fa-f]{2}){1,64}|=[ \t]{0,10}\r?\n/g)) {
    if (/\s/.test(match)) pieces.push({ from: index, to: index + match.length, characters: "" });
    else pieces.push(...percentDecoded(match.replaceAll("=", "%"), index));
  }
  yield* whole(text, pieces);
}

/** ASCII in UTF-16, of which every second byte is 0. */
function* wideCharacters(text: string): Generator<View> {
  if (!text.includes("\0")) return;
  const pieces: Piece[] = [];
  for (let at = text.indexOf("\0"); at !== -1; at = text.indexOf("\0", at + 1)) pieces.push({ from: at, to: at + 1, characters: "" });
  yield* whole(text, pieces);
}

/** The view of a whole text in which some pieces stand for other characters. */
function* whole(text: string, pieces: readonly Piece[]): Generator<View> {
  if (pieces.length === 0) return;
  const parts: string[] = [];
  let copied = 0;
  for (const { from, to, characters } of pieces) {
    parts.push(text.slice(copied, from), characters);
    copied = to;
  }
  const decoded = parts.join("") + text.slice(copied);
  yield { start: 0, end: text.length, text: decoded, isText: true, encode: (changed) => encodePieces(text, pieces, decoded, changed) };
}

/** Each character that changed is written instead of its source; all others keep their source. */
function encodePieces(text: string, pieces: readonly Piece[], decoded: string, changed: string): string {
  if (changed.length !== decoded.length) return encodeMiddle(text, pieces, decoded, changed);
  const parts: string[] = [];
  let at = 0;
  let copied = 0;
  for (const { from, to, characters } of pieces) {
    parts.push(changed.slice(at, at + from - copied));
    at += from - copied;
    const now = changed.slice(at, at + characters.length);
    parts.push(now === characters ? text.slice(from, to) : escapeLike(text.slice(from, to), now));
    at += characters.length;
    copied = to;
  }
  parts.push(changed.slice(at));
  return parts.join("");
}

/** With another length, everything between the first and the last change is written anew. */
function encodeMiddle(text: string, pieces: readonly Piece[], decoded: string, changed: string): string {
  const [before, after] = equalEnds(decoded, changed);
  const end = decoded.length - after;
  let [at, copied] = [0, 0];
  let first = [0, 0];
  let last = [decoded.length, text.length];
  const isPast = (position: number, source: number): boolean => {
    if (position <= before) first = [position, source];
    if (position >= end) last = [position, source];
    return position >= end;
  };
  const literal = (to: number): boolean => {
    const length = to - copied;
    if (at <= before && before <= at + length) first = [before, copied + before - at];
    if (at <= end && end <= at + length) {
      last = [end, copied + end - at];
      return true;
    }
    at += length;
    return isPast(at, to);
  };
  for (const { from, to, characters } of pieces) {
    if (literal(from)) break;
    at += characters.length;
    copied = to;
    if (isPast(at, to)) break;
  }
  if (last[0]! > end || last[1] === text.length) literal(text.length);
  const [start, startInText] = first as [number, number];
  const [stop, stopInText] = last as [number, number];
  const middle = changed.slice(start, changed.length - (decoded.length - stop));
  const [{ from, to } = { from: 0, to: 0 }] = pieces;
  return text.slice(0, startInText) + escapeLike(text.slice(from, to), middle) + text.slice(stopInText);
}

function equalEnds(a: string, b: string): [before: number, after: number] {
  const most = Math.min(a.length, b.length);
  let before = 0;
  while (before < most && a.charCodeAt(before) === b.charCodeAt(before)) before++;
  let after = 0;
  while (after < most - before && a.charCodeAt(a.length - 1 - after) === b.charCodeAt(b.length - 1 - after)) after++;
  return [before, after];
}

/** Letters and digits mean the same in every encoding; characters that do not are escaped as the source was. */
function escapeLike(source: string, characters: string): string {
  if (source.startsWith("&")) return characters.replace(/[&<>"']/g, (character) => markupReferences[character] ?? character);
  return characters.replace(/[^A-Za-z0-9._~-]/gu, (character) => {
    if (source.startsWith("%")) return encodeURIComponent(character.replace(/\p{Surrogate}/gu, "\ufffd"));
    if (source.startsWith("=")) return encodeURIComponent(character.replace(/\p{Surrogate}/gu, "\ufffd")).replaceAll("%", "=");
    if (source.startsWith("\\")) return JSON.stringify(character).slice(1, -1);
    return character;
  });
}

const markupReferences: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

// ---- Encodings of bytes ----

const hexDigits = table("0123456789abcdefABCDEF");
const base64Digits = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");
const base32Digits = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567");

/** Base64 of six characters has eight, hex twelve, Base32 ten. */
const shortestRun = { hex: 12, base64: 8, base32: 10 };

function* hex(text: string, offset: number): Generator<View> {
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
function* separatedHex(text: string): Generator<View> {
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
        // The separators stay; bytes that are more than before come after the last one.
        const out = at.map((place, index) => (pairs[index] ?? "") + text.slice(place + 2, at[index + 1] ?? to));
        return out.join("") + pairs.slice(at.length).join("");
      });
    }
    bytes.length = 0;
    places.length = 0;
  }
}

function* base32(text: string): Generator<View> {
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
function* base64(text: string, offset: number, limit: number): Generator<View> {
  for (const [start, end] of base64Runs(text)) {
    const from = start + offset;
    const source = text.slice(from, end);
    if (source.length < shortestRun.base64) continue;
    const bytes = Buffer.from(source, "base64");
    const encoding = /[-_]/.test(source) ? "base64url" : "base64";
    const write = (changed: Buffer): string => changed.toString(encoding);
    const encode = (changed: Buffer, original: Buffer): string => respell(source, write(original), write(changed));
    const packed = offset === 0 && bytes.length >= 16 && !isReadable(bytes) ? open(source, bytes, limit) : undefined;
    if (packed === undefined) yield ofBytes(from, end, bytes, encode);
    else yield ofBytes(from, end, packed.bytes, (changed) => encode(packed.compress(changed), bytes));
  }
}

/** Compressed bytes. Without a mark at their beginning, an id would cost as much time as they do: ids have letters of one case. */
function open(source: string, bytes: Buffer, limit: number): Unpacked | undefined {
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
    const text = /=$/.test(changed) && digits.length % 4 !== 0 ? changed.replace(/=+$/, "") : changed;
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
export function* runs(text: string, characters: Uint8Array, shortest: number): Generator<[start: number, end: number]> {
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
