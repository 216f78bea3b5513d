import { basename, dirname, join, resolve } from "node:path";
import { isAddress, isThere, mayWrite, openModel, projectFolder, publicAddress, Root, UsageError, writeWhole } from "tallystick";
import { parseCommand, showRefusals, withHeading, type Command, type Values } from "tallystick/cli";
import { jsonText, plain } from "tallystick/model";
import { Locator } from "../locator.js";
import { openDocument } from "../open-document.js";
import { htmlOf, indexOf, pageOf } from "../report/html.js";
import { reportsAt } from "../report/read-reports.js";
import type { Report } from "../report/report.js";
import { mergedSummary } from "../report/terminal.js";
import { jsonOf, lastReport, parseReportFlags, reportHelp, writeReports } from "../report/write.js";
import { mergeReports } from "./merge.js";
import { refused } from "./refused.js";

export const reportCommand = {
  name: "report",
  usage: ["report [path] [--out <file>] [--spec <path>]", "report --merge <path…> [--baseline <file>] [--report <kind>]"],
  words: [{ shown: "[path]", help: `JSON report of tallystick verify, or a folder of reports (default: ${lastReport})` }],
  options: {
    out: { value: "file", help: "File for the page (default: next to the report)" },
    spec: {
      value: "path",
      many: true,
      help: "Document, to show its lines next to the findings (default: the document of the report); with --merge it may be repeated",
    },
    merge: { value: "path…", many: true, help: "Join the JSON reports in these files and folders as if all had been one run" },
    ...withHeading("With --merge", {
      report: { value: "kind", many: true, help: reportHelp },
      baseline: { value: "file", help: "Accepted findings (default: the baseline of the reports)" },
      "update-baseline": { help: "Write the findings to the baseline" },
      usage: { value: "manifest", many: true, help: "Usage manifest of a consumer; may be repeated" },
      json: { help: "Print the JSON report and nothing else" },
      quiet: { help: "Print errors only" },
    }),
  },
  end: [
    "Exit codes: 0 written, or no new finding with --merge · 1 findings, nothing verified, or a missing shard ·",
    "  2 bad usage, or a report that cannot be merged · 3 internal error.",
  ],
} as const satisfies Command;

type MergeValues = Values<typeof reportCommand.options>;

async function runMerge(paths: readonly string[], values: MergeValues, words: readonly string[], argv: readonly string[]): Promise<number> {
  if (words.length > 0) throw new UsageError(`Put "${words[0]}" after --merge.`);
  if (values.out !== undefined) throw new UsageError("--out is for one page. Write the page of merged reports with --report html=FILE.");
  const updateBaseline = values["update-baseline"] === true;
  if (updateBaseline && values.baseline === undefined) throw new UsageError("--update-baseline needs --baseline FILE.");
  const flags = parseReportFlags(values.report ?? []);
  for (const file of [...flags.map(({ path }) => path), updateBaseline ? values.baseline : undefined])
    if (file !== undefined && file !== "") mayWrite(file);
  const { baseline, usage, json = false, quiet = false } = values;
  const { located, problems, skipped } = await mergeReports({ paths, specs: values.spec ?? [], baseline, usage, updateBaseline });
  // With --json, stdout has the merged report, if there is one.
  if (problems.length > 0) await showRefusals(problems, ["report", ...argv], json && located.length === 0);
  if (skipped.length > 0) process.stderr.write(`${plain(`Skipped, because not written by tallystick verify: ${skipped.join(", ")}`)}\n`);
  if (located.length === 0 && problems.length === 0)
    throw new UsageError("No JSON report of tallystick verify found", {
      code: "input-unreadable",
      help: "Write one with tallystick verify --report json=FILE.",
    });
  if (located.length > 0) {
    await writeReports(located, flags, (text) => void (json ? process.stderr : process.stdout).write(text));
    if (json) process.stdout.write(`${jsonText(jsonOf(located), 2)}\n`);
    else if (!quiet)
      process.stdout.write(
        mergedSummary(
          located.map(({ report }) => report),
          { written: flags, color: process.stdout.isTTY === true },
        ),
      );
  }
  return problems.length > 0 ? 2 : Math.max(...located.map(({ report }) => report.summary.exitCode));
}

