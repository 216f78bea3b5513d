import { usageCatalog } from "./catalog/usage.js";
import type { LocatedDiagnostic } from "./diagnostic.js";
import { plain } from "./plain.js";

/** Codes of what is told in a sentence of its own. */
export type UsageCode = keyof typeof usageCatalog;

/** What is known of it besides its sentence. */
export interface SaidDetails {
  /** What to do, where there is more to say than the catalogue has. */
  readonly help?: string | undefined;
  /** Where it is: the file as the user named it; line and column from 1. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** The diagnostic of that code with this sentence. */
export function said(code: UsageCode, sentence: string, { help, file, line, column }: SaidDetails = {}): LocatedDiagnostic {
  const entry = usageCatalog[code];
  return {
    code,
    severity: entry.severity,
    message: plain(entry.message({ says: sentence })),
    help: help === undefined ? entry.help : plain(help),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}
