import type { LocatedDiagnostic } from "../../diagnostics/diagnostic.js";
import type { DiagnosticReport } from "./report-diagnostics.js";

/**
 * Prints diagnostics on stderr: for people, or on GitHub as annotations of their lines.
 * @param perCode The number of diagnostics of one code before they are folded into a count. Default: by output format.
 */
export async function showDiagnostics(
  diagnostics: readonly LocatedDiagnostic[],
  reports: readonly DiagnosticReport[] = [],
  perCode?: number,
): Promise<void> {
  if (diagnostics.length === 0) return;
  if (process.env["GITHUB_ACTIONS"] === "true" || reports.some(({ kind }) => kind === "github")) {
    const { toGithub } = await import("../../diagnostics/github.js");
    process.stderr.write(toGithub(diagnostics, perCode));
    return;
  }
  const { render } = await import("../../diagnostics/render.js");
  process.stderr.write(
    render(diagnostics, { colour: process.stderr.isTTY && process.env["NO_COLOR"] === undefined, ...(perCode !== undefined && { perCode }) }),
  );
}

/** Prints diagnostics on stdout, as the only JSON document of a run without other output. */
export async function printDiagnostics(diagnostics: readonly LocatedDiagnostic[]): Promise<void> {
  const [{ toJson }, { jsonText }] = await Promise.all([import("../../diagnostics/json.js"), import("../../model/json-text.js")]);
  process.stdout.write(`${jsonText({ diagnostics: toJson(diagnostics) }, 2)}\n`);
}
