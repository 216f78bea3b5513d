import { describeDocumentOptions, readDocumentOptions } from "./document-options.js";
import { exit, UsageError } from "../outcome.js";
import { ownLine } from "../own-command.js";
import { tell } from "../tell.js";

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
        .command("[old] [new]", "Compare two versions of a document. Each is a path, git:REF:path or npm:package@version")
        .option("--json", "Print one JSON document on stdout and nothing else there")
        .option("--format <format>", `One of ${formats.join(", ")} (default: text)`)
        .option("--fail-on <level>", `Exit 1 from this level on: ${levels.join(", ")} (default: breaking)`)
        .option("--surface <surface>", `What counts: ${surfaces.join(", ")} (default: wire)`)
        .option("--baseline <file>", "YAML list of accepted changes")
        .option("--policy <file>", "YAML of codes and your own levels for them: breaking, warning, safe, documentation, off")
        .option("--changesets <dir>", "Exit 1 when the pending changesets in this folder ask for less than the changes do (with --package)")
        .option("--package <name>", "The package that the changesets release: name or name@version, as it is now")
        .option("--write-changeset <file>", "Write a draft changeset in the words of the changes (with --package)"),
    ),
  );
  if (line === undefined) return exit.success;
  const [old, next, ...more] = line.args;
  if (old === undefined || next === undefined || more.length > 0)
    throw new UsageError("tallystick diff takes two documents: the old one and the new one");
  const { options } = line;
  const format = options["json"] === true ? "json" : choice("--format", options["format"], formats);
  const failOn = choice("--fail-on", options["failOn"], levels);
  const surface = choice("--surface", options["surface"], surfaces);
  const released = nameAndVersion(options["package"]);
  if (released === undefined && (options["changesets"] !== undefined || options["writeChangeset"] !== undefined))
    throw new UsageError("--changesets and --write-changeset need --package: the package that is released");
  const [{ runDiff }, { showDiagnostics }] = await Promise.all([import("../../diff/run-diff.js"), import("../show-diagnostics.js")]);
  const run = await runDiff(old, next, {
    ...(format === undefined ? {} : { format }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(surface === undefined ? {} : { surface }),
    ...(options["baseline"] === undefined ? {} : { baseline: String(options["baseline"]) }),
    ...(options["policy"] === undefined ? {} : { policy: String(options["policy"]) }),
    ...readDocumentOptions(options),
    ...(options["changesets"] === undefined || released === undefined ? {} : { changesets: { folder: String(options["changesets"]), ...released } }),
    ...(options["writeChangeset"] === undefined || released === undefined
      ? {}
      : { writeChangeset: { file: String(options["writeChangeset"]), ...released } }),
    color: process.stdout.isTTY,
    today: new Date().toISOString().slice(0, 10),
  });
  for (const { problem, help } of run.problems) {
    tell(problem);
    tell(`  ${help}`);
  }
  const errors = run.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  await showDiagnostics(errors.length > 0 ? errors : run.unread.slice(0, mostUnread));
  if (run.output !== "") process.stdout.write(run.output.endsWith("\n") ? run.output : `${run.output}\n`);
  if (run.wrote !== undefined) tell(`Wrote ${run.wrote}: read it and say it in your own words.`);
  else if (options["writeChangeset"] !== undefined && run.report !== undefined) tell("Nothing changed: no changeset was written.");
  return run.exitCode;
}

/** `@scope/name@1.2.3` → name and version. */
function nameAndVersion(value: unknown): { readonly package: string; readonly version?: string } | undefined {
  if (value === undefined) return undefined;
  const [, name = String(value), version] = /^(@?[^@]+)(?:@(.+))?$/.exec(String(value)) ?? [];
  return { package: name, ...(version !== undefined && { version }) };
}

function choice<T extends string>(option: string, value: unknown, all: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = all.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} takes ${all.join(", ")}; "${String(value)}" is none of them`);
  return found;
}
