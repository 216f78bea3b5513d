import { escaped, invisible } from "../model/json-text.js";

/**
 * Text of a document as one line of plain text. Control and direction characters become visible escapes, so that a document
 * can neither colour a terminal, nor add a line to a report, nor start a CI command.
 */
export function plain(text: string, limit = 600): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(unsafe, escaped);
}

/** The same for a text of several lines of our own. */
export function plainLines(text: string): string {
  return text
    .split("\n")
    .map((line) => plain(line, Infinity))
    .join("\n");
}

/** A value whose texts, at any depth and of any length, are one line of plain text each. */
export function plainTexts<T>(value: T): T;
export function plainTexts(value: unknown): unknown {
  if (typeof value === "string") return plain(value, Infinity);
  if (Array.isArray(value)) return value.map((item: unknown) => plainTexts(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainTexts<unknown>(item)]));
}

/**
 * Control characters, invisible characters, and lone surrogates; the first character of a command of CI runners: `::error::` at the
 * start of a line, after white space, and `##[error]` or `##vso[task…]` anywhere in it.
 */
const unsafe = new RegExp(String.raw`[\0-\x1f${invisible}]|\p{Surrogate}|:(?<=^\s*:)(?=:)|#(?=#\w*\[)`, "gu");
