import { base32, base64, hex, separatedHex } from "./byte-encodings.js";
import { escapes, quotedPrintable, wideCharacters } from "./character-encodings.js";
import type { Decoder } from "./view.js";

/**
 * All encodings that are undone, one at a time. What was decoded is decoded again by all of them. Those of bytes are
 * first: the "=" that ends Base64 looks like the end of a line in quoted-printable.
 */
export const decoders: readonly Decoder[] = [
  ...[0, 1].map(
    (offset): Decoder =>
      (text) =>
        hex(text, offset),
  ),
  separatedHex,
  base32,
  ...[0, 1, 2, 3].map(
    (offset): Decoder =>
      (text, limit) =>
        base64(text, offset, limit),
  ),
  escapes,
  wideCharacters,
  quotedPrintable,
];
