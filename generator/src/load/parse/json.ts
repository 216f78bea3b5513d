import { escapeToken, type JsonPointer } from "../../model/place.js";
import { brokenText, mistakeOf } from "./json-mistakes.js";
import { Outline } from "./outline.js";

/** A syntax error of a JSON text, with its location. */
export interface JsonFault {
  readonly reason: string;
  readonly offset: number;
}

export interface JsonScan {
  readonly outline: Outline;
  /** The first thing that is not JSON. */
  readonly fault?: JsonFault;
  /** Second uses of a key in the same object. */
  readonly repeated: readonly { readonly pointer: JsonPointer; readonly key: string; readonly first: number }[];
}

/** The expected next token: a value, a key or `}`, a key, an item or `]`, or the end of a value. */
type Expected = "value" | "first-key" | "key" | "first-item" | "end-of-value";

interface Container {
  readonly closing: "}" | "]";
  readonly keys: Map<string, number> | undefined;
}

/**
 * Scans a JSON text once (RFC 8259) without building values. Returns the outline and the first error: messages of `JSON.parse` are written
 * for its own developers, and it ignores repeated keys.
 * Iterative, so that depth costs memory and not stack.
 */
export function scanJson(text: string): JsonScan {
  return new Scanner(text).scan();
}

/** The state after the last token of a value. */
type Ended = JsonFault | "end" | undefined;

class Scanner {
  readonly #text: string;
  readonly #outline = new Outline();
  readonly #repeated: { pointer: JsonPointer; key: string; first: number }[] = [];
  readonly #open: Container[] = [];
  #expected: Expected = "value";
  #at = 0;
  #key: { readonly name: string; readonly start: number } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): JsonScan {
    let ended: Ended;
    do ended = this.#step();
    while (ended === undefined);
    while (this.#open.pop()) this.#outline.close();
    const scan = { outline: this.#outline, repeated: this.#repeated };
    return ended === "end" ? scan : { ...scan, fault: ended };
  }

  #step(): Ended {
    this.#at = skipSpace(this.#text, this.#at);
    const character = this.#text[this.#at];
    if (this.#expected === "end-of-value") return this.#follow(character);
    if (character === "}" && this.#expected === "first-key") return this.#close();
    if (character === "]" && this.#expected === "first-item") return this.#close();
    return this.#expected === "first-key" || this.#expected === "key" ? this.#takeKey(character) : this.#takeValue(character);
  }

  /** The token after a value. */
  #follow(character: string | undefined): Ended {
    const container = this.#open.at(-1);
    if (!container) return character === undefined ? "end" : this.#fault(afterTheEnd(character));
    if (character === container.closing) return this.#close();
    if (character === ",") return this.#pass(container.keys ? "key" : "value");
    const came = container.keys && character === '"' ? "another key" : quote(character);
    return this.#fault(mistakeOf(this.#text, this.#at) ?? `${came} instead of "," or "${container.closing}"`);
  }

  #takeKey(character: string | undefined): Ended {
    const start = this.#at;
    if (character === "}") return this.#fault(`a comma before "}"`);
    if (character !== '"') return this.#fault(mistakeOf(this.#text, start, "key") ?? `${quote(character)} instead of a key in double quotes`);
    const length = stringLength(this.#text, start);
    if (length === 0) return brokenText(this.#text, start);
    const name = JSON.parse(this.#text.slice(start, start + length)) as string;
    const keys = this.#open.at(-1)?.keys;
    const first = keys?.get(name);
    if (first !== undefined) this.#repeated.push({ pointer: `${this.#outline.pointer()}/${escapeToken(name)}`, key: name, first });
    else keys?.set(name, start);
    this.#key = { name, start };
    this.#at = skipSpace(this.#text, start + length);
    return this.#text[this.#at] === ":" ? this.#pass("value") : this.#fault(`${quote(this.#text[this.#at])} instead of ":"`);
  }

  #takeValue(character: string | undefined): Ended {
    const index = this.#outline.add(this.#key?.start ?? this.#at, this.#key?.name);
    this.#key = undefined;
    if (character === "{" || character === "[") {
      this.#outline.open(index);
      this.#open.push(character === "{" ? { closing: "}", keys: new Map() } : { closing: "]", keys: undefined });
      return this.#pass(character === "{" ? "first-key" : "first-item");
    }
    const length = scalarLength(this.#text, this.#at, character);
    if (length > 0) return this.#pass("end-of-value", length);
    if (character === '"') return brokenText(this.#text, this.#at);
    if (character !== undefined && character === this.#open.at(-1)?.closing) return this.#fault(`a comma before "${character}"`);
    return this.#fault(mistakeOf(this.#text, this.#at) ?? `${quote(character)} instead of a value`);
  }

  #close(): undefined {
    this.#open.pop();
    this.#outline.close();
    return this.#pass("end-of-value");
  }

  #pass(next: Expected, length = 1): undefined {
    this.#at += length;
    this.#expected = next;
  }

  #fault(reason: string): JsonFault {
    return { reason, offset: this.#at };
  }
}

/** The same outline, of a text that `JSON.parse` has read: in half the time, because errors are not searched for. */
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

function afterTheEnd(character: string): string {
  if (character === "{" || character === "[") return "another document after the end of the first";
  return character === "}" || character === "]" ? `one "${character}" too many` : `${quote(character)} follows after the end of the document`;
}

function quote(character: string | undefined): string {
  return character === undefined ? "the end of the file" : JSON.stringify(character);
}

/** The number of keys in a valid JSON text, with repeated keys counted separately. */
export function countKeys(text: string): number {
  let keys = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = skipSpace(text, closingQuote(text, at) + 1);
    if (text.charCodeAt(at) === colon) keys++;
  }
  return keys;
}
