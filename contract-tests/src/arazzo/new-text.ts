import { randomInt } from "node:crypto";
import type { Fresh } from "../explore/sequence.js";

/** The characters of new texts. */
export const alphabets: Readonly<Record<Fresh["characters"], string>> = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  digits: "0123456789",
};

/** A text that no earlier run has sent. */
export function newText({ prefix, length, characters, suffix = "" }: Omit<Fresh, "$fresh">): string {
  const letters = alphabets[characters];
  return prefix + Array.from({ length }, () => letters[randomInt(letters.length)]).join("") + suffix;
}
