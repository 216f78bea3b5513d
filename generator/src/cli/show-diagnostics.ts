import type { LocatedDiagnostic } from "../diagnostics/diagnostic.js";

/** Diagnostics as text for stderr. */
export async function showDiagnostics(diagnostics: readonly LocatedDiagnostic[]): Promise<void> {
  if (diagnostics.length === 0) return;
  const lines = diagnostics.map((diagnostic) => {
    const at = diagnostic.file === undefined ? "" : `${diagnostic.file}:${diagnostic.line ?? 1}:${diagnostic.column ?? 1} `;
    return `${at}${diagnostic.severity} ${diagnostic.code}\n  ${diagnostic.message}\n  ${diagnostic.place === undefined ? "" : `at ${diagnostic.place.file}${diagnostic.place.pointer} · `}${diagnostic.help}\n`;
  });
  process.stderr.write(lines.join(""));
}
