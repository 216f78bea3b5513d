import type { Command } from "cac";
import { meantAmong } from "../algorithms/meant-among.js";
import { UsageError } from "./usage-error.js";

/** What other tools call an option of ours. */
const others: Readonly<Record<string, string>> = {
  output: "out",
  o: "out",
  input: "spec",
  i: "spec",
  s: "spec",
  file: "spec",
  schema: "spec",
  c: "config",
  n: "name",
  p: "port",
  tag: "tags",
  w: "watch",
};

/** Throws a sentence where the line has an option that the command does not know, or one without its value: what was meant, where that is plain. */
export function checkOptions(command: Command): void {
  try {
    command.checkUnknownOptions();
    command.checkOptionValue();
  } catch (error) {
    throw new UsageError(worded(error instanceof Error ? error.message : String(error), command));
  }
}

function worded(message: string, command: Command): string {
  const [, value] = /^option `(.+)` value is missing$/.exec(message) ?? [];
  if (value !== undefined) return `${value} needs a value`;
  const [, written] = /^Unknown option `-{1,2}([^`]+)`$/.exec(message) ?? [];
  if (written === undefined) return message;
  const names = command.options.flatMap(({ rawName }) => /^--(?:no-)?([\w-]+)/.exec(rawName.split(", ").at(-1) ?? "")?.[1] ?? []);
  return unknownOption(kebab(written), names);
}

/** The message for an unknown option, with the closest option. @param names Available options, without dashes. */
export function unknownOption(written: string, names: readonly string[]): string {
  const other = others[written];
  const suggestion = other !== undefined && names.includes(other) ? other : meantAmong(written, names);
  return `Unknown option \`${written.length > 1 ? "--" : "-"}${written}\`.${suggestion === undefined ? "" : ` Did you mean \`--${suggestion}\`?`}`;
}

/** As it is typed: the parser has made `sourceMap` of `source-map`. */
function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
