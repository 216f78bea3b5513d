import { basename, dirname, join } from "node:path";
import { appendNamed, UsageError, writeWhole, type Content } from "tallystick";
import { codeQuality, jsonPieces, jsonText, type CodeQualityEntry } from "tallystick/model";
import type { Locator } from "../locator.js";
import { gates } from "../findings/finding.js";
import { githubAnnotations, githubSummary } from "./github.js";
import { htmlOf, indexOf, pageOf } from "./html.js";
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
  json: { file: "reports/verify.json", text: (reports) => linesOf(jsonOf(reports)) },
  html: { file: "reports/verify.html", text: ([only]) => (only === undefined ? "" : htmlOf(pageOf(only.report, only.locator))) },
  junit: { file: "reports/verify.junit.xml", text: (reports) => junitOf(reports.map(({ report }) => report)) },
  sarif: { file: "reports/verify.sarif", text: (reports) => linesOf(sarifOf(reports.map(({ report }) => report))) },
  gitlab: {
    file: "reports/verify.gitlab.json",
    text: (reports) =>
      `${jsonText(
        reports.flatMap(({ report }) => gitlabOf(report)),
        2,
      )}\n`,
  },
} as const satisfies Readonly<Record<string, { readonly file: string; readonly text: (located: readonly LocatedReport[]) => Content }>>;

/** A JSON document that is read again each time it is written. */
function linesOf(value: object): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      yield* jsonPieces(value);
      yield "\n";
    },
  };
}

/** One report, or a list of the reports of several documents. */
export function jsonOf(reports: readonly LocatedReport[]): object {
  const [only] = reports;
  if (only !== undefined && reports.length === 1) return only.report;
  return { $schema: "https://tallystick.dev/schema/reports-1.json", reports: reports.map(({ report }) => report) };
}

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

/** Writes the reports of one or several documents. */
export async function writeReports(located: readonly LocatedReport[], flags: readonly ReportFlag[], print: (text: string) => void): Promise<void> {
  for (const { kind, path = "" } of flags) {
    if (kind === "github") {
      const summary = path === "" ? process.env["GITHUB_STEP_SUMMARY"] : path;
      for (const { report } of located) {
        print(githubAnnotations(report));
        if (summary !== undefined && summary !== "") appendNamed(summary, githubSummary(report));
      }
    } else if (kind === "html" && located.length !== 1) writePages(located, path);
    else writeWhole(path, formats[kind].text(located));
  }
}

/** A page for each document, and one that links to them. */
function writePages(located: readonly LocatedReport[], path: string): void {
  const name = basename(path).replace(/\.\w+$/, "");
  const entries = located.map((one, index) => ({ ...one, file: `${name}-${index + 1}.html` }));
  for (const { report, locator, file } of entries) writeWhole(join(dirname(path), file), htmlOf(pageOf(report, locator)));
  writeWhole(path, indexOf(entries));
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
