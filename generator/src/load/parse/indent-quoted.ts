import { lastUpTo, lineStarts } from "../source-file.js";

/** A text with spaces put in, and the way back from an offset in it to the one in the text as it was written. */
export interface Indented {
  readonly text: string;
  readonly original: (offset: number) => number;
}

/** Where a reader gave a quoted text up, and which quote it missed; in the order of the text. */
export interface BrokenOff {
  readonly offset: number;
  readonly quote: string;
}

/** A key, or a dash, and the quote that its value begins with. */
const opening = /^([ ]*(?:- +)*)(?:[^\s#"'][^"']*:[ ]+)?(["'])/;

/**
 * Quoted texts that go on in the next line have to be indented there by more than their key (YAML 1.2 §7.3), which many readers do not ask for and
 * real documents do not do. Folding takes the spaces at a line's beginning away again, so that putting some in changes no value.
 * `undefined` where there is nothing to put in.
 */
export function indentQuoted({ text, original }: Indented, open: readonly BrokenOff[]): Indented | undefined {
  const lines = text.split("\n");
  const starts = lineStarts(text);
  const added = new Map<number, number>();
  let from = 0;
  for (const { offset, quote } of open) {
    const last = lastUpTo(starts, offset);
    for (const [line, count] of missing(lines, openingLine(lines, from, last, quote))) added.set(line, count);
    from = last;
  }
  if (added.size === 0) return undefined;
  const back = wayBack([...added].toSorted(([a], [b]) => a - b).map(([line, count]) => ({ at: starts[line] ?? 0, count })));
  return {
    text: lines.map((line, index) => " ".repeat(added.get(index) ?? 0) + line).join("\n"),
    original: (offset) => original(back(offset)),
  };
}

/** From an offset in a text with spaces put in to the one before. @param insertions In the order of the text, each `at` an offset in the text before. */
function wayBack(insertions: readonly { readonly at: number; readonly count: number }[]): (offset: number) => number {
  let shift = 0;
  const all = insertions.map(({ at, count }) => {
    const begin = at + shift;
    shift += count;
    return { begin, at, end: begin + count };
  });
  const begins = all.map(({ begin }) => begin);
  return (offset) => {
    const last = all[lastUpTo(begins, offset)];
    if (last === undefined || offset < last.begin) return offset;
    return last.at + Math.max(0, offset - last.end);
  };
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
