import type { Place } from "../model/place.js";
import { catalog, type Code } from "./catalog.js";
import type { Diagnostic, Report } from "./diagnostic.js";
import { plain } from "./plain.js";

/** A `report` for the stages and the list that it fills. The same finding at the same place is kept once. */
export function collector(): { readonly report: Report; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const report = (code: Code, parameters: never, place?: Place): void => {
    const { severity, message, help } = catalog[code];
    const sentence = plain((message as (parameters: never) => string)(parameters));
    const key = `${code}\n${place ? place.file + place.pointer : ""}\n${sentence}`;
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.push({ code, severity, message: sentence, help, ...(place && { place }) });
  };
  return { report: report as Report, diagnostics };
}
