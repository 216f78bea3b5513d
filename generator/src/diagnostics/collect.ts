import type { Place } from "../model/place.js";
import { catalog, type Code } from "./catalog.js";
import type { Diagnostic, Report } from "./diagnostic.js";
import { plain } from "./plain.js";

/** Takes what stages find. The same finding at the same place is kept once. */
export interface Collector {
  /** For the stages. */
  readonly report: Report;
  /** What has been found so far, in the order in which it was. */
  readonly diagnostics: readonly Diagnostic[];
  /** Takes over what another one has collected. */
  add(diagnostics: readonly Diagnostic[]): void;
}

/** A collector that has nothing yet. */
export function collector(): Collector {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const keep = (diagnostic: Diagnostic): void => {
    const { code, place, message } = diagnostic;
    const key = `${code}\n${place ? place.file + place.pointer : ""}\n${message}`;
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.push(diagnostic);
  };
  const report = (code: Code, parameters: never, place?: Place, others: readonly Place[] = []): void => {
    const { severity, message, help } = catalog[code];
    const text = plain((message as (parameters: never) => string)(parameters));
    keep({ code, severity, message: text, help, ...(place && { place }), ...(others.length > 0 && { others }) });
  };
  return { report: report as Report, diagnostics, add: (others) => others.forEach(keep) };
}
