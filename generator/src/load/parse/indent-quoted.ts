import { lastUpTo, lineStarts } from "../source-file.js";
import { insert, type RepairedText } from "./insertions.js";

/** Where a reader gave a quoted text up, and which quote it missed; in the order of the text. */
export interface BrokenOff {
  readonly offset: number;
  readonly quote: string;
}

/** A key, or a dash, and the quote that its value begins with. */
const opening = /^([ ]*(?:- +)*)(?:(?!- )[^\s#"'][^"']*:[ ]+)?(["'])/;

/**
 * Continuation lines of quoted text must be indented further than their key (YAML 1.2 §7.3). Many readers do not require that, and real documents
 * do not do it. Folding removes leading spaces again, so the added spaces change no value.
 * Returns `undefined` if no line needs spaces.
 */
export function indentQuoted(repaired: RepairedText, open: readonly BrokenOff[]): RepairedText | undefined {
  const lines = repaired.text.split("\n");
  const starts = lineStarts(repaired.text);
  const added = new Map<number, number>();
  let from = 0;
  for (const { offset, quote } of open) {
    const last = lastUpTo(starts, offset);
    for (const [line, count] of missing(lines, openingLine(lines, from, last, quote))) added.set(line, count);
    from = last;
  }
  if (added.size === 0) return undefined;
  const insertions = [...added].toSorted(([a], [b]) => a - b).map(([line, count]) => ({ at: starts[line] ?? 0, text: " ".repeat(count) }));
  return insert(repaired, insertions);
}

/** The last of these lines in which a quoted text begins and does not end; -1 where there is none. */
function openingLine(lines: readonly string[], from: number, last: number, quote: string): number {
  for (let index = last; index >= from; index -= 1) {
    const line = lines[index] ?? "";
    const found = opening.exec(line);
    if (found?.[2] === quote && !closes(line.slice(found[0].length), quote)) return index;
  }
  return -1;
}

/** The lines of the quoted text that begins in a line, and by how much each is indented too little. */
function* missing(lines: readonly string[], first: number): Generator<readonly [line: number, count: number]> {
  const [, indent = "", quote] = opening.exec(lines[first] ?? "") ?? [];
  if (quote === undefined) return;
  for (let index = first + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const own = line.length - line.trimStart().length;
    if (line.trim() !== "" && own <= indent.length) yield [index, indent.length + 1 - own];
    if (closes(line, quote)) return;
  }
}

function closes(rest: string, quote: string): boolean {
  return (quote === '"' ? rest.replaceAll(/\\./g, "") : rest.replaceAll("''", "")).includes(quote);
}
