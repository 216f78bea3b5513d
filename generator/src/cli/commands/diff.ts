import { describeDocumentOptions, readDocumentOptions, valueOf } from "./document-options.js";
import { exit } from "../outcome.js";
import { UsageError } from "../usage-error.js";
import { ownLine } from "../own-command.js";
import { printLine } from "../tell.js";

const formats = ["text", "markdown", "html", "github"] as const;
const levels = ["breaking", "warning", "none"] as const;
const surfaces = ["wire", "types", "all"] as const;

/** Parts that one document has and that cannot be read: this many are shown. */
const mostUnread = 10;

/** `tallystick diff OLD NEW`: two versions of a document, compared. */
export async function runDiffCommand(args: readonly string[]): Promise<number> {
  const line = await ownLine("diff", args, (cli) =>
    describeDocumentOptions(
      cli
        .command("[old] [new]", "Compare two versions of a document. Each is a path, an address, git:REF:path or npm:package@version")
        .option("--json", "Print one JSON document on stdout, and nothing else")
        .option("--format <format>", `One of ${formats.join(", ")} (default: text)`)
        .option("--fail-on <level>", `Exit 1 from this level on: ${levels.join(", ")} (default: breaking)`)
        .option("--surface <surface>", `Changes to report: ${surfaces.join(", ")} (default: wire)`)
        .option("--baseline <file>", "YAML list of accepted changes")
        .option("--policy <file>", "YAML with your own level for each code: breaking, warning, safe, documentation, off")
        .option("--changesets <dir>", "Exit 1 if the pending changesets in this folder release too little for the changes (with --package)")
        .option("--package <name>", "Package of the changesets: its name, or name@version with its current version")
        .option("--write-changeset <file>", "Write a draft changeset that lists the changes (with --package)"),
    ),
  );
  if (line === undefined) return exit.success;
  const [old, next, ...more] = line.args;
  if (old === undefined || next === undefined || more.length > 0)
    throw new UsageError("tallystick diff needs two documents: the old one and the new one");
  const { options } = line;
  if (options["json"] === true && options["format"] !== undefined)
    throw new UsageError("--json and --format exclude each other: --json prints the report as JSON");
  const format = options["json"] === true ? "json" : choice("--format", options["format"], formats);
  const failOn = choice("--fail-on", options["failOn"], levels);
  const surface = choice("--surface", options["surface"], surfaces);
  const [baseline, policy] = [valueOf(options["baseline"], "--baseline"), valueOf(options["policy"], "--policy")];
  const [folder, file] = [valueOf(options["changesets"], "--changesets"), valueOf(options["writeChangeset"], "--write-changeset")];
  const released = nameAndVersion(valueOf(options["package"], "--package"));
  if (released === undefined && (folder !== undefined || file !== undefined))
    throw new UsageError("--changesets and --write-changeset need --package");
  const [{ runDiff }, { printDiagnostics, showDiagnostics }, { said }] = await Promise.all([
    import("../../diff/run-diff.js"),
    import("../show-diagnostics.js"),
    import("../../diagnostics/said.js"),
  ]);
  const run = await runDiff(old, next, {
    ...(format === undefined ? {} : { format }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(surface === undefined ? {} : { surface }),
    ...(baseline !== undefined && { baseline }),
    ...(policy !== undefined && { policy }),
    ...readDocumentOptions(options),
    ...(folder !== undefined && released !== undefined && { changesets: { folder, ...released } }),
    ...(file !== undefined && released !== undefined && { writeChangeset: { file, ...released } }),
    color: process.stdout.isTTY,
    today: new Date().toISOString().slice(0, 10),
  });
  const problems = run.problems.map(({ code, problem, ...details }) => said(code, problem, details));
  // Each of them is an entry to mend.
  await showDiagnostics(problems, [], Infinity);
  await showDiagnostics(run.diagnostics.length > 0 ? run.diagnostics : run.unread.slice(0, mostUnread));
  if (run.exitCode === exit.usage && format === "json") await printDiagnostics([...problems, ...run.diagnostics]);
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

function choice<T extends string>(option: string, given: unknown, all: readonly T[]): T | undefined {
  const value = valueOf(given, option);
  const found = all.find((each) => each === value);
  if (value !== undefined && found === undefined) throw new UsageError(`Unknown value "${value}" of ${option}. Available: ${all.join(", ")}`);
  return found;
}
