import { usageCatalog } from "./catalog/usage.js";
import type { LocatedDiagnostic } from "./diagnostic.js";
import { plain } from "./plain.js";

/** Codes of diagnostics with a sentence of their own. */
export type UsageCode = keyof typeof usageCatalog;

/** Details of the diagnostic. */
export interface UsageDetails {
  /** The advice, if it is more specific than the catalogue's. */
  readonly help?: string | undefined;
  /** Where it is: the file as the user named it; line and column from 1. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** The diagnostic of that code with this sentence. */
export function usageDiagnostic(code: UsageCode, sentence: string, { help, file, line, column }: UsageDetails = {}): LocatedDiagnostic {
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
