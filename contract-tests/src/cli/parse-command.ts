import { parseArgs, type ParseArgsConfig } from "node:util";
import { strayWord, unknownOption, UsageError } from "tallystick";

type Options = NonNullable<ParseArgsConfig["options"]>;

type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; strict: true; allowPositionals: true; options: O }>>;

/** The flags of a command, and what stands beside them. Throws a `UsageError` in the words of `tallystick generate` for a line that cannot be. */
export function parseCommand<const O extends Options>(
  command: string,
  argv: readonly string[],
  options: O,
  { allowPositionals = false }: Pick<ParseArgsConfig, "allowPositionals"> = {},
): Parsed<O> {
  try {
    const parsed = parseArgs({ args: [...argv], strict: true, allowPositionals: true, tokens: true, options });
    if (!allowPositionals) refuseWords(parsed.tokens, command);
    refuseValues(parsed.tokens, options);
    return parsed as Parsed<O>;
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(sentence(error, Object.keys(options)));
  }
}

interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly value?: string | boolean | undefined;
}

function refuseWords(tokens: readonly Token[], command: string): void {
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind !== "positional") continue;
    // What follows `--header Authorization:` is the credential, which is not printed.
    if (tokens[index - 1]?.name === "header") throw new UsageError("--header takes 'Name: value' as one argument. Put it in quotes");
    throw new UsageError(strayWord(String(value), command));
  }
}

/** What `parseArgs` takes, and nobody means: a value that is nothing, and a second one where the first would be forgotten. */
function refuseValues(tokens: readonly Token[], options: Options): void {
  const known = new Set<string>();
  for (const { kind, name = "", value } of tokens) {
    const option = options[name];
    if (kind !== "option" || option?.type !== "string") continue;
    if (value === "") throw new UsageError(`--${name} needs a value`);
    if (known.has(name) && option.multiple !== true) throw new UsageError(`--${name} was given more than once`);
    known.add(name);
  }
}

/** What `parseArgs` says of a flag, in our words. */
function sentence(error: unknown, names: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, written] = /^Unknown option '-{1,2}([^']+)'/.exec(message) ?? [];
  if (written !== undefined) return unknownOption(written, names);
  // `-h, --help` and `--spec <value>` stand there for the two.
  const [, name] = /^Option '(?:-\w, )?(--[\w-]+)/.exec(message) ?? [];
  if (name === undefined) return message;
  return message.includes("does not take an argument") ? `${name} takes no value` : `${name} needs a value`;
}
