import type { SourceFile } from "../load/document.js";
import type { Diagnostic, LocatedDiagnostic } from "./diagnostic.js";

/**
 * Adds file, line and column, and sorts by file, line and code.
 * `show` turns a source file into the path that the user would type.
 */
export function locate(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
  show: (source: SourceFile) => string,
): LocatedDiagnostic[] {
  const located = diagnostics.map((diagnostic): LocatedDiagnostic => {
    const source = diagnostic.place && sources.get(diagnostic.place.file);
    if (!source || !diagnostic.place) return diagnostic;
    const origin = source.origin?.(diagnostic.place.pointer) ?? { source, pointer: diagnostic.place.pointer };
    return { ...diagnostic, file: show(origin.source), ...origin.source.locate(origin.pointer) };
  });
  return located.toSorted(compare);
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
