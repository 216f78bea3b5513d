import { escapeToken, type JsonPointer } from "../../model/place.js";
import { brokenText, slipOf } from "./json-slips.js";
import { Outline } from "./outline.js";

/** What is wrong with a JSON text, and where. */
export interface JsonFault {
  readonly reason: string;
  readonly offset: number;
}

export interface JsonScan {
  readonly outline: Outline;
  /** The first thing that is not JSON. */
  readonly fault?: JsonFault;
  /** Second uses of a key in the same object. */
  readonly repeated: readonly { readonly pointer: JsonPointer; readonly key: string }[];
}

/** What may come next: a value, a key or `}`, a key, an item or `]`, or what follows a value. */
type Expected = "value" | "first-key" | "key" | "first-item" | "end-of-value";

interface Container {
  readonly closing: "}" | "]";
  readonly keys: Set<string> | undefined;
}

/**
 * Walks a JSON text once (RFC 8259) without building its values. Gives the outline, and the first fault: what `JSON.parse`
 * words for its own developers, and repeated keys, which it does not mention at all.
 * Iterative, so that depth costs memory and not stack.
 */
export function scanJson(text: string): JsonScan {
  const outline = new Outline();
  const open: Container[] = [];
  let expected: Expected = "value";
  let at = 0;
  let key: { readonly name: string; readonly start: number } | undefined;
  const repeated: { pointer: JsonPointer; key: string }[] = [];

  const end = (fault?: JsonFault): JsonScan => {
    while (open.pop()) outline.close();
    return fault ? { outline, fault, repeated } : { outline, repeated };
  };
  const failAt = (fault: JsonFault): JsonScan => end(fault);
  const fail = (reason: string): JsonScan => failAt({ reason, offset: at });
  const closeOne = (): void => {
    at++;
    open.pop();
    outline.close();
    expected = "end-of-value";
  };

  for (;;) {
    at = skipSpace(text, at);
    const character = text[at];
    const container = open.at(-1);
    if (expected === "end-of-value") {
      if (!container) return character === undefined ? end() : fail(`${quote(character)} follows after the end of the document`);
      if (character === container.closing) closeOne();
      else if (character === ",") {
        at++;
        expected = container.keys ? "key" : "value";
      } else
        return fail(
          slipOf(text, at) ??
            `${container.keys && character === '"' ? "another key" : quote(character)} where "," or "${container.closing}" should be`,
        );
      continue;
    }
    if (character === "}" && expected === "first-key") {
      closeOne();
      continue;
    }
    if (character === "]" && expected === "first-item") {
      closeOne();
      continue;
    }
    if (expected === "first-key" || expected === "key") {
      if (character === "}") return fail(`a comma before "}"`);
      if (character !== '"') return fail(slipOf(text, at, "key") ?? `${quote(character)} where a key in double quotes should be`);
      const length = stringLength(text, at);
      if (length === 0) return failAt(brokenText(text, at));
      const name = JSON.parse(text.slice(at, at + length)) as string;
      if (container?.keys?.has(name)) repeated.push({ pointer: `${outline.pointer()}/${escapeToken(name)}`, key: name });
      container?.keys?.add(name);
      key = { name, start: at };
      at = skipSpace(text, at + length);
      if (text[at] !== ":") return fail(`${quote(text[at])} where ":" should be`);
      at++;
      expected = "value";
      continue;
    }
    const index = outline.add(key?.start ?? at, key?.name);
    key = undefined;
    if (character === "{" || character === "[") {
      outline.open(index);
      open.push(character === "{" ? { closing: "}", keys: new Set() } : { closing: "]", keys: undefined });
      at++;
      expected = character === "{" ? "first-key" : "first-item";
      continue;
    }
    const length = scalarLength(text, at, character);
    if (length === 0) {
      if (character === '"') return failAt(brokenText(text, at));
      return fail(
        character === container?.closing ? `a comma before "${character}"` : (slipOf(text, at) ?? `${quote(character)} where a value should be`),
      );
    }
    at += length;
    expected = "end-of-value";
  }
}

/** The same outline, of a text that `JSON.parse` has read: in half the time, for nothing is looked for that cannot be there. */
export function outlineOfJson(text: string): Outline {
  const outline = new Outline(text);
  let key: string | number | undefined;
  let start = 0;
  let slash = nextSlash(text, 0);
  const add = (at: number): number => {
    const index = key === undefined ? outline.add(at) : outline.add(start, key);
    key = undefined;
    return index;
  };
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const code = text.charCodeAt(at);
    if (code === comma) at++;
    else if (code === quotes) {
      const end = closingQuote(text, at);
      const next = skipSpace(text, end + 1);
      if (text.charCodeAt(next) === colon) {
        if (slash < at) slash = nextSlash(text, at);
        // As it is written, unless it is written with escapes.
        key = slash < end ? (JSON.parse(text.slice(at, end + 1)) as string) : end;
        start = at;
        at = next + 1;
      } else {
        add(at);
        at = next;
      }
    } else if (code === openingBrace || code === openingBracket) {
      outline.open(add(at));
      at++;
    } else if (code === closingBrace || code === closingBracket) {
      outline.close();
      at++;
    } else {
      add(at);
      scalar.lastIndex = at;
      scalar.test(text);
      at = scalar.lastIndex;
    }
  }
  return outline;
}

const [comma, quotes, colon, backslash] = [44, 34, 58, 92];
const [openingBrace, closingBrace, openingBracket, closingBracket] = [123, 125, 91, 93];
/** A number, `true`, `false` or `null`. */
const scalar = /[-+.\w]+/y;

/** Looked for once for all keys before it. */
function nextSlash(text: string, from: number): number {
  const at = text.indexOf("\\", from);
  return at < 0 ? Infinity : at;
}

function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before--;
    // An even number of them are escapes of each other.
    if ((end - before) % 2 === 1) return end;
  }
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; code = text.charCodeAt(++at));
  return at;
}

/** The length of the scalar at `at`, 0 when there is none. */
function scalarLength(text: string, at: number, character: string | undefined): number {
  if (character === '"') return stringLength(text, at);
  const word = character === "t" ? "true" : character === "f" ? "false" : character === "n" ? "null" : undefined;
  if (word) return text.startsWith(word, at) ? word.length : 0;
  number.lastIndex = at;
  return number.test(text) ? number.lastIndex - at : 0;
}

/** Character by character: a pattern with a choice inside a repetition runs out of stack on a string of some megabytes. */
function stringLength(text: string, start: number): number {
  for (let at = start + 1; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1 - start;
    if (code < 32) return 0;
    if (code !== 92) {
      at++;
      continue;
    }
    escape.lastIndex = at;
    if (!escape.test(text)) return 0;
    at = escape.lastIndex;
  }
  return 0;
}

function quote(character: string | undefined): string {
  return character === undefined ? "the end of the file" : JSON.stringify(character);
}

/** How many keys a valid JSON text writes, equal ones counted apart. */
export function countKeys(text: string): number {
  let keys = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = skipSpace(text, closingQuote(text, at) + 1);
    if (text.charCodeAt(at) === colon) keys++;
  }
  return keys;
}
