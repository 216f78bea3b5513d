import { shownOption, type Command, type Option, type OptionTable } from "tallystick/cli";

/** An option or an argument as `--help` shows it: `--spec <path>`, and what it does. */
export type OptionHelp = readonly [option: string, meaning: string];

/** What `--help` prints of a command of this package: as `tallystick generate --help` looks. */
export function helpText({
  usage,
  options,
  end,
}: {
  readonly usage: readonly string[];
  readonly options: readonly OptionHelp[];
  readonly end: string;
}): string {
  const [name = ""] = usage[0]?.split(" ") ?? [];
  described.set(name, { name, options: Object.fromEntries(options.flatMap(optionIn)), ...(options.some(isArgument) && { words: [argument] }) });
  const all = [...options, ["-h, --help", "Display this message"] as const];
  const width = Math.max(...all.map(([option]) => option.length));
  const lines = all.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`);
  return ["Usage:", ...usage.map((line) => `  $ tallystick ${line}`), "", "Options:", ...lines, "", end, ""].join("\n");
}

const described = new Map<string, Command>();
const argument = { shown: "[path]", help: "" };

/** The commands of this package by name, as far as `--help` describes them: shells complete their options. Filled as their modules are loaded. */
export const describedCommands: ReadonlyMap<string, Command> = described;

function isArgument([shown]: OptionHelp): boolean {
  return !shown.startsWith("-");
}

/** `--har <file…>` or `--plan[=<file>]`. */
function optionIn([shown, help]: OptionHelp): readonly (readonly [name: string, option: Option])[] {
  const [, name, value] = /^--([\w-]+)(?:[ [=]+(?:<([^>]+)>|(.+?))\]?)?$/.exec(shown) ?? [];
  if (name === undefined) return [];
  const isMany = help.includes("may be repeated");
  return [[name, { help, ...(/[ =]/.test(shown) && { value: value ?? "value" }), ...(isMany && { many: true }) }]];
}

type FlagOf<T extends Option> = T extends { readonly value: string }
  ? T extends { readonly many: true }
    ? { readonly type: "string"; readonly multiple: true }
    : { readonly type: "string" }
  : { readonly type: "boolean" };

/** The options of a table as flags of `parseCommand`. */
export function flagsOf<const T extends OptionTable>(table: T): { readonly [Name in keyof T]: FlagOf<T[Name]> } {
  const flags = Object.entries(table).map(([name, { value, many }]) => [
    name,
    { type: value === undefined ? "boolean" : "string", ...(many && { multiple: many }) },
  ]);
  return Object.fromEntries(flags) as { readonly [Name in keyof T]: FlagOf<T[Name]> };
}

/** The options of a table as `--help` shows them. */
export function helpOf(table: OptionTable): readonly OptionHelp[] {
  return Object.entries(table).map(([name, option]) => [shownOption(name, option), option.help]);
}