/** `tallystick report`: the HTML page of a JSON report. */
export async function runReport(argv: readonly string[]): Promise<number> {
  try {
    const line = parseCommand(reportCommand, argv);
    if (line === undefined) return 0;
    const { values, words } = line;
    if (values.merge !== undefined) return await runMerge(values.merge, values, words, argv);
    const other = (["baseline", "update-baseline", "usage", "report", "json", "quiet"] as const).find((name) => values[name] !== undefined);
    if (other !== undefined) throw new UsageError(`--${other} needs --merge PATH.`);
    const [spec, ...specs] = values.spec ?? [];
    if (specs.length > 0) throw new UsageError("--spec was given more than once");
    const [path = lastReport, ...more] = words;
    if (more.length > 0) throw new UsageError("tallystick report takes one JSON report or one folder.");
    if (words.length === 0 && !isThere(path)) {
      const todo = "Run tallystick verify with --report json, or name a report: tallystick report FILE.";
      throw new UsageError(`Report not found: "${path}".`, { code: "input-unreadable", help: todo });
    }
    for (const written of await buildPages(path, values.out, spec)) process.stdout.write(`Wrote ${plain(written)}\n`);
    return 0;
  } catch (error) {
    return await refused(error, "report", argv);
  }
}

async function buildPages(path: string, out: string | undefined, spec: string | undefined): Promise<string[]> {
  const { folder, reports } = await reportsAt(path);
  if (out !== undefined) mayWrite(out);
  // A document named with --spec must exist. The one of the report may have been deleted.
  if (spec !== undefined) await openDocument({ spec, allowRemote: hostsOf(spec) });
  const written: string[] = [];
  const target = out === undefined ? folder : dirname(out);
  const root = new Root(target);
  const write = (file: string, text: string): void => {
    if (file === out) writeWhole(file, text);
    else root.write(basename(file), text);
    written.push(file);
  };
  const [only] = reports;
  if (reports.length === 1 && only) {
    write(out ?? join(folder, "report.html"), htmlOf(pageOf(only.report, await locatorOf(only.report, spec, folder))));
    return written;
  }
  for (const { name, report } of reports) write(join(target, `${name}.html`), htmlOf(pageOf(report, await locatorOf(report, spec, folder))));
  write(out ?? join(folder, "index.html"), indexOf(reports.map(({ name, report }) => ({ file: `${name}.html`, report }))));
  return written;
}

/** Lines are only shown when they are those of the document that was verified. A report names documents of this project or of its own, and no others. */
async function locatorOf(report: Report, spec: string | undefined, folder: string): Promise<Locator | undefined> {
  const path = spec ?? report.spec.path;
  if (spec === undefined && isAddress(path)) {
    process.stderr.write(
      plain(`The report names a document of an address, "${publicAddress(path)}": its lines are not shown. Name it with --spec.`) + "\n",
    );
    return undefined;
  }
  if (spec === undefined && !new Root(projectFolder("."), [projectFolder(folder)]).holds(resolve(path))) {
    process.stderr.write(
      plain(`The document of the report is outside this project: "${path}". Its lines are not shown. Name the document with --spec.`) + "\n",
    );
    return undefined;
  }
  const opened = await openModel(path, { allowRemote: hostsOf(path) });
  return opened.model?.sha256 === report.spec.sha256 ? new Locator(opened.sources, isAddress(path) ? publicAddress(path) : path) : undefined;
}

/** The host of an address that the user gave: it is allowed, too. */
function hostsOf(spec: string): readonly string[] {
  return isAddress(spec) && URL.canParse(spec) ? [new URL(spec).host] : [];
}
