import { dirname, resolve } from "node:path";
import picocolors from "picocolors";
import { defined } from "../../algorithms/defined.js";
import { collector } from "../../diagnostics/collect.js";
import { projectFolder } from "../../files/project-folder.js";
import { Root } from "../../files/root.js";
import { readFile, unreadSentence } from "../../files/read.js";
import type { SourceFile } from "../../load/document.js";
import { locate } from "../../load/locate.js";
import { parseCommand, withHeading, type Command, type OptionTable } from "../options/command.js";
import { refuseSeveral } from "../documents/configured-document.js";
import { jobs } from "../generate/jobs.js";
import { shown } from "../generate/paths.js";
import { exit } from "../terminal/outcome.js";
import { Progress } from "../terminal/progress.js";
import { printLine } from "../terminal/print-line.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { UsageError } from "../options/usage-error.js";
import { documentOptions, readDocumentOptions } from "../options/document-options.js";

const tools = ["openapi-fetch", "hey-api", "orval"] as const;

const options = {
  from: {
    value: "tool",
    choices: tools,
    help: `Tool whose calls are changed: ${tools.join(", ")}. openapi-fetch includes the types of openapi-typescript`,
  },
  project: { value: "file", help: "tsconfig.json of the code to change (default: tsconfig.json)" },
  write: { help: "Write the changes (default: show them as a diff)" },
  "types-only": { help: "Change imports of types only. Calls stay with openapi-fetch" },
  raw: { help: "Create the generated client, and keep the calls: client.raw.GET(…)" },
  validate: { help: "Check bodies of changed calls against the document (default: unchecked, as before)" },
  "expect-errors": { help: "Mark lines whose types no longer fit with @ts-expect-error (default: leave the code that they depend on)" },
  "ignore-mocks": { help: "Change calls that tests run with a replacement of the client (default: leave them)" },
  "allow-dirty": { help: "Write files that have uncommitted changes" },
  spec: { value: "path", help: "OpenAPI document, a path or an address (default: the document of the configuration)" },
  out: { value: "dir", help: "Folder of the generated client, or with --types-only a file of types (default: the output of the configuration)" },
  overlay: { value: "file", many: true, help: "OpenAPI Overlay that corrects the document; may be repeated" },
  config: { value: "file", help: "Configuration file" },
  ...withHeading("Document", documentOptions),
} as const satisfies OptionTable;

export const migrateCommand = {
  name: "migrate",
  usage: ["migrate --from <tool>"],
  options,
  end: [
    "Calls that cannot be changed safely are listed with the reason. A change that does not compile is not applied.",
    "",
    "Examples:",
    "  tallystick migrate --from openapi-fetch",
    "  tallystick migrate --from hey-api --write",
    "",
    "Exit codes: 0 changed or listed · 1 some changes would not compile · 2 bad usage or a bad document · 3 internal error.",
  ],
} as const satisfies Command;

