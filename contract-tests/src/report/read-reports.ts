import { basename, dirname } from "node:path";
import { isFolder, jsonFault, jsonPlace, readNamed, Root, unreadable, unreadSentence, UsageError, type Read } from "tallystick";
import { reportValidator } from "./report-schema.js";
import type { Report } from "./report.js";

/** Reports that were kept as JSON, each with the name of its file, and the folder that they are in. */
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
  if (!("bytes" in read)) {
    const isAbsent = "missing" in read || "outside" in read;
    throw new UsageError(isAbsent ? `File not found: "${path}"` : unreadSentence("report", path, read), {
      code: "input-unreadable",
      help: "Name a JSON report of tallystick verify, or a folder of reports.",
    });
  }
  const text = read.bytes.toString("utf8");
  const value = parsed(text, path);
  const { issues } = (await reportValidator())(value);
  const [issue] = issues;
  if (issue === undefined) return value as Report;
  const where = issue.instancePath === "" ? "it" : `"${issue.instancePath}"`;
  throw new UsageError(`This is not a JSON report of tallystick verify: ${where} ${issue.message}`, {
    code: "input-invalid",
    file: path,
    ...jsonPlace(text, issue.instancePath),
    help: makeOne,
  });
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { reason, line, column } = jsonFault(text);
    throw new UsageError(`This is not JSON: ${reason}`, { code: "input-invalid", file: path, line, column, help: makeOne });
  }
}
