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
  const all = [...options, ["-h, --help", "Display this message"] as const];
  const width = Math.max(...all.map(([option]) => option.length));
  const lines = all.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`);
  return ["Usage:", ...usage.map((line) => `  $ tallystick ${line}`), "", "Options:", ...lines, "", end, ""].join("\n");
}
