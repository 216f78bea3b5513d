import { folderForCompiledCode, keepCompiledCode, keepWhatHasRun } from "../process/compiled-code.js";
import { plainLines } from "../diagnostics/plain.js";
import { version } from "../version.js";
import { asTyped, guarded, unguarded } from "./as-typed.js";
import { describeGenerate } from "./commands/generate-options.js";
import { describeInit } from "./commands/init-options.js";
import { meantAmong } from "../algorithms/meant-among.js";
import { checkOptions } from "./options-meant.js";
import { exit, refusedByDisk, UsageError } from "./outcome.js";
import { plainHelp } from "./own-command.js";

/**
 * Runs one command and returns its exit code.
 * Everything heavy is imported inside the command that needs it: `--version` and `--help` answer at once.
 */
export async function main(argv: readonly string[]): Promise<number> {
  keepCompiledCode(folderForCompiledCode());
  try {
    return await dispatch(argv);
  } catch (error) {
    if (error instanceof UsageError || (error instanceof Error && error.name === "CACError")) {
      const command = commands.find((name) => name === argv[0]);
      const help = `Run tallystick ${command === undefined ? "" : `${command} `}--help to see what there is.`;
      return refuse("wrong-usage", sentence(error.message), argv, help);
    }
    const refused = refusedByDisk(error);
    if (refused !== undefined) return refuse("disk-refuses", refused, argv);
    process.stderr.write(
      `tallystick ${version} made a mistake of its own. Please report it with the document that led to it.\n${plainLines(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    );
    return exit.internal;
  } finally {
    keepWhatHasRun();
  }
}

/** Says why there was nothing to be done, as all else is said that is found. */
async function refuse(code: "wrong-usage" | "disk-refuses", says: string, argv: readonly string[], help?: string): Promise<number> {
  const [{ collector }, { showDiagnostics }] = await Promise.all([import("../diagnostics/collect.js"), import("./show-diagnostics.js")]);
  const { report, diagnostics } = collector();
  report(code, { says });
  const isForGithub = argv.some((each, index) => each === "--report=github" || (each === "--report" && argv[index + 1] === "github"));
  await showDiagnostics(
    diagnostics.map((each) => (help === undefined ? each : { ...each, help })),
    isForGithub ? [{ kind: "github" }] : [],
  );
  return exit.usage;
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [command = "", ...rest] = argv;
  // These have options of their own, which they read themselves.
  switch (command) {
    case "record":
    case "verify":
    case "report":
      return (await import("./commands/contract.js")).runContract(command, rest);
    case "diff":
      return (await import("./commands/diff.js")).runDiffCommand(rest);
    case "mock":
      return (await import("./commands/mock.js")).runMockCommand(rest);
  }
  const { default: cac } = await import("cac");
  const cli = cac("tallystick");
  let code: number = exit.success;
  describeGenerate(cli.command("generate", "Generate types, client, validators, fixtures and mocks from a document")).action(
    async (options: Record<string, unknown>) => {
      const { runGenerate } = await import("./commands/generate.js");
      code = await runGenerate(asTyped(options));
    },
  );
  describeInit(cli.command("init", "Set tallystick up in a project: configuration, scripts, CI step, first generation")).action(
    async (options: Record<string, unknown>) => {
      const { runInit } = await import("./commands/init.js");
      code = await runInit(asTyped(options));
    },
  );
  for (const [name, description] of passedOn) cli.command(name, description, { allowUnknownOptions: true }).action(() => undefined);
  cli.help(plainHelp);
  cli.version(version);
  cli.parse(["node", "tallystick", ...guarded(argv)], { run: false });
  if (cli.options["help"] === true || cli.options["version"] === true) return exit.success;
  if (cli.matchedCommand === undefined) {
    if (command === "") {
      cli.outputHelp();
      return exit.success;
    }
    const meant = meantAmong(command, commands);
    const there = `${commands.slice(0, -1).join(", ")} and ${commands.at(-1)}`;
    throw new UsageError(`There is no command "${command}"; ${meant === undefined ? "" : `${meant} was surely meant; `}there are ${there}`);
  }
  checkOptions(cli.matchedCommand);
  const [stray] = [...cli.args, ...((cli.options["--"] ?? []) as readonly string[])];
  if (stray !== undefined) throw new UsageError(strayWords(String(unguarded(stray)), command));
  await cli.runMatchedCommand();
  return code;
}

/** A word that belongs to no option; that of a file is the document, which other tools take so. */
function strayWords(word: string, command: string): string {
  const isDocument = /\.(?:json|ya?ml)$/i.test(word) || /^https?:/i.test(word);
  return `"${word}" is not an option of tallystick ${command}${isDocument ? `; the document is given with --spec ${word}` : ""}`;
}

const commands = ["generate", "init", "diff", "record", "verify", "report", "mock"] as const;

const passedOn: readonly (readonly [string, string])[] = [
  ["diff", "Compare two versions of a document: what breaks, for whom, and which version number it asks for"],
  ["record", "Record traffic from a live target, redacted"],
  ["verify", "Check recordings, a HAR file or a live server against the document"],
  ["report", "Write the report of the last verification"],
  ["mock", "Serve what the document promises over HTTP"],
];

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
