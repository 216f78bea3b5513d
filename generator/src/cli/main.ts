import { plainLines } from "../diagnostics/plain.js";
import { version } from "../version.js";
import { closestWord } from "../algorithms/closest-word.js";
import { aligned, parseCommand } from "./options/command.js";
import { commands, isCommand } from "./options/command-names.js";
import { exit, Interrupted } from "./terminal/outcome.js";
import { refuse } from "./terminal/refuse.js";
import { UsageError } from "./options/usage-error.js";

/**
 * Runs one command and returns its exit code.
 * Large modules are imported by the command that needs them, so that `--version` and `--help` respond at once.
 */
export function main(argv: readonly string[]): Promise<number> {
  return guarded(argv, () => dispatch(argv));
}

/** Runs a command and returns its exit code. Prints why it cannot run. */
export async function guarded(argv: readonly string[], work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Interrupted) process.kill(process.pid, error.signal);
    const code = await refuse(error, argv);
    if (code !== undefined) return code;
    process.stderr.write(
      `Internal error in tallystick ${version}. Please report it together with the document.\n${plainLines(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    );
    return exit.internal;
  }
}

async function dispatch([name = "", ...args]: readonly string[]): Promise<number> {
  switch (isCommand(name) ? name : undefined) {
    case "generate": {
      const { generateCommand, readGenerateFlags } = await import("./options/generate-options.js");
      const line = parseCommand(generateCommand, args);
      if (line === undefined) return exit.success;
      const flags = readGenerateFlags(line.values, line.words);
      return (await import("./commands/generate.js")).runGenerate(flags);
    }
    case "init": {
      const { initCommand } = await import("./options/init-options.js");
      const line = parseCommand(initCommand, args);
      return line === undefined ? exit.success : (await import("./commands/init.js")).runInit(line.values);
    }
    case "diff":
      return (await import("./commands/diff.js")).runDiffCommand(args);
    case "usage":
      return (await import("./commands/usage.js")).runUsageCommand(args);
    case "mock":
      return (await import("./commands/mock.js")).runMockCommand(args);
    case "migrate":
      return (await import("./commands/migrate.js")).runMigrateCommand(args);
    case "record":
    case "verify":
    case "report":
      return (await import("./commands/contract.js")).runContract(name as "record" | "verify" | "report", args);
    case "completion":
      return (await import("./commands/completion.js")).runCompletion(args);
    case undefined:
      return withoutCommand(name);
  }
}

function withoutCommand(name: string): number {
  if (name === "--version" || name === "-v")
    process.stdout.write(`tallystick/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
  else if (name === "" || name === "--help" || name === "-h") process.stdout.write(overview());
  else {
    const suggestion = closestWord(name, Object.keys(commands));
    const guess = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
    throw new UsageError(`Unknown command "${name}".${guess} Available: ${Object.keys(commands).join(", ")}`);
  }
  return exit.success;
}

function overview(): string {
  return [
    `tallystick/${version}`,
    "",
    "Usage:",
    "  $ tallystick <command> [options]",
    "",
    "Commands:",
    ...aligned(Object.entries(commands)),
    "",
    "Options:",
    ...aligned([
      ["-h, --help", "Display this message. After a command: list its options"],
      ["-v, --version", "Display the version"],
    ]),
    "",
  ].join("\n");
}
