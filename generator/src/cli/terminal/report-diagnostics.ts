import type { LocatedDiagnostic } from "../../diagnostics/diagnostic.js";
import { jsonText } from "../../model/json-text.js";
import { version } from "../../version.js";
import { writeWhole } from "../../files/write-whole.js";
import { UsageError } from "../options/usage-error.js";

/** The formats of files with diagnostics. */
const formats = {
  json: async (diagnostics) => (await import("../../diagnostics/json.js")).toJson(diagnostics),
  sarif: async (diagnostics) => (await import("../../diagnostics/sarif.js")).toSarif(diagnostics, version),
  gitlab: async (diagnostics) => {
    const { codeQuality } = await import("../../diagnostics/code-quality.js");
    const located = diagnostics.map(({ code, severity, message, help, file, line }) => ({
      check: code,
      severity,
      message: `${message} ${help}`,
      file,
      line,
    }));
    // GitLab shows a problem at a line of a file.
    return codeQuality(located.flatMap(({ file, ...each }) => (file === undefined ? [] : [{ ...each, file }])));
  },
} as const satisfies Readonly<Record<string, (diagnostics: readonly LocatedDiagnostic[]) => Promise<unknown>>>;

type Format = keyof typeof formats;
const files = Object.keys(formats).map((name) => `${name}=FILE`);

export const reportHelp = `Write diagnostics as ${files.join(", ")} or github (annotations); may be repeated`;

/** A requested report of diagnostics. */
export type DiagnosticReport = { readonly kind: Format; readonly path: string } | { readonly kind: "github" };

/** Reads `sarif=out.sarif` or `github`, as `verify` does. */
export function readReport(flag: string): DiagnosticReport {
  const [kind = "", ...rest] = flag.split("=");
  const path = rest.join("=");
  if (kind === "github" && path === "") return { kind };
  if (!isFormat(kind)) throw new UsageError(`Unknown report "${flag}". Available for --report: ${files.join(", ")} and github.`);
  if (path === "") throw new UsageError(`--report ${kind} needs a file: --report ${kind}=FILE.`);
  return { kind, path };
}

function isFormat(kind: string): kind is Format {
  return Object.hasOwn(formats, kind);
}

/** Writes the requested files, each with the diagnostics of all documents. A file without diagnostics is written, too. */
export async function writeReports(diagnostics: readonly LocatedDiagnostic[], reports: readonly DiagnosticReport[] = []): Promise<void> {
  for (const report of reports) if (report.kind !== "github") writeWhole(report.path, `${jsonText(await formats[report.kind](diagnostics), 2)}\n`);
}
