import type { Scalar } from "./types.js";

/** An integer that a double cannot hold, on its way to the wire. What looks at it as JSON sees the nearest double. */
class WideInteger {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
  toJSON(): number {
    return Number(this.digits);
  }
  valueOf(): bigint {
    return BigInt(this.digits);
  }
}

/** `int64` as a bigint. */
export const bigint: Scalar = {
  decode: (value, exact) => integer(value, exact) ?? value,
  encode: (value) => (typeof value === "bigint" ? written(value) : value),
};

/** `int64` as decimal digits in a string. */
export const digits: Scalar = {
  decode: (value, exact) => integer(value, exact)?.toString() ?? value,
  encode: (value) => (typeof value === "string" && /^-?\d+$/.test(value) ? written(BigInt(value)) : value),
};

function integer(value: unknown, exact: unknown): bigint | undefined {
  if (typeof exact === "bigint") return exact;
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : undefined;
}

function written(value: bigint): number | WideInteger {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : new WideInteger(String(value));
}

/**
 * JSON text as values in which each integer that a double cannot hold is a bigint; `undefined` where there is none, which is
 * detected without reading the text twice. `JSON.parse` gives the spelling of numbers on Node 22 and later only.
 */
export function exactly(text: string): unknown {
  if (!/\d{16}/.test(text)) return undefined;
  const mark = crypto.randomUUID();
  // A string is one part up to each of its escapes.
  const marked = text.replace(/"[^"\\]*"?|\\[^][^"\\]*"?|-?\d[\d.eE+-]*/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${mark}${token}"` : token,
  );
  if (marked === text) return undefined;
  return JSON.parse(marked, (_, value: unknown) => (typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value));
}

/** What `exactly` reads, as text again: `JSON.stringify` with integers of any size. */
export function exactText(value: unknown): string {
  const mark = crypto.randomUUID();
  let isPlain = true;
  const text = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, item: unknown) {
    const held = this[key];
    if (!(held instanceof WideInteger)) return item;
    isPlain = false;
    return mark + held.digits;
  });
  return isPlain ? text : text.replace(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1");
}
