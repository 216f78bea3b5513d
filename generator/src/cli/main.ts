import { plainLines } from "../diagnostics/plain.js";
import { version } from "../version.js";
import { asTyped, guarded, unguarded } from "./as-typed.js";
import { describeGenerate } from "./commands/generate-options.js";
import { describeInit } from "./commands/init-options.js";
import { meantAmong } from "../algorithms/meant-among.js";
import { commands } from "./command-names.js";
import { checkOptions } from "./options-meant.js";
import { exit } from "./outcome.js";
import { plainHelp } from "./own-command.js";
import { refuse } from "./refuse.js";
import { strayWord } from "./stray-word.js";
import { UsageError } from "./usage-error.js";

/**
 * Runs one command and returns its exit code.
 * Everything heavy is imported inside the command that needs it: `--version` and `--help` answer at once.
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    const code = await refuse(error, argv);
    if (code !== undefined) return code;
    process.stderr.write(
      `tallystick ${version} made a mistake of its own. Please report it with the document that led to it.\n${plainLines(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    );
    return exit.internal;
  }
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
    const suggestion = meantAmong(command, commands);
    const guess = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
    throw new UsageError(`Unknown command "${command}".${guess} Available: ${commands.join(", ")}`);
  }
  checkOptions(cli.matchedCommand);
  const [stray] = [...cli.args, ...((cli.options["--"] ?? []) as readonly string[])];
  if (stray !== undefined) throw new UsageError(strayWord(String(unguarded(stray)), command));
  await cli.runMatchedCommand();
  return code;
}

const passedOn: readonly (readonly [string, string])[] = [
  ["diff", "Compare two versions of a document: breaking changes, affected consumers and the next version number"],
  ["record", "Record traffic from a live target, redacted"],
  ["verify", "Check recordings, a HAR file or a live server against the document"],
  ["report", "Write the HTML page of the last JSON report of verify"],
  ["mock", "Serve the document as an API over HTTP"],
];
