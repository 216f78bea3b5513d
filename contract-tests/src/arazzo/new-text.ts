import { randomInt } from "node:crypto";
import { alphabet } from "../explore/fresh.js";
import type { Fresh } from "../explore/sequence.js";

/** Input of a workflow that has a new text. */
export function newTextName(number: number): string {
  return `new${number + 1}`;
}

/** A text that no earlier run has sent. */
export function newText({ prefix, length, characters, suffix = "" }: Omit<Fresh, "$fresh">): string {
  const letters = alphabet[characters];
  return prefix + Array.from({ length }, () => letters[randomInt(letters.length)]).join("") + suffix;
}
