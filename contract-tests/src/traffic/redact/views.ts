import { base32, base64, base64Lines, hex, separatedHex } from "./byte-encodings.js";
import { escapes, quotedPrintable, visible, wideCharacters } from "./character-encodings.js";
import type { Decoder } from "./view.js";

/**
 * All supported encodings, undone one at a time. Decoded text is decoded again by all of them. Byte encodings are
 * first: the "=" at the end of Base64 looks like a line end in quoted-printable.
 */
export const decoders: readonly Decoder[] = [
  ...[0, 1].map(
    (offset): Decoder =>
      (text, limit, runs) =>
        hex(text, offset, limit, runs),
  ),
  separatedHex,
  base32,
  ...[0, 1, 2, 3].map(
    (offset): Decoder =>
      (text, limit, runs) =>
        base64(text, offset, limit, runs),
  ),
  base64Lines,
  escapes,
  visible,
  wideCharacters,
  quotedPrintable,
];
