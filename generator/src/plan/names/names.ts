import { sha256 } from "../../algorithms/sha256.js";

/** Longer names are cut at a word and get a hash of the whole, so that they stay distinct and file systems accept them. */
export const longest = 64;

/** The last result: a type, a value and a file are named one after the other, from the same words. */
let last: { readonly text: string; readonly words: readonly string[] } = { text: "", words: [] };

/** The words of a name: `listSessions`, `list-sessions` and `List sessions` are all `list`, `sessions` in the author's letters. */
export function words(text: string): readonly string[] {
  if (last.text !== text) last = { text, words: splitWords(text) };
  return last.words;
}

function splitWords(text: string): readonly string[] {
  // No name needs more, and a document may hold a megabyte in any string.
  const start = text.slice(0, 1000);
  // Nearly all names are plain, and there are more of them than of anything else.
  if (!/[^ -~]/.test(start)) return start.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]*[a-z0-9]+|[A-Z]+/g) ?? [];
  return (
    start
      .normalize("NFC")
      // Letters past U+FFFF would be legal in an identifier, but many tools still read UTF-16 units.
      .replace(/[\u{10000}-\u{10ffff}]|[^\p{ID_Continue}]|_/gu, " ")
      .replace(/([\p{Ll}\p{Nd}])(?=\p{Lu})/gu, "$1 ")
      .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$1 ")
      .split(" ")
      .filter((word) => word !== "")
  );
}

/** `ListSessions`: for types. `""` where the text has no letter at all. */
export function pascal(text: string): string {
  return identifier(words(text).map(capital), text);
}

/** `listSessions`: for values. */
export function camel(text: string): string {
  const [first, ...rest] = words(text);
  return first === undefined ? "" : identifier([uncapital(first), ...rest.map(capital)], text);
}

/** `list-sessions`: for files. Only a-z, 0-9 and `-`: two systems must not read one name differently (NFC against NFD, case). */
export function kebab(text: string): string {
  const parts = words(text).map(folded);
  const lossless = parts.every((part) => plain.test(part));
  const ascii = (lossless ? parts : parts.map((part) => part.replace(/[^a-z0-9]/g, ""))).filter((part) => part !== "");
  const { kept, whole } = cut(ascii);
  return [...kept, ...(lossless && whole && ascii.length > 0 ? [] : [shortHash(text)])].join("-");
}

const plain = /^[a-z0-9]*$/;

function folded(word: string): string {
  const small = word.toLowerCase();
  return plain.test(small) ? small : word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Eight hex digits that only depend on the text. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 8);
}

function identifier(parts: readonly string[], text: string): string {
  const { kept, whole } = cut(parts);
  const name = kept.join("") + (whole ? "" : `_${shortHash(text)}`);
  return /^\p{ID_Start}/u.test(name) || name === "" ? name : `_${name}`;
}

function cut(parts: readonly string[]): { readonly kept: readonly string[]; readonly whole: boolean } {
  let length = 0;
  const remaining: string[] = [];
  for (const part of parts) {
    length += part.length;
    if (length > longest) return { kept: remaining.length > 0 ? remaining : [part.slice(0, longest)], whole: false };
    remaining.push(part);
  }
  return { kept: remaining, whole: true };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `URL` becomes `url`, `Zone` becomes `zone`. */
function uncapital(word: string): string {
  return word.toUpperCase() === word ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);
}
