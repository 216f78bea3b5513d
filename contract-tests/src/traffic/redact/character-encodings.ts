import { isUtf8 } from "node:buffer";
import type { View } from "./view.js";

/** A piece of the source and the decoded characters. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly characters: string;
}

/** A character of UTF-8, of which each byte is two hexadecimal digits after a mark. */
function encodedCharacter(mark: string): string {
  const next = `${mark}[89ABab][0-9A-Fa-f]`;
  return `${mark}(?:[0-7][0-9A-Fa-f]|[CDcd][0-9A-Fa-f]${next}|[Ee][0-9A-Fa-f](?:${next}){2}|[Ff][0-4](?:${next}){3})`;
}

const quotedPrintableEncoded = new RegExp(`${encodedCharacter("=")}|=[ \\t]{0,10}\\r?\\n`, "g");
const digit = "[0-9A-Fa-f]";
const escape = new RegExp(
  [
    encodedCharacter("%"),
    `%u${digit}{4}`,
    `\\\\(?:[ux]\\{${digit}{1,8}\\}|u${digit}{4}|U${digit}{8}|x${digit}{2}|[0-3][0-7]{2}|[2-7]${digit} ?|[bfnrt]|[!-/:-@[-\`{-~])`,
    `&(?:#0{0,20}\\d{1,7}|#[xX]0{0,20}${digit}{1,6}|[A-Za-z][A-Za-z0-9]{1,19});?`,
  ].join("|"),
  "g",
);

/** Percent-encoding, escapes of JSON, CSS and programming languages, also octal, and character references of HTML and XML. */
export function* escapes(text: string): Generator<View> {
  if (!/[%\\&]/.test(text)) return;
  const pieces: Piece[] = [];
  for (const { 0: match, index } of text.matchAll(escape)) {
    const characters = unescaped(match);
    if (characters !== undefined) pieces.push({ from: index, to: index + match.length, characters });
  }
  yield* whole(text, pieces);
}

function unescaped(escaped: string): string | undefined {
  const code = /^(?:\\[uUx]\{?|%u)([0-9A-Fa-f]+)/.exec(escaped)?.[1];
  if (code !== undefined) return fromCodePoint(Number.parseInt(code, 16));
  if (escaped.startsWith("%")) return decodedCharacter(escaped);
  if (/^\\[0-3][0-7]{2}/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped.slice(1), 8));
  if (/^\\\d/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  if (escaped.startsWith("&")) {
    const name = escaped.replace(/^&|;$/g, "");
    const number = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : name.startsWith("#") ? Number(name.slice(1)) : undefined;
    return number === undefined ? references.get(name) : fromCodePoint(number);
  }
  const letter = escaped.charAt(1);
  if (/[A-Z]/.test(letter)) return undefined;
  return controls.get(letter) ?? letter;
}

const controls = new Map(Object.entries({ b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }));

function fromCodePoint(number: number): string | undefined {
  return number <= 0x10ffff ? String.fromCodePoint(number) : undefined;
}

/** Character references of ASCII, of Latin-1, and of invisible characters (HTML §13.5). */
const references = new Map([
  ...(
    "amp& lt< gt> quot\" apos' excl! num# dollar$ percnt% lpar( rpar) ast* plus+ comma, period. sol/ colon: semi; equals= quest? commat@ " +
    "lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ grave` lcub{ lbrace{ verbar| vert| rcub} rbrace} Tab\t NewLine\n"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)] as const),
  ...(
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not - reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm " +
    "raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH " +
    "Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig " +
    "ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml " +
    "yacute thorn yuml"
  )
    .split(" ")
    .map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
  ...["shy", "zwj", "zwnj", "ZeroWidthSpace", "NoBreak"].map((name) => [name, ""] as const),
]);

function decodedCharacter(encoded: string): string | undefined {
  const bytes = Buffer.from(encoded.replace(/[%=]/g, ""), "hex");
  return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
}

/** CDATA marks, comments, colours of a terminal, soft hyphens and spaces without width, which readers do not see inside a word. */
// oxlint-disable-next-line no-control-regex -- a colour begins with the control character ESC
const invisible = /<!\[CDATA\[|\]\]>|<!--[^>]{0,200}-->|<wbr ?\/?>|\u001b\[[\d;]{0,20}m|[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** A text without what is invisible in it. */
export function* visible(text: string): Generator<View> {
  if (!text.includes("\u001b[") && !/<[!w]|\]\]>|[\u00ad\u200b-\u200d\u2060\ufeff]/.test(text)) return;
  yield* whole(
    text,
    Array.from(text.matchAll(invisible), ({ 0: match, index }) => ({ from: index, to: index + match.length, characters: "" })),
  );
}

/** Quoted-printable, with its soft line breaks (RFC 2045 §6.7). */
export function* quotedPrintable(text: string): Generator<View> {
  if (!/=(?:[0-9A-Fa-f]{2}|[ \t]{0,10}\r?\n)/.test(text)) return;
  const pieces: Piece[] = [];
  for (const { 0: match, index } of text.matchAll(quotedPrintableEncoded)) {
    const characters = /\s/.test(match) ? "" : decodedCharacter(match);
    if (characters !== undefined) pieces.push({ from: index, to: index + match.length, characters });
  }
  yield* whole(text, pieces);
}

/** ASCII in UTF-16, of which every second byte is 0. */
export function* wideCharacters(text: string): Generator<View> {
  if (!text.includes("\0")) return;
  const decoded = text.replaceAll("\0", "");
  const encode = (changed: string): string => {
    const pieces: Piece[] = [];
    for (let at = text.indexOf("\0"); at !== -1; at = text.indexOf("\0", at + 1)) pieces.push({ from: at, to: at + 1, characters: "" });
    return encodePieces(text, pieces, decoded, changed);
  };
  yield { start: 0, end: text.length, text: decoded, isText: true, encode };
}

/** The decoded view of a whole text with some encoded pieces. */
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

/** With another length, everything between the first and the last change is rewritten. */
function encodeMiddle(text: string, pieces: readonly Piece[], decoded: string, changed: string): string {
  const [before, after] = equalEnds(decoded, changed);
  const start = sourceOf(pieces, before, "before");
  const end = sourceOf(pieces, decoded.length - after, "after");
  const middle = changed.slice(start.position, changed.length - (decoded.length - end.position));
  const [{ from, to } = { from: 0, to: 0 }] = pieces;
  return text.slice(0, start.source) + escapeLike(text.slice(from, to), middle) + text.slice(end.source);
}

/** Where a position of the decoded text is in the source: before or after a piece that it is inside of. */
function sourceOf(pieces: readonly Piece[], position: number, side: "before" | "after"): { readonly position: number; readonly source: number } {
  let at = 0;
  let copied = 0;
  for (const { from, to, characters } of pieces) {
    const start = at + from - copied;
    // A piece without characters ends before the position; what is written there follows it.
    if (position < start || (position === start && (side === "after" || characters !== ""))) break;
    at = start + characters.length;
    copied = to;
    if (position < at) return side === "before" ? { position: start, source: from } : { position: at, source: to };
  }
  return { position, source: copied + position - at };
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
