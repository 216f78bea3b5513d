import { appendFile } from "node:fs/promises";
import { UsageError, writeWhole } from "tallystick";
import { jsonText } from "tallystick/model";
import type { Locator } from "../locator.js";
import { githubAnnotations, githubSummary } from "./github.js";
import { htmlOf, pageOf } from "./html.js";
import { junitOf } from "./junit.js";
import type { Report } from "./report.js";
import { sarifOf } from "./sarif.js";

type ReportKind = "json" | "html" | "junit" | "sarif" | "github";
export interface ReportFlag {
  readonly kind: ReportKind;
  readonly path?: string;
}

const kinds: readonly ReportKind[] = ["json", "html", "junit", "sarif", "github"];

/** `json=out.json`, `github`. */
export function parseReportFlags(flags: readonly string[]): readonly ReportFlag[] {
  return flags.map((flag) => {
    const equals = flag.indexOf("=");
    const name = equals < 0 ? flag : flag.slice(0, equals);
    const path = equals < 0 ? undefined : flag.slice(equals + 1);
    const kind = kinds.find((one) => one === name);
    if (kind === undefined) throw new UsageError(`--report ${flag}: there are json=FILE, html=FILE, junit=FILE, sarif=FILE and github.`);
    if (kind !== "github" && (path === undefined || path === "")) throw new UsageError(`--report ${kind} needs a file: --report ${kind}=FILE.`);
    return { kind, ...(path === undefined ? {} : { path }) };
  });
}

/** A report, and where its places stand in the document's files. */
export interface LocatedReport {
  readonly report: Report;
  readonly locator: Locator;
}

export async function writeReports({ report, locator }: LocatedReport, flags: readonly ReportFlag[], print: (text: string) => void): Promise<void> {
  for (const { kind, path = "" } of flags) {
    switch (kind) {
      case "json":
        writeWhole(path, `${jsonText(report, 2)}\n`);
        break;
      case "html":
        writeWhole(path, htmlOf(pageOf(report, locator)));
        break;
      case "junit":
        writeWhole(path, junitOf(report));
        break;
      case "sarif":
        writeWhole(path, `${jsonText(sarifOf(report), 2)}\n`);
        break;
      case "github": {
        print(githubAnnotations(report));
        const summary = path === "" ? process.env["GITHUB_STEP_SUMMARY"] : path;
        if (summary !== undefined && summary !== "") await appendFile(summary, githubSummary(report));
      }
    }
  }
}
