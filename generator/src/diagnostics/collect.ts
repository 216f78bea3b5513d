import type { Place } from "../model/place.js";
import { catalog, type Code } from "./catalog.js";
import type { Diagnostic, Report } from "./diagnostic.js";
import { plain } from "./plain.js";
import { severityOf, type SeverityOptions } from "./severity.js";

/** Collects the diagnostics of all stages, without duplicates. */
export interface Collector {
  /** For the stages. */
  readonly report: Report;
  /** All diagnostics so far, in order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A collector that has nothing yet. @param options Severities that are not the usual ones. */
export function collector(options: SeverityOptions = {}): Collector {
  const diagnostics: Diagnostic[] = [];
  const known = new Set<string>();
  const report = (code: Code, parameters: never, place?: Place, others: readonly Place[] = []): void => {
    const severity = severityOf(code, options);
    if (severity === "off") return;
    const { message: write, help } = catalog[code];
    const message = plain((write as (parameters: never) => string)(parameters));
    const key = `${code}\n${place ? `${place.file}${place.pointer} ${place.offset ?? ""}` : ""}\n${message}`;
    if (known.has(key)) return;
    known.add(key);
    diagnostics.push({ code, severity, message, help, ...(place && { place }), ...(others.length > 0 && { others }) });
  };
  return { report: report as Report, diagnostics };
}
