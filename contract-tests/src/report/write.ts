import { appendNamed, UsageError, writeWhole } from "tallystick";
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

/** Where a report goes when its kind is given without a file. */
const usualFiles = {
  json: "reports/verify.json",
  html: "reports/verify.html",
  junit: "reports/verify.junit.xml",
  sarif: "reports/verify.sarif",
} as const;

/** The report that `tallystick report` reads when no other one is named. */
export const lastReport: string = usualFiles.json;

/** `json=out.json`, `json`, `github`. */
export function parseReportFlags(flags: readonly string[]): readonly ReportFlag[] {
  return flags.map((flag) => {
    const equals = flag.indexOf("=");
    const name = equals < 0 ? flag : flag.slice(0, equals);
    const kind = kinds.find((one) => one === name);
    const path = equals < 0 ? usualFiles[name as keyof typeof usualFiles] : flag.slice(equals + 1);
    if (kind === undefined)
      throw new UsageError(
        `Unknown report "${flag}". Available for --report: json, html, junit, sarif (each with =FILE, or to reports/) and github.`,
      );
    if (kind !== "github" && path === "") throw new UsageError(`--report ${kind} needs a file: --report ${kind}=FILE.`);
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
        if (summary !== undefined && summary !== "") appendNamed(summary, githubSummary(report));
      }
    }
  }
}
