import type { LocatedDiagnostic } from "./diagnostic.js";

/** Diagnostics as they are shown: those of one code beyond the limit are one line with a count. */
export interface Folded {
  readonly shown: readonly LocatedDiagnostic[];
  /** Per code, how many more there are. */
  readonly more: ReadonlyMap<string, number>;
}

/** Keeps the first `limit` of each warning and each info. Errors are all shown: each of them must be mended. */
export function fold(diagnostics: readonly LocatedDiagnostic[], limit: number): Folded {
  const counts = new Map<string, number>();
  const more = new Map<string, number>();
  const shown = diagnostics.filter(({ code, severity }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= limit || (severity === "error" && count <= errorLimit)) return true;
    more.set(code, (more.get(code) ?? 0) + 1);
    return false;
  });
  return { shown, more };
}

/** A document whose every line is wrong needs no list of its lines. */
const errorLimit = 50;
