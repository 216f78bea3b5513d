import type { Option } from "../options/command.js";

/** The values that a shell offers for an option: fixed words, paths, or nothing. */
export type Offer = { readonly words: readonly string[]; readonly isList: boolean } | "files" | "folders" | "nothing";

export function offerFor({ value = "", choices, list }: Option): Offer {
  if (choices !== undefined) return { words: choices, isList: list === true };
  if (value === "dir") return "folders";
  return value === "path" || value.startsWith("file") ? "files" : "nothing";
}

/** A text between single quotes. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
