import { parseArgs, type ParseArgsConfig } from "node:util";
import { meantAmong, plain } from "tallystick/model";
import { UsageError } from "../usage-error.js";

type Options = NonNullable<ParseArgsConfig["options"]>;

type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; strict: true; allowPositionals: true; options: O }>>;

/** The flags of a command, and what stands beside them. Throws a `UsageError` that says which option was surely meant, where one was. */
export function parseCommand<const O extends Options>(
  command: string,
  argv: readonly string[],
  options: O,
  { allowPositionals = false }: Pick<ParseArgsConfig, "allowPositionals"> = {},
): Parsed<O> {
  try {
    return parseArgs({ args: [...argv], strict: true, allowPositionals, options }) as Parsed<O>;
  } catch (error) {
    throw new UsageError(`${plain(sentence(error, Object.keys(options)))}. See tallystick ${command} --help.`);
  }
}

/** What `parseArgs` says of a flag, without its advice about arguments that begin with a dash. */
function sentence(error: unknown, names: readonly string[]): string {
  const [said = ""] = (error instanceof Error ? error.message : String(error)).split(/\.(?:\s|$)/);
  const [, written] = /^Unknown option '--([^']+)'$/.exec(said) ?? [];
  const meant = written === undefined ? undefined : meantAmong(written, names);
  return meant === undefined ? said : `${said}; '--${meant}' was surely meant`;
}
