import { basename, dirname } from "node:path";
import { isFolder, jsonFault, jsonPlace, readNamed, Root, unreadable, unreadSentence, UsageError, type Read } from "tallystick";
import { plain } from "tallystick/model";
import { classNamed, type FindingClass } from "../findings/finding.js";
import { reportValidator } from "./report-schema.js";
import type { Report } from "./report.js";

/** JSON reports, each with the name of its file, and the folder that they are in. */
export interface SavedReports {
  readonly folder: string;
  readonly reports: readonly { readonly name: string; readonly report: Report }[];
}

/** The reports of a folder, whatever else is in it, or the one that is named. Throws a `UsageError` where there is none. */
export async function reportsAt(path: string): Promise<SavedReports> {
  if (!isFolder(path)) return { folder: dirname(path), reports: [{ name: nameOf(path), report: await reportIn(await readNamed(path), path) }] };
  const root = new Root(path);
  const reports = await Promise.all(
    namesIn(root)
      .filter((name) => name.endsWith(".json"))
      .map(async (name) => {
        const report = await reportIn(root.read(name), name).catch(() => undefined);
        return report === undefined ? [] : [{ name: nameOf(name), report }];
      }),
  );
  if (reports.flat().length > 0) return { folder: path, reports: reports.flat() };
  throw new UsageError(`No JSON report of tallystick verify found in "${path}"`, { code: "input-unreadable", help: makeOne });
}

const makeOne = "Write one with tallystick verify --report json=FILE.";

function nameOf(path: string): string {
  return basename(path, ".json");
}

function namesIn(root: Root): readonly string[] {
  try {
    return root.list();
  } catch (error) {
    throw new UsageError(unreadable("folder", root.folder, error), { code: "input-unreadable" });
  }
}

async function reportIn(read: Read, path: string): Promise<Report> {
  const [first, ...more] = (await reportsIn(path, read)) ?? [];
  if (first !== undefined && more.length === 0) return first;
  throw new UsageError("This file has reports of several documents", {
    code: "input-invalid",
    file: path,
    help: "Write their pages with tallystick report --merge FILE --report html.",
  });
}

/**
 * The reports in a file: one, or those of several documents that were merged. Throws a `UsageError` if it has none.
 * @param isNamed Whether a file of another tool is an error. Otherwise the result is `undefined`.
 * @param onAbsent Called for each document of a list without a report. Default: it is thrown.
 */
export async function reportsIn(path: string, read: Read, isNamed = true, onAbsent = rethrow): Promise<readonly Report[] | undefined> {
  if (!("bytes" in read)) {
    const isAbsent = "missing" in read || "outside" in read;
    throw new UsageError(isAbsent ? `File not found: "${path}"` : unreadSentence("report", path, read), {
      code: "input-unreadable",
      help: "Name a JSON report of tallystick verify, or a folder of reports.",
    });
  }
  const text = read.bytes.toString("utf8").replace(/^\ufeff/, "");
  const value = parsed(text, path);
  const format = formatOf(value);
  if (format === undefined && !isNamed) return undefined;
  if (format !== undefined && !["report-1", "reports-1"].includes(format)) {
    throw new UsageError(`This report has the format "${format}", and this version of Tallystick reads "report-1" and "reports-1"`, {
      code: "input-invalid",
      file: path,
      help: "Update @tallystick/contract, or verify again with this version.",
    });
  }
  const isList = format === "reports-1";
  const listed = isList ? listedIn(value as ReportList, path, onAbsent) : [{ at: "", report: value }];
  const validate = await reportValidator();
  return listed.flatMap(({ at, report }) => {
    const [issue] = validate(report).issues;
    if (issue === undefined) return [withCurrentClasses(report as Report)];
    const instancePath = `${at}${issue.instancePath}`;
    const error = new UsageError(
      `This is not a JSON report of tallystick verify: ${instancePath === "" ? "it" : `"${instancePath}"`} ${issue.message}`,
      {
        code: "input-invalid",
        file: path,
        ...jsonPlace(text, instancePath),
        help: makeOne,
      },
    );
    // The other reports of a list are complete.
    if (!isList) throw error;
    onAbsent(error);
    return [];
  });
}

/** A report whose findings have the current names of their classes. */
function withCurrentClasses(report: Report): Report {
  const { findings, summary } = report;
  const current = <T extends { readonly class: FindingClass }>(of: T): T => ({ ...of, class: classNamed(of.class) ?? of.class });
  const byClass = Object.fromEntries(Object.entries(summary.byClass).map(([name, count]) => [classNamed(name) ?? name, count]));
  return {
    ...report,
    summary: { ...summary, byClass },
    findings: findings.map((finding) => ({ ...current(finding), ...(finding.known && { known: current(finding.known) }) })),
  };
}

/** A list as `report --merge` writes it, or as `verify --json` does for many documents. */
interface ReportList {
  readonly reports?: unknown;
  readonly documents?: unknown;
}

function rethrow(error: UsageError): void {
  throw error;
}

/** The reports of a list, each with its location. */
function listedIn(
  { reports, documents }: ReportList,
  file: string,
  onAbsent: (error: UsageError) => void,
): readonly { readonly at: string; readonly report: unknown }[] {
  if (Array.isArray(reports)) return reports.map((report: unknown, index) => ({ at: `/reports/${index}`, report }));
  if (!Array.isArray(documents)) throw new UsageError('This file has no list "reports"', { code: "input-invalid", file, help: makeOne });
  return documents.flatMap((each: unknown, index) => {
    const { report, document = "" } = isObject(each) ? each : {};
    // A document that failed has the diagnostics of its run.
    if (formatOf(report) !== undefined) return [{ at: `/documents/${index}/report`, report }];
    const help = "Correct what that run reported, and verify again.";
    onAbsent(new UsageError(plain(`This file has no report of "${String(document)}"`, Infinity), { code: "input-invalid", file, help }));
    return [];
  });
}

function isObject(value: unknown): value is { readonly report?: unknown; readonly document?: unknown } {
  return typeof value === "object" && value !== null;
}

/** `report-1` of a report of Tallystick. */
function formatOf(value: unknown): string | undefined {
  const schema = typeof value === "object" && value !== null && "$schema" in value ? value.$schema : undefined;
  return typeof schema === "string" ? /^https:\/\/tallystick\.dev\/schema\/(reports?-[\w.-]{1,20})\.json$/.exec(schema)?.[1] : undefined;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { reason, line, column } = jsonFault(text);
    throw new UsageError(`This is not JSON: ${reason}`, { code: "input-invalid", file: path, line, column, help: makeOne });
  }
}
