/**
 * A document's words as one line of plain text. Control and direction characters become visible escapes, so that a document
 * can neither colour a terminal, nor add a line to a report, nor start a CI command.
 */
export function plain(text: string, limit = 600): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Cc, Zl, Zp, the byte order mark, direction marks and lone surrogates. */
const unsafe = /[\p{Cc}\u2028\u2029\uFEFF\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu;
