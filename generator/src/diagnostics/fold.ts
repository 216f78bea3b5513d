import type { LocatedDiagnostic } from "./diagnostic.js";

/** Diagnostics of one code with the same message: one cause in several locations. */
export interface Group {
  /** The first of them. */
  readonly first: LocatedDiagnostic;
  readonly count: number;
  /** The next locations, at most two: `openapi.yaml:12:5`. */
  readonly others: readonly string[];
}

/** Diagnostics as they are shown: a group for each cause; the groups of one code beyond the limit are one line with a count. */
export interface Folded {
  readonly shown: readonly Group[];
  /** Per code, how many more diagnostics there are. */
  readonly more: ReadonlyMap<string, number>;
}

/** Keeps the first `limit` causes of each warning and each note. Errors are all shown: each of them must be corrected. */
export function fold(diagnostics: readonly LocatedDiagnostic[], limit: number): Folded {
  const counts = new Map<string, number>();
  const more = new Map<string, number>();
  const shown = grouped(diagnostics).filter(({ first: { code, severity }, count: size }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= limit || (severity === "error" && count <= errorLimit)) return true;
    more.set(code, (more.get(code) ?? 0) + size);
    return false;
  });
  return { shown, more };
}

/** The count of a cause and its next locations: `3 locations, also at a.yaml:9:3, a.yaml:12:3`; the empty string for a cause with one location. */
export function otherPlaces({ count, others }: Group): string {
  if (count === 1) return "";
  const places = others.length === 0 ? "" : `, also at ${others.join(", ")}`;
  const rest = count - 1 - others.length;
  return `${number(count)} locations${places}${rest === 0 || others.length === 0 ? "" : ` and ${number(rest)} more`}`;
}

/** The number of locations shown after the first one. */
const placeLimit = 2;
/** Causes of one error that are shown. */
const errorLimit = 50;

function grouped(diagnostics: readonly LocatedDiagnostic[]): Group[] {
  const groups = new Map<string, { first: LocatedDiagnostic; count: number; others: string[] }>();
  for (const diagnostic of diagnostics) {
    const { code, severity, message, file, line, column = 1 } = diagnostic;
    const key = `${code} ${severity} ${message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: diagnostic, count: 1, others: [] });
    else {
      group.count += 1;
      if (group.others.length < placeLimit && file !== undefined) group.others.push(line === undefined ? file : `${file}:${line}:${column}`);
    }
  }
  return [...groups.values()];
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
