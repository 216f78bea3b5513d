import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { jsonFault, unreadable, UsageError } from "tallystick";
import { reportSchema } from "./make-report.js";
import type { Report } from "./report.js";

/** Reports that were kept as JSON, each with the name of its file, and the folder that they are in. */
export interface KeptReports {
  readonly folder: string;
  readonly reports: readonly { readonly name: string; readonly report: Report }[];
}

/** The reports of a folder, whatever else is in it, or the one that is named. Throws a `UsageError` where there is none. */
export async function reportsAt(path: string): Promise<KeptReports> {
  const found = await stat(path).catch((error: unknown) => {
    const isThere = !["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
    throw new UsageError(isThere ? unreadable("report", path, error) : `There is nothing at "${path}"`, {
      code: "input-unreadable",
      help: "Name a JSON report of tallystick verify, or a folder that holds some.",
    });
  });
  if (!found.isDirectory()) return { folder: dirname(path), reports: [{ name: nameOf(path), report: await readReport(path) }] };
  const names = await readdir(path).catch((error: unknown) => {
    throw new UsageError(unreadable("folder", path, error), { code: "input-unreadable" });
  });
  const reports = await Promise.all(
    names
      .filter((name) => name.endsWith(".json"))
      .toSorted()
      .map(async (name) => {
        const report = await readReport(join(path, name)).catch(() => undefined);
        return report === undefined ? [] : [{ name: nameOf(name), report }];
      }),
  );
  if (reports.flat().length > 0) return { folder: path, reports: reports.flat() };
  throw new UsageError(`There is no JSON report of tallystick verify in "${path}"`, { code: "input-unreadable", help: makeOne });
}

const makeOne = "Make one with tallystick verify --report json=FILE.";

function nameOf(path: string): string {
  return basename(path, ".json");
}

async function readReport(path: string): Promise<Report> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UsageError(unreadable("report", path, error), { code: "input-unreadable" });
  });
  const value = parsed(text, path);
  if (!isReport(value)) throw new UsageError("This is no JSON report of tallystick verify", { code: "input-invalid", file: path, help: makeOne });
  return value;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { reason, line, column } = jsonFault(text);
    throw new UsageError(`This is not JSON: ${reason}`, { code: "input-invalid", file: path, line, column, help: makeOne });
  }
}

/** What a page is made of is there. */
function isReport(value: unknown): value is Report {
  const { $schema, spec, summary, findings, operations } = (value ?? {}) as Partial<Report>;
  const isOne = $schema === reportSchema && typeof spec === "object" && typeof summary === "object";
  return isOne && Array.isArray(findings) && Array.isArray(operations);
}
