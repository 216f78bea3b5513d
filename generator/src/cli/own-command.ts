import type { CAC, Command } from "cac";
import { asTyped, guarded, unguarded } from "./as-typed.js";
import { checkOptions } from "./options-meant.js";

interface Line {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** The line of a command that reads its own options; nothing where only its help was asked for. Throws where an option is unknown or lacks its value. */
export async function ownLine(name: string, args: readonly string[], describe: (cli: CAC) => Command): Promise<Line | undefined> {
  const { default: cac } = await import("cac");
  const cli = cac(`tallystick ${name}`);
  const command = describe(cli);
  cli.help(plainHelp);
  cli.parse(["node", "tallystick", ...guarded([name, ...args]).slice(1)], { run: false });
  if (cli.options["help"] === true) return undefined;
  checkOptions(command);
  // What follows `--` is no option, whatever it looks like.
  const words = [...cli.args, ...((cli.options["--"] ?? []) as readonly string[])];
  return { args: words.map((word) => String(unguarded(word))), options: asTyped(cli.options) };
}

/** Help as a person reads it: the parser tells that `--no-cache` is on by default, which says the opposite of what is meant. */
export function plainHelp<Section extends { body: string }>(sections: Section[]): Section[] {
  return sections.map((section) => ({
    ...section,
    body: section.body
      .split("\n")
      .map((line) => (/^\s+--no-/.test(line) ? line.replace(/ \(default: true\)$/, "") : line).trimEnd())
      .join("\n"),
  }));
}
