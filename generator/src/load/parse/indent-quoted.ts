/** A text with spaces put in, and the way back from an offset in it to the one in the text as it was written. */
export interface Indented {
  readonly text: string;
  readonly original: (offset: number) => number;
}

/** Where a reader gave a quoted text up, and which quote it missed. */
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
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length + 1;
  }
  const added = new Map<number, number>();
  for (const { offset, quote } of open) {
    const last = starts.findLastIndex((begin) => begin <= offset);
    const first = lines.findLastIndex((line, index) => index <= last && opens(line, quote));
    for (const [line, count] of missing(lines, first)) added.set(line, count);
  }
  if (added.size === 0) return undefined;
  const insertions = [...added].toSorted(([a], [b]) => a - b).map(([line, count]) => ({ at: starts[line] ?? 0, count }));
  return {
    text: lines.map((line, index) => " ".repeat(added.get(index) ?? 0) + line).join("\n"),
    original: (offset) => {
      let shift = 0;
      for (const { at, count } of insertions) {
        if (at + shift >= offset) break;
        shift += Math.min(count, offset - at - shift);
      }
      return original(offset - shift);
    },
  };
}

/** Whether a quoted text begins in the line and does not end there. */
function opens(line: string, quote: string): boolean {
  const found = opening.exec(line);
  return found?.[2] === quote && !closes(line.slice(found[0].length), quote);
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
