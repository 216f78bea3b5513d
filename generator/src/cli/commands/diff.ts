import { diffFormats } from "../../diff/render/formats.js";
import { defined } from "../../algorithms/defined.js";
import { parseCommand, withHeading, type Command, type OptionTable } from "../options/command.js";
import { exit } from "../terminal/outcome.js";
import { UsageError } from "../options/usage-error.js";
import { fleetOptions, readFleetFlags } from "../options/fleet-options.js";
import { documentOptions, readDocumentOptions } from "../options/document-options.js";
import { configuredConsumers } from "../documents/configured-consumers.js";
import { setRunSummary } from "../terminal/run-summary.js";
import { printLine } from "../terminal/print-line.js";

const levels = ["breaking", "used", "warning", "none"] as const;
const surfaces = ["wire", "types", "all"] as const;

/** Parts that one document has and that cannot be read: this many are shown. */
const mostUnread = 10;

const options = {
  json: { help: "Print one JSON document on stdout, and nothing else" },
  format: { value: "format", choices: diffFormats, help: `One of ${diffFormats.join(", ")} (default: text)` },
  "fail-on": {
    value: "level",
    choices: levels,
    help: `Exit 1 for a change of this level or above: ${levels.join(", ")} (default: breaking). used: only a break that affects a consumer`,
  },
  surface: { value: "surface", choices: surfaces, help: `Changes to report: ${surfaces.join(", ")} (default: wire)` },
  baseline: { value: "file", help: "YAML list of accepted changes" },
  policy: { value: "file", help: "YAML with your own level for each code: breaking, warning, safe, documentation, off" },
  usage: {
    value: "manifest",
    many: true,
    help: "Usage manifest of a consumer: a file, a folder, git:REF:path or npm:package#path; may be repeated (default: consumers of the configuration)",
  },
  matrix: { help: "After the changes, list which consumer uses which operation and field, and what could be removed" },
  changesets: { value: "dir", help: "Exit 1 if the pending changesets in this folder release too little for the changes (with --package)" },
  package: { value: "name", help: "Package of the changesets: its name, or name@version with its current version" },
  "write-changeset": { value: "file", help: "Write a draft changeset that lists the changes (with --package)" },
  ...withHeading("Documents", documentOptions),
  ...withHeading("Many documents", fleetOptions),
} as const satisfies OptionTable;

export const diffCommand = {
  name: "diff",
  usage: ["diff <old> <new>", "diff --affected [base]"],
  words: [{ shown: "<old> <new>", help: "Two versions of a document. Each is a path, an address, git:REF:path or npm:package@version#path" }],
  options,
  end: [
    "Examples:",
    "  tallystick diff git:v1.2.0:openapi.yaml openapi.yaml",
    "  tallystick diff npm:@acme/api@1.2.0 openapi.yaml --surface all --format markdown",
    "",
    "Exit codes: 0 no change of the level of --fail-on or above · 1 such a change · 2 bad usage or a bad document · 3 internal error.",
  ],
} as const satisfies Command;

/** `tallystick diff OLD NEW`: two versions of a document, compared. */
export async function runDiffCommand(args: readonly string[]): Promise<number> {
  const line = parseCommand(diffCommand, args);
  if (line === undefined) return exit.success;
  const { values } = line;
  const [old, next, ...more] = line.words;
  const { affected, ...limits } = readFleetFlags(values);
  if (affected !== undefined && old === undefined)
    return (await import("../documents/diff-documents.js")).diffDocuments(args, { affected, ...limits });
  if (affected !== undefined) throw new UsageError("--affected compares the documents of the configuration, so it takes no document");
  if (old === undefined || next === undefined || more.length > 0)
    throw new UsageError(
      more.length > 0 && values.usage !== undefined
        ? `tallystick diff needs two documents, and --usage takes one manifest: repeat it, as in --usage ${values.usage.at(-1) ?? ""} --usage FILE`
        : "tallystick diff needs two documents: the old one and the new one",
    );
  if (values.json === true && values.format !== undefined)
    throw new UsageError("--json and --format exclude each other: --json prints the report as JSON");
  const format = values.json === true ? ("json" as const) : values.format;
  const { "fail-on": failOn, surface, baseline, policy, changesets: folder, "write-changeset": file } = values;
  const usage = values.usage ?? (await configuredConsumers([old, next]));
  if (usage === false) return exit.usage;
  if (usage === undefined && (failOn === "used" || values.matrix === true))
    throw new UsageError(`${failOn === "used" ? "--fail-on used" : "--matrix"} needs --usage, or consumers in the configuration`);
  const released = nameAndVersion(values.package);
  if (released === undefined && (folder !== undefined || file !== undefined))
    throw new UsageError("--changesets and --write-changeset need --package");
  const [{ runDiff }, { countsText }, { printDiagnostics, showDiagnostics }, { usageDiagnostic: usageError }] = await Promise.all([
    import("../../diff/run-diff.js"),
    import("../../diff/report.js"),
    import("../terminal/show-diagnostics.js"),
    import("../../diagnostics/usage-codes.js"),
  ]);
  const run = await runDiff(old, next, {
    ...defined({ format, failOn, surface, baseline, policy }),
    ...readDocumentOptions(values),
    ...defined({ usage, matrix: values.matrix }),
    ...(folder !== undefined && released !== undefined && { changesets: { folder, ...released } }),
    ...(file !== undefined && released !== undefined && { writeChangeset: { file, ...released } }),
    color: process.stdout.isTTY,
    today: new Date().toISOString().slice(0, 10),
  });
  const problems = run.problems.map(({ code, problem, ...details }) => usageError(code, problem, details));
  // Each of them is an entry to mend.
  await showDiagnostics(problems, [], Infinity);
  await showDiagnostics(run.diagnostics.length > 0 ? run.diagnostics : run.unread.slice(0, mostUnread));
  if (run.exitCode === exit.usage && format === "json") await printDiagnostics([...problems, ...run.diagnostics]);
  if (run.report !== undefined) setRunSummary(countsText(run.report, surface ?? "wire"));
  if (run.output !== "") process.stdout.write(run.output.endsWith("\n") ? run.output : `${run.output}\n`);
  if (run.wrote !== undefined) printLine(`Wrote ${run.wrote}. Edit it before you commit it.`);
  else if (file !== undefined && run.report !== undefined) printLine("No change: no changeset was written.");
  return run.exitCode;
}

/** `@scope/name@1.2.3` → name and version. */
function nameAndVersion(value: string | undefined): { readonly package: string; readonly version?: string } | undefined {
  if (value === undefined) return undefined;
  const [, name = value, version] = /^(@?[^@]+)(?:@(.+))?$/.exec(value) ?? [];
  return { package: name, ...(version !== undefined && { version }) };
}
