import { createHash } from "node:crypto";

export function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** Why bytes are not text: the offset of the first invalid UTF-8 byte, and the probable format of the file. */
interface Undecoded {
  readonly byte: string;
  readonly offset: number;
  readonly guess: string;
}

/** The text of a file without its BOM. Also reads UTF-16: YAML requires it (YAML 1.2 §5.2), and redirection in a Windows shell writes it. */
export function decode(bytes: Buffer): { readonly text: string } | Undecoded {
  const wide = wideEncoding(bytes);
  try {
    return { text: new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const offset = firstBadByte(bytes);
    const byte = `0x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
    const known = beginnings.find(([start]) => start.every((each, index) => bytes[index] === each));
    return { byte, offset, guess: known?.[1] ?? "The file may be Latin-1." };
  }
}

/** How files begin that are no text. */
const beginnings: readonly (readonly [start: readonly number[], guess: string])[] = [
  [[0x1f, 0x8b], "The file is compressed (gzip or zip)."],
  [[0x50, 0x4b, 0x03, 0x04], "The file is compressed (gzip or zip)."],
  [[0x25, 0x50, 0x44, 0x46], "The file is a PDF."],
  [[0x89, 0x50, 0x4e, 0x47], "The file is an image."],
  [[0xff, 0xd8, 0xff], "The file is an image."],
];

/**
 * Detects the encoding by the byte order mark or by the position of zero bytes: the first character of a document is ASCII. UTF-32 is not supported.
 */
function wideEncoding([a, b, c, d]: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? undefined : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? "utf-16be" : undefined;
}

/** Bisects: a prefix that decodes as a stream is good so far, and then its unfinished last character is where the trouble starts. */
function firstBadByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (decodes(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle - 1;
  }
  while (good > 0 && !decodes(bytes.subarray(0, good), false)) good--;
  return good;
}

function decodes(bytes: Buffer, unfinished: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: unfinished });
    return true;
  } catch {
    return false;
  }
}
