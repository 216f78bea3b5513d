import type { Rewrite } from "./rewrite.js";

/** Rewrites the cells of a table (RFC 4180) in place, each with the name of its column in the first line. */
export function rewriteCsv(text: string, rewrite: Rewrite): string {
  const head = text.slice(0, lineEnd(text, 0));
  const separator = [",", ";", "\t"].find((character) => head.includes(character)) ?? ",";
  const columns: string[] = [];
  const parts: string[] = [];
  let copied = 0;
  let inHead = true;
  let column = 0;
  for (const { start, end, isQuoted, endsLine } of cells(text, separator)) {
    const value = isQuoted ? text.slice(start + 1, end - 1).replaceAll('""', '"') : text.slice(start, end);
    if (inHead) columns.push(value.trim());
    else {
      const changed = rewrite(value, { place: "form", name: columns[column] ?? "" });
      if (changed !== value) {
        parts.push(text.slice(copied, start), isQuoted ? `"${changed.replaceAll('"', '""')}"` : changed);
        copied = end;
      }
    }
    column = endsLine ? 0 : column + 1;
    if (endsLine) inHead = false;
  }
  return copied === 0 ? text : parts.join("") + text.slice(copied);
}

interface Cell {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  readonly endsLine: boolean;
}

function* cells(text: string, separator: string): Generator<Cell> {
  for (let start = 0; start <= text.length;) {
    const quoted = text.charAt(start) === '"' ? quotedEnd(text, start, separator) : undefined;
    const end = quoted ?? Math.min(lineEnd(text, start), indexOr(text, separator, start));
    const endsLine = text.charAt(end) !== separator;
    yield { start, end, isQuoted: quoted !== undefined, endsLine };
    start = end + (text.startsWith("\r\n", end) ? 2 : 1);
  }
}

/** The end of a cell in quotes; none where something else follows the quotes. */
function quotedEnd(text: string, start: number, separator: string): number | undefined {
  let at = text.indexOf('"', start + 1);
  while (at !== -1 && text.charAt(at + 1) === '"') at = text.indexOf('"', at + 2);
  if (at === -1) return undefined;
  const after = text.charAt(at + 1);
  return after === "" || after === separator || after === "\n" || text.startsWith("\r\n", at + 1) ? at + 1 : undefined;
}

function lineEnd(text: string, from: number): number {
  const end = indexOr(text, "\n", from);
  return end > from && text.charAt(end - 1) === "\r" ? end - 1 : end;
}

function indexOr(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at === -1 ? text.length : at;
}
