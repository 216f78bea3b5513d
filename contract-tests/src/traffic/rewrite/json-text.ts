/** One token of a JSON text, by offsets. `other` is anything that is no JSON; broken and incomplete texts are read as far as possible. */
export interface JsonToken {
  readonly kind: "string" | "number" | "word" | "open" | "close" | "comma" | "colon" | "other";
  readonly start: number;
  readonly end: number;
  /** A string that the text ends inside of. */
  readonly open?: true;
}

const numberAt = /-?\d[\d.eE+-]*/y;
const wordAt = /[A-Za-z]+/y;
const space = /[ \t\n\r]*/y;

/** The lexemes of a JSON text in order. Never throws: a recording may well be cut off. */
export function* jsonTokens(text: string): Generator<JsonToken> {
  let at = 0;
  for (;;) {
    at = end(space, text, at);
    if (at >= text.length) return;
    const start = at;
    const character = text.charAt(at);
    if (character === '"') {
      const close = closingQuote(text, at + 1);
      at = close === -1 ? text.length : close + 1;
      yield close === -1 ? { kind: "string", start, end: at, open: true } : { kind: "string", start, end: at };
    } else if (character === "{" || character === "[") yield { kind: "open", start, end: ++at };
    else if (character === "}" || character === "]") yield { kind: "close", start, end: ++at };
    else if (character === ",") yield { kind: "comma", start, end: ++at };
    else if (character === ":") yield { kind: "colon", start, end: ++at };
    else {
      const number = end(numberAt, text, at);
      const word = number === at ? end(wordAt, text, at) : at;
      at = Math.max(number, word, at + 1);
      yield { kind: number > start ? "number" : word > start ? "word" : "other", start, end: at };
    }
  }
}

function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function closingQuote(text: string, from: number): number {
  for (let at = from; ;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return -1;
    let backslashes = 0;
    while (text.charAt(quote - 1 - backslashes) === "\\" && quote - 1 - backslashes >= from) backslashes++;
    if (backslashes % 2 === 0) return quote;
    at = quote + 1;
  }
}

/** Whether the whole text is one JSON value. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The value of a string token; of an incomplete or malformed one, its readable part. */
export function unquote(lexeme: string): string {
  // Most strings have no escapes, and equal the text between the quotes.
  if (!lexeme.includes("\\") && lexeme.length > 1 && lexeme.endsWith('"')) return lexeme.slice(1, -1);
  const whole = lexeme.length > 1 && lexeme.endsWith('"') ? lexeme : `${lexeme}"`;
  try {
    return JSON.parse(whole) as string;
  } catch {
    return lexeme.replace(/^"|"$/g, "");
  }
}

/** The same JSON text without insignificant whitespace; strings and numbers keep their spelling. */
export function compactJson(text: string): string {
  let out = "";
  for (const token of jsonTokens(text)) out += text.slice(token.start, token.end);
  return out;
}