/** `tallystick migrate`: calls of another tool become calls of the generated client. */
export async function runMigrateCommand(args: readonly string[]): Promise<number> {
  const line = parseCommand(migrateCommand, args);
  if (line === undefined) return exit.success;
  const progress = new Progress(process.stderr, 0);
  const { values } = line;
  const { from, spec, out, config, overlay: overlays } = values;
  if (from === undefined) throw new UsageError(`tallystick migrate needs --from with one of ${tools.join(", ")}`);
  const only = values["types-only"] === true ? "types" : values.raw === true ? "raw" : undefined;
  if (values["types-only"] === true && values.raw === true) throw new UsageError("--types-only and --raw cannot be combined");
  if (only === "types" && from !== "openapi-fetch") throw new UsageError("--types-only needs --from openapi-fetch: other tools have other types");
  if (only === "raw" && from !== "openapi-fetch") throw new UsageError("--raw needs --from openapi-fetch: client.raw is its client");
  const cwd = process.cwd();
  const tsconfig = resolve(cwd, values.project ?? "tsconfig.json");
  // The compiler would wait for the writer of a pipe.
  const read = readFile(tsconfig);
  if ("reason" in read)
    throw new UsageError(unreadSentence("file", shown(tsconfig, cwd), read), {
      code: "input-unreadable",
      help: "Name the tsconfig.json of the code with --project.",
    });
  if ("missing" in read) throw new UsageError(`File not found: "${shown(tsconfig, cwd)}". Name the tsconfig.json of the code with --project`);

  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  const flags = defined({ spec, out, overlays, config, ...readDocumentOptions(values) });
  const found = await jobs(cwd, flags, report, sources);
  await showDiagnostics(locate(diagnostics, sources, (source) => shown(source.path, cwd)));
  const [job] = found ?? [];
  if (job === undefined) return exit.usage;
  refuseSeveral((found ?? []).map((each) => shown(each.spec, cwd)));
  if (job.isFile === true && only !== "types")
    throw new UsageError(`The output ${job.shownOut} is a file of types, without a client. Add --types-only, or give --out a folder`);
  const { migrate, openConsumer, openTarget, diffOf, summaryOf, uncommitted, writeAll } = await import("../../migrate/index.js");
  const target = await openTarget(job.spec, job.options, job.out);
  if ("diagnostics" in target) {
    await showDiagnostics(locate(target.diagnostics, target.sources, (source) => shown(source.path, cwd)));
    return exit.usage;
  }
  // What a single file exports is known from the file only.
  if (job.isFile === true && target.onDisk === "missing") throw new UsageError(`File not found: "${job.shownOut}". Run tallystick generate first`);
  if (values.write === true && target.onDisk !== "current") {
    const fault = target.onDisk === "missing" ? "has no generated client" : "has a client of another document or version";
    throw new UsageError(`The folder ${job.shownOut} ${fault}. Run tallystick generate first`);
  }
  progress.update("Reading the project", 0, 1);
  const consumer = projectOf(() => openConsumer(tsconfig), shown(tsconfig, cwd));
  target.addTo(consumer);
  const settled = migrate(
    consumer,
    target.api,
    target.output,
    { from, only, validate: values.validate, ignoresMocks: values["ignore-mocks"], expectsErrors: values["expect-errors"] },
    (stage, done, total) => progress.update(stage, done, total),
  );
  progress.end();
  const colors = picocolors.createColors(process.stdout.isTTY);
  const patch = diffOf(settled, consumer, colors);
  if (patch !== "") process.stdout.write(`${patch}\n\n`);
  process.stdout.write(`${summaryOf(settled, consumer, colors)}\n`);
  const files = [...settled.files].map(([path, { before, after }]) => ({ path, before, after }));
  const code = settled.prevented.length + settled.marks.length > 0 ? exit.findings : exit.success;
  if (settled.prevented.length > 0 && values["expect-errors"] !== true)
    printLine("To change that code as well, correct those lines first, or add --expect-errors.");
  if (files.length === 0) return code;
  if (values.write !== true) {
    printLine("No files were changed. To write the changes, run the command with --write.");
    return code;
  }
  const folder = projectFolder(dirname(tsconfig));
  const dirty =
    values["allow-dirty"] === true
      ? []
      : await uncommitted(
          folder,
          files.map(({ path }) => path),
        );
  if (dirty.length > 0) throw new UsageError(`Uncommitted changes in ${dirty.join(", ")}. No files were changed. Commit them, or add --allow-dirty`);
  writeAll(new Root(folder), files);
  printLine(`Wrote ${files.length} ${files.length === 1 ? "file" : "files"}.`);
  return code;
}

/** @throws UsageError if the compiler cannot read the configuration. */
function projectOf<T>(open: () => T, name: string): T {
  try {
    return open();
  } catch (error) {
    throw new UsageError(`"${name}" cannot be read: ${error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error)}`, {
      code: "input-unreadable",
      help: "Correct the file, or name another one with --project.",
    });
  }
}
