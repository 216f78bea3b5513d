import { plain } from "./plain.js";

/** Escapes text of a document for Markdown: no markup, no new cell, no line break, no mention. */
export function markdownText(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*_{}[\]<>|#~@&!]/g, (character) => `\\${character}`)
      // GitHub searches for names and numbers after unescaping.
      .replace(/[@#](?=[\w-])/g, "$&&#8203;")
  );
}

/** Text of a document as a code span, which nothing in it can end. */
export function codeSpan(text: string): string {
  if (text === "") return "";
  const words = oneLine(text);
  const runs = words.match(/`+/g) ?? [];
  if (runs.length === 0) return `\`${words}\``;
  const fence = "`".repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  return `${fence} ${words} ${fence}`;
}

/** The same in a cell of a table, which is cut at each `|` before a span is searched for. */
export function codeCell(text: string): string {
  // After a backslash it is escaped already; one more would escape the backslash instead.
  return codeSpan(text).replace(/(?<!\\)((?:\\\\)*)\|/g, "$1\\|");
}

function oneLine(text: string): string {
  return plain(text.replace(/[\r\n\u2028\u2029]+/g, " "), Infinity);
}
