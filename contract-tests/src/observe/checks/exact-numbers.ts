import { escapeToken } from "tallystick/model";

/** An integer that a JavaScript number cannot hold. */
export interface InexactNumber {
  readonly instancePath: string;
  /** Its digits. */
  readonly written: string;
  /** The next number of JavaScript beyond it, after the number that it was read as. */
  readonly beyond: number;
  /** The bound that it may cross although the number that it was read as does not. */
  readonly bound: "maximum" | "minimum";
}

/** The integer of a text as JavaScript reads it, if that is another number: `9007199254740993` is read as `9007199254740992`. */
export function inexactNumber(written: string, instancePath = ""): InexactNumber | undefined {
  if (!/^-?\d{16,}$/.test(written)) return undefined;
  const read = Number(written);
  // JavaScript writes 2^63 as 9223372036854776000: the last digits are no statement about the number.
  if (!Number.isFinite(read) || written === String(read)) return undefined;
  const difference = BigInt(written) - BigInt(read);
  if (difference === 0n) return undefined;
  const isAbove = difference > 0n;
  return { instancePath, written, beyond: neighbor(read, isAbove), bound: isAbove ? "maximum" : "minimum" };
}

/** All such integers of a JSON text. */
export function inexactNumbers(text: string): readonly InexactNumber[] {
  if (!/\d{16}/.test(text)) return [];
  const found: InexactNumber[] = [];
  /** Keys and indices of the next value. */
  const path: (string | number)[] = [];
  let key = "";
  for (const [token] of text.matchAll(/"[^"\\]*"?|\\[^][^"\\]*"?|-?\d[\d.eE+-]*|[[\]{},:]/g)) {
    const last = path.length - 1;
    const at = path[last];
    if (token === "{") path.push("");
    else if (token === "[") path.push(0);
    else if (token === "}" || token === "]") path.pop();
    else if (token === ",") path[last] = typeof at === "number" ? at + 1 : "";
    else if (token === ":") path[last] = JSON.parse(key) as string;
    else if (token.startsWith('"')) key = token;
    // The text after an escape.
    else if (token.startsWith("\\")) key += token;
    else {
      const number = inexactNumber(token, path.map((one) => `/${escapeToken(String(one))}`).join(""));
      if (number !== undefined) found.push(number);
    }
  }
  return found;
}

/** The next number above or below. */
function neighbor(value: number, isAbove: boolean): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = (bits[0] ?? 0n) + (value > 0 === isAbove ? 1n : -1n);
  return new Float64Array(bits.buffer)[0] ?? value;
}
