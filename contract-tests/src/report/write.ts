import { appendNamed, UsageError, writeWhole } from "tallystick";
import { codeQuality, jsonText, type CodeQualityEntry } from "tallystick/model";
import type { Locator } from "../locator.js";
import { gates } from "../findings/finding.js";
import { githubAnnotations, githubSummary } from "./github.js";
import { htmlOf, pageOf } from "./html.js";
import { junitOf } from "./junit.js";
import type { Report } from "./report.js";
import { sarifOf } from "./sarif.js";

/** A report, with the source lines of its locations. */
export interface LocatedReport {
  readonly report: Report;
  readonly locator: Locator;
}

/** The formats of reports that are files: where one goes when its kind is given without a file, and its text. */
const formats = {
  json: { file: "reports/verify.json", text: ({ report }) => `${jsonText(report, 2)}\n` },
  html: { file: "reports/verify.html", text: ({ report, locator }) => htmlOf(pageOf(report, locator)) },
  junit: { file: "reports/verify.junit.xml", text: ({ report }) => junitOf(report) },
  sarif: { file: "reports/verify.sarif", text: ({ report }) => `${jsonText(sarifOf(report), 2)}\n` },
  gitlab: { file: "reports/verify.gitlab.json", text: ({ report }) => `${jsonText(gitlabOf(report), 2)}\n` },
} as const satisfies Readonly<Record<string, { readonly file: string; readonly text: (located: LocatedReport) => string }>>;

type Format = keyof typeof formats;
export interface ReportFlag {
  readonly kind: Format | "github";
  readonly path?: string;
}

const names = Object.keys(formats) as readonly Format[];

export const reportHelp = `Write a report: ${names.join(", ")} (each with =FILE, or to reports/) or github; may be repeated`;

/** The report that `tallystick report` reads when no other one is named. */
export const lastReport: string = formats.json.file;

/** `json=out.json`, `json`, `github`. */
export function parseReportFlags(flags: readonly string[]): readonly ReportFlag[] {
  return flags.map((flag) => {
    const equals = flag.indexOf("=");
    const name = equals < 0 ? flag : flag.slice(0, equals);
    const given = equals < 0 ? undefined : flag.slice(equals + 1);
    if (name === "github") return { kind: name, ...(given === undefined ? {} : { path: given }) };
    const kind = names.find((one) => one === name);
    if (kind === undefined)
      throw new UsageError(`Unknown report "${flag}". Available for --report: ${names.join(", ")} (each with =FILE, or to reports/) and github.`);
    if (given === "") throw new UsageError(`--report ${kind} needs a file: --report ${kind}=FILE.`);
    return { kind, path: given ?? formats[kind].file };
  });
}

export async function writeReports(located: LocatedReport, flags: readonly ReportFlag[], print: (text: string) => void): Promise<void> {
  for (const { kind, path = "" } of flags) {
    if (kind === "github") {
      print(githubAnnotations(located.report));
      const summary = path === "" ? process.env["GITHUB_STEP_SUMMARY"] : path;
      if (summary !== undefined && summary !== "") appendNamed(summary, githubSummary(located.report));
    } else writeWhole(path, formats[kind].text(located));
  }
}

/** GitLab's Code Quality report: the findings that fail the run. One that is at no line of the document is at its first. */
function gitlabOf({ findings, spec }: Report): readonly CodeQualityEntry[] {
  return codeQuality(
    findings.filter(gates).map(({ id, class: check, severity, message, operation, status, location }) => ({
      id,
      check,
      severity,
      message: `${[operation, status].filter((part) => part !== undefined).join(" ")}${operation === undefined ? "" : ": "}${message}`,
      file: location?.file ?? spec.path,
      line: location?.line,
    })),
  );
}
