import { readArguments, type Option } from "tallystick/cli";
import type { FlagValues } from "./flag-values.js";

type Flags = Readonly<Record<string, { readonly type: "string" | "boolean"; readonly multiple?: true; readonly short?: string }>>;

interface Parsed<F extends Flags> {
  readonly values: FlagValues<F>;
  readonly positionals: readonly string[];
}

/** The flags of a command and its other arguments, read as for all commands. Throws a `UsageError` for a line that is not valid. */
export function parseCommand<const F extends Flags>(
  command: string,
  argv: readonly string[],
  flags: F,
  { allowPositionals = false }: { readonly allowPositionals?: boolean } = {},
): Parsed<F> {
  const options = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, optionOf(name, flag)]));
  const parsed = readArguments({ name: command, options, ...(allowPositionals && { words: [] }) }, argv);
  if (parsed === "help") return { values: { help: true } as unknown as FlagValues<F>, positionals: [] };
  return { values: parsed.values as FlagValues<F>, positionals: parsed.words };
}

function optionOf(name: string, { type, multiple }: Flags[string]): Option {
  return {
    help: "",
    ...(type === "string" && { value: "value" }),
    ...(multiple && { many: multiple }),
    // What follows `--header Authorization:` is the credential, which is not printed.
    ...(name === "header" && { quoted: "Name: value" }),
    ...(name === "as" && { quoted: "name=Header: value" }),
  };
}
