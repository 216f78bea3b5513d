import type { Command } from "../options/command.js";
import { parseCommand } from "../options/command.js";
import { bashScript } from "../completion/bash.js";
import { fishScript } from "../completion/fish.js";
import { zshScript } from "../completion/zsh.js";
import { exit } from "../terminal/outcome.js";
import { UsageError } from "../options/usage-error.js";
import { diffCommand } from "./diff.js";
import { usageCommand } from "./usage.js";
import { generateCommand } from "../options/generate-options.js";
import { initCommand } from "../options/init-options.js";
import { migrateCommand } from "./migrate.js";
import { mockCommand } from "./mock.js";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
const shells = Object.keys(scripts) as (keyof typeof scripts)[];

const completionCommand = {
  name: "completion",
  usage: [`completion ${shells.join("|")}`],
  words: [{ shown: shells.join("|"), choices: shells, help: "The shell" }],
  options: {},
  end: [
    "bash: add source <(tallystick completion bash) to ~/.bashrc",
    "zsh:  add source <(tallystick completion zsh) to ~/.zshrc, after compinit",
    "fish: tallystick completion fish > ~/.config/fish/completions/tallystick.fish",
  ],
} as const satisfies Command;

/** `tallystick completion SHELL`: prints a script that knows all commands and options. */
export async function runCompletion(args: readonly string[]): Promise<number> {
  const line = parseCommand(completionCommand, args);
  if (line === undefined) return exit.success;
  const [word, ...more] = line.words;
  const shell = shells.find((each) => each === word);
  if (shell === undefined || more.length > 0) throw new UsageError(`tallystick completion needs one shell: ${shells.join(", ")}`);
  const own = [generateCommand, initCommand, diffCommand, usageCommand, migrateCommand, mockCommand, completionCommand];
  process.stdout.write(scripts[shell]([...own, ...(await contractCommands())]));
  return exit.success;
}

/** The commands of the kit, if it is installed. */
async function contractCommands(): Promise<readonly Command[]> {
  // A name that the compiler does not follow: the generator must not depend on the kit, which depends on it.
  const name: string = "@tallystick/contract/cli";
  try {
    const { commands } = (await import(name)) as { readonly commands: readonly Command[] };
    return commands;
  } catch {
    return [];
  }
}
