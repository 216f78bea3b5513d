import { lastUpTo, lineStarts } from "../source-file.js";
import { insert, type Insertion, type RepairedText } from "./insertions.js";

/** A key whose value is prose, and the rest of its line. */
const prose = /^( *(?:- +)*)((?:description|summary|title): +)([^\s"'“”‘’„«|>&*!{}[\]%@`#].*)/;

/**
 * Quotes text that contains ": ", which YAML reads as a mapping (YAML 1.2 §7.3.3): `description: Note: optional`. Applies only to keys whose values
 * are prose, and to text that ends with its line: `schema: type: string` has another meaning.
 * Returns `undefined` if no text needs quotes.
 *
 * @param offsets Offsets of mappings that a reader found at invalid locations.
 */
export function quotePlain(repaired: RepairedText, offsets: readonly number[]): RepairedText | undefined {
  const starts = lineStarts(repaired.text);
  const insertions: Insertion[] = [];
  for (const line of new Set(offsets.map((offset) => lastUpTo(starts, offset)))) {
    const start = starts[line] ?? 0;
    const [, indent = "", key = "", written] = prose.exec(lineAt(repaired.text, start)) ?? [];
    const [value] = written?.split(" #", 1).map((text) => text.trimEnd()) ?? [];
    if (value === undefined || continues(repaired.text, starts.slice(line + 1, line + 40), indent.length)) continue;
    const from = start + indent.length + key.length;
    const quotes = [...value.matchAll(/'/g)].map(({ index }) => ({ at: from + index, text: "'" }));
    insertions.push({ at: from, text: "'" }, ...quotes, { at: from + value.length, text: "'" });
  }
  return insertions.length === 0 ? undefined : insert(repaired, insertions);
}

/** Whether the next line that is not empty is indented further. */
function continues(text: string, starts: readonly number[], indent: number): boolean {
  for (const start of starts) {
    const line = lineAt(text, start);
    if (line.trim() !== "") return line.length - line.trimStart().length > indent;
  }
  return false;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end);
}
