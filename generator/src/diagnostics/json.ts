import type { LocatedDiagnostic, LocatedPlace } from "./diagnostic.js";

/** A diagnostic as `--json` prints it: flat, without fields for the terminal. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly help: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly pointer?: string;
  /** Further locations of the same problem. */
  readonly others?: readonly LocatedPlace[];
}

export function toJson(diagnostics: readonly LocatedDiagnostic[]): JsonDiagnostic[] {
  return diagnostics.map(({ code, severity, message, help, file, line, column, place, locatedOthers }) => ({
    code,
    severity,
    message,
    help,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(place && { pointer: place.pointer }),
    ...(locatedOthers && { others: locatedOthers }),
  }));
}
