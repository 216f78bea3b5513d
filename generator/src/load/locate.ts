import type { SourceFile } from "./document.js";
import { lineStarts, positionIn } from "./source-file.js";
import type { Place } from "../model/place.js";
import type { Diagnostic, LocatedDiagnostic, LocatedPlace } from "../diagnostics/diagnostic.js";

/**
 * Adds file, line and column, and sorts by file, line and code.
 * `show` turns a source file into the path that the user would type.
 */
export function locate(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
  show: (source: SourceFile) => string,
): LocatedDiagnostic[] {
  const known = new Map<SourceFile, { readonly file: string; readonly starts: readonly number[] }>();
  const shown = (source: SourceFile): { readonly file: string; readonly starts: readonly number[] } => {
    const found = known.get(source) ?? { file: show(source), starts: lineStarts(source.text) };
    known.set(source, found);
    return found;
  };
  const locatedPlace = ({ file: name, pointer }: Place): LocatedPlace => {
    const source = sources.get(name);
    if (source === undefined) return { pointer };
    const origin = source.origin?.(pointer) ?? { source, pointer };
    return { pointer, file: shown(origin.source).file, ...origin.source.locate(origin.pointer) };
  };
  const located = diagnostics.map((diagnostic): LocatedDiagnostic => {
    const source = diagnostic.place && sources.get(diagnostic.place.file);
    if (!source || !diagnostic.place) return diagnostic;
    const origin = source.origin?.(diagnostic.place.pointer) ?? { source, pointer: diagnostic.place.pointer };
    const { file, starts } = shown(origin.source);
    const { offset } = diagnostic.place;
    const position = offset === undefined ? origin.source.locate(origin.pointer) : positionIn(starts, offset);
    return {
      ...diagnostic,
      ...(diagnostic.others && { locatedOthers: diagnostic.others.map(locatedPlace) }),
      file,
      ...position,
      excerpt: excerpt(origin.source.text, starts[position.line - 1] ?? 0, position.column),
    };
  });
  return located.toSorted(compare);
}

/** Minified documents are one line: only the text around the column is shown. */
const before = 40;
const after = 80;

function excerpt(text: string, start: number, column: number): { readonly text: string; readonly column: number } {
  const at = start + column - 1;
  // Limited to the shown part: otherwise each diagnostic would search a minified document to its end.
  const newline = text.slice(at, at + after).indexOf("\n");
  const end = Math.min(newline < 0 ? text.length : at + newline, at + after);
  const from = Math.max(start, at - before);
  return { text: text.slice(from, end).replaceAll("\t", " "), column: at - from + 1 };
}

function compare(a: LocatedDiagnostic, b: LocatedDiagnostic): number {
  return (
    order(a.file ?? "", b.file ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    order(a.code, b.code) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    order(a.message, b.message)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
