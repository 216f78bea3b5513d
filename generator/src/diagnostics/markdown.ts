import { plain } from "./plain.js";

/** A document's words in Markdown that stay words: no markup, no new cell, no line break, nobody mentioned. */
export function markdownText(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*_{}[\]<>|#~@&!]/g, (character) => `\\${character}`)
      // GitHub looks for names and numbers once the escapes are gone.
      .replace(/[@#](?=[\w-])/g, "$&&#8203;")
  );
}

/** A document's words as a span of code, which nothing in them ends. */
export function codeSpan(text: string): string {
  if (text === "") return "";
  const words = oneLine(text);
  const runs = words.match(/`+/g) ?? [];
  if (runs.length === 0) return `\`${words}\``;
  const fence = "`".repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  return `${fence} ${words} ${fence}`;
}

/** The same in a cell of a table, which is cut at each `|` before a span is looked for. */
export function codeCell(text: string): string {
  // After a backslash it is escaped already; one more would escape the backslash instead.
  return codeSpan(text).replace(/(?<!\\)((?:\\\\)*)\|/g, "$1\\|");
}

function oneLine(text: string): string {
  return plain(text.replace(/[\r\n\u2028\u2029]+/g, " "), Infinity);
}
