import { letGo } from "tallystick";

/** Why a text is no HAR file: a sentence. */
export class HarError extends Error {}

/** The state of the reader: outside of `log.entries`, between its items, or inside one. */
type State = "outside" | "between" | "inside";

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Names are compared by their first characters up to this length. */
const longestName = 64;

/** An item whose text can be taken once, so that holders of the item, such as a loop, do not keep the text. */
export class EntryText {
  #text: string | undefined;

  /** @param isTooLong It has more characters than may be held. */
  constructor(
    text: string,
    readonly isTooLong: boolean,
  ) {
    this.#text = text;
  }

  take(): string {
    const text = this.#text ?? "";
    this.#text = undefined;
    return text;
  }
}

/**
 * The texts of the items of `log.entries`, in order, from a HAR file in chunks.
 * Only quotes and brackets are parsed, so that a file of any size needs the memory of its largest entry.
 *
 * @param longest The maximum characters of an entry. A longer one has no text.
 */
export async function* entriesOf(chunks: AsyncIterable<string>, longest: number): AsyncGenerator<EntryText> {
  const scanner = new EntryScanner(longest);
  let isEmpty = true;
  for await (const chunk of chunks) {
    const text = isEmpty ? chunk.replace(/^\ufeff/, "") : chunk;
    if (isEmpty) {
      const start = text.trimStart().charAt(0);
      if (start === "") continue;
      if (start !== "{") throw new HarError("This is not a HAR file: it does not start with an object.");
      isEmpty = false;
    }
    yield* scanner.read(text);
  }
  if (isEmpty) throw new HarError("This is not a HAR file: it is empty.");
  scanner.end();
}

class EntryScanner {
  #state: State = "outside";
  #depth = 0;
  /** Outside of the entries, the names on the way: `log` at depth 1, `entries` at depth 2. */
  readonly #keys: string[] = [];
  #inString = false;
  #escaped = false;
  /** The current string and the previous one, up to the length of a name. */
  #word = "";
  #lastWord = "";
  #sawEntries = false;
  /** The pieces of the entry that has begun. */
  #held: string[] = [];
  #heldLength = 0;
  /** Where the current piece of that entry begins. */
  #start = 0;

  constructor(readonly longest: number) {}

  /** The entries that end in this piece of the file. */
  *read(chunk: string): Generator<EntryText> {
    this.#start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (this.#inString) this.#readString(code, chunk, at);
      else if (code === quote) {
        this.#inString = true;
        this.#word = "";
      } else if (code === colon) {
        if (this.#state === "outside") this.#keys[this.#depth] = this.#lastWord;
      } else if (code === openBrace || code === openBracket) this.#open(code, at);
      else if ((code === closeBrace || code === closeBracket) && this.#close()) {
        this.#hold(chunk.slice(this.#start, at + 1));
        yield this.#taken();
      }
    }
    if (this.#state === "inside") this.#hold(chunk.slice(this.#start));
  }

  /** The entry that has ended. */
  #taken(): EntryText {
    const entry = new EntryText(this.#held.join(""), this.#heldLength > this.longest);
    this.#held = [];
    letGo(this.#heldLength);
    this.#heldLength = 0;
    return entry;
  }

  #hold(piece: string): void {
    this.#heldLength += piece.length;
    if (this.#heldLength > this.longest) this.#held = [];
    else this.#held.push(piece);
  }

  end(): void {
    if (this.#state !== "outside" || this.#depth !== 0) throw new HarError("The HAR file is truncated.");
    if (!this.#sawEntries) throw new HarError('This is not a HAR file: it has no "log" with "entries".');
  }

  #readString(code: number, chunk: string, at: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (code === backslash) this.#escaped = true;
    else if (code === quote) {
      this.#inString = false;
      this.#lastWord = this.#word;
      return;
    }
    if (this.#state === "outside" && this.#word.length < longestName) this.#word += chunk.charAt(at);
  }

  #open(code: number, at: number): void {
    this.#depth++;
    if (this.#state === "between") {
      this.#state = "inside";
      this.#start = at;
    } else if (this.#state === "outside" && code === openBracket && this.#depth === 3 && this.#keys[1] === "log" && this.#keys[2] === "entries") {
      this.#state = "between";
      this.#sawEntries = true;
    }
  }

  /** Whether an entry ends here. */
  #close(): boolean {
    this.#depth--;
    if (this.#state === "between" && this.#depth === 2) this.#state = "outside";
    if (this.#state !== "inside" || this.#depth !== 3) return false;
    this.#state = "between";
    return true;
  }
}
