/** A part of a text, by its offsets, and the number of its lines. */
export type Run = readonly [start: number, end: number, lines: number];

/** The runs of characters that encode bytes. Several decoders read the same text, which is searched once for all of them. */
export class Runs {
  #text = "";
  /** Runs of Base64, which the digits of hex and of Base32 are a part of. */
  #plain: readonly Run[] = [];
  #full: readonly Run[] = [];
  #lines: readonly Run[] = [];
  #hex: readonly Run[] | undefined;

  /** Of hexadecimal digits. */
  hex(text: string): readonly Run[] {
    this.#search(text);
    return (this.#hex ??= this.#inside(text, hexDigits, shortestRun.hex));
  }

  /** Of Base32. */
  base32(text: string): readonly Run[] {
    this.#search(text);
    return this.#inside(text, base32Digits, shortestRun.base32);
  }

  /** Of Base64. White space after full lines is part of a run. */
  base64(text: string): readonly Run[] {
    this.#search(text);
    return this.#full;
  }

  /** Of Base64 in several lines of any equal length. */
  base64Lines(text: string): readonly Run[] {
    this.#search(text);
    return this.#lines;
  }

  #inside(text: string, digits: Uint8Array, shortest: number): readonly Run[] {
    const found: Run[] = [];
    for (const [start, end] of this.#plain) if (end - start >= shortest) for (const run of runs(text, digits, shortest, start, end)) found.push(run);
    return found;
  }

  #search(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#hex = undefined;
    const plain: Run[] = [];
    const full = new Joined(isFullLine);
    const lines = new Joined((length) => length >= shortestLine && length % 4 === 0);
    for (const run of runs(text, base64Digits, 1, 0, text.length)) {
      if (run[1] - run[0] >= shortestRun.base32) plain.push(run);
      full.add(text, run);
      lines.add(text, run);
    }
    this.#plain = plain;
    this.#full = full.end();
    this.#lines = lines.end().filter(([, , count]) => count > 1);
  }
}

/** Joins runs that are the lines of one. */
class Joined {
  readonly #found: Run[] = [];
  #open: [start: number, end: number, lines: number] | undefined;
  /** The length of the line before, if it was full. */
  #line = 0;

  constructor(readonly isFull: (length: number, start: number, text: string) => boolean) {}

  add(text: string, [start, end]: Run): void {
    const open = this.#open;
    const isNext = open !== undefined && this.#line > 0 && start - open[1] <= 24 && /^\s{1,24}$/.test(text.slice(open[1], start));
    const length = end - start;
    this.#line = this.isFull(length, start, text) && (!isNext || length === this.#line) ? length : 0;
    if (isNext) {
      open[1] = end;
      open[2]++;
    } else {
      this.#close();
      this.#open = [start, end, 1];
    }
  }

  end(): readonly Run[] {
    this.#close();
    return this.#found;
  }

  #close(): void {
    if (this.#open !== undefined && this.#open[1] - this.#open[0] >= shortestRun.base64) this.#found.push(this.#open);
  }
}

/** Base64 of six characters has eight, hex twelve, Base32 ten. */
export const shortestRun = { hex: 12, base64: 8, base32: 10 };

const shortestLine = 16;

/** Of MIME (RFC 2045 §6.8), PEM (RFC 7468 §2) and OpenPGP. */
const lineLengths: ReadonlySet<number> = new Set([60, 64, 72, 76]);

function isFullLine(length: number, start: number, text: string): boolean {
  return lineLengths.has(length) && (start === 0 || text.charAt(start - 1) === "\n");
}

export const hexDigits: Uint8Array = table("0123456789abcdefABCDEF");
const base64Digits = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");
const base32Digits = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567");

function table(characters: string): Uint8Array {
  const result = new Uint8Array(128);
  for (const character of characters) result[character.charCodeAt(0)] = 1;
  return result;
}

/** Runs of some characters. A regular expression needs memory for each of them, and fails at ten million. */
export function* runs(text: string, characters: Uint8Array, shortest: number, from: number, to: number): Generator<Run> {
  let start = -1;
  for (let at = from; at <= to; at++) {
    const code = at < to ? text.charCodeAt(at) : 0;
    if (code < 128 && characters[code] === 1) {
      if (start === -1) start = at;
    } else if (start !== -1) {
      if (at - start >= shortest) yield [start, at, 1];
      start = -1;
    }
  }
}
