import type { LocatedDiagnostic } from "../diagnostics/diagnostic.js";
import { jsonText } from "../model/json-text.js";
import { version } from "../version.js";
import { writeWhole } from "../files/write-whole.js";
import { UsageError } from "./usage-error.js";

/** One more form in which the diagnostics of a run are wanted. */
export type DiagnosticReport = { readonly kind: "json" | "sarif"; readonly path: string } | { readonly kind: "github" };

/** `sarif=out.sarif`, `github`: spelled as for `verify`. */
export function readReport(flag: string): DiagnosticReport {
  const [kind, ...rest] = flag.split("=");
  const path = rest.join("=");
  if (kind === "github" && path === "") return { kind };
  if (kind !== "json" && kind !== "sarif") throw new UsageError(`--report ${flag}: there are json=FILE, sarif=FILE and github.`);
  if (path === "") throw new UsageError(`--report ${kind} needs a file: --report ${kind}=FILE.`);
  return { kind, path };
}

/** Writes the requested report files. Each contains all documents of a run; without findings, the file states that. */
export async function writeReports(diagnostics: readonly LocatedDiagnostic[], reports: readonly DiagnosticReport[] = []): Promise<void> {
  for (const report of reports) {
    if (report.kind === "github") continue;
    const data =
      report.kind === "sarif"
        ? (await import("../diagnostics/sarif.js")).toSarif(diagnostics, version)
        : (await import("../diagnostics/json.js")).toJson(diagnostics);
    writeWhole(report.path, `${jsonText(data, 2)}\n`);
  }
}
