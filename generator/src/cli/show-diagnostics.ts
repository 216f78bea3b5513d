import type { LocatedDiagnostic } from "../diagnostics/diagnostic.js";
import type { DiagnosticReport } from "./report-diagnostics.js";

/**
 * Diagnostics on stderr: for a person, or on GitHub as annotations at the lines that they are about.
 * @param perCode How many of one code are shown before they fold into a count. Default: what suits the form.
 */
export async function showDiagnostics(
  diagnostics: readonly LocatedDiagnostic[],
  reports: readonly DiagnosticReport[] = [],
  perCode?: number,
): Promise<void> {
  if (diagnostics.length === 0) return;
  if (process.env["GITHUB_ACTIONS"] === "true" || reports.some(({ kind }) => kind === "github")) {
    const { toGithub } = await import("../diagnostics/github.js");
    process.stderr.write(toGithub(diagnostics, perCode));
    return;
  }
  const { render } = await import("../diagnostics/render.js");
  process.stderr.write(
    render(diagnostics, { colour: process.stderr.isTTY && process.env["NO_COLOR"] === undefined, ...(perCode !== undefined && { perCode }) }),
  );
}

/** Diagnostics on stdout, as the one JSON document of a run that made nothing else. */
export async function printDiagnostics(diagnostics: readonly LocatedDiagnostic[]): Promise<void> {
  const [{ toJson }, { jsonText }] = await Promise.all([import("../diagnostics/json.js"), import("../model/json-text.js")]);
  process.stdout.write(`${jsonText({ diagnostics: toJson(diagnostics) }, 2)}\n`);
}
