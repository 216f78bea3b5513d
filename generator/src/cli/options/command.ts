import { parseArgs } from "node:util";
import { closestWord } from "../../algorithms/closest-word.js";
import { UsageError } from "./usage-error.js";

/** An option: what the parser accepts, `--help` shows and shells complete. */
export interface Option {
  readonly help: string;
  /** Name of its value in `--help`, such as `path`. `file…` also accepts the following words. An option without a value is true or false. */
  readonly value?: string;
  /** The value that it has if no value follows. */
  readonly default?: string;
  /** Whether it may be repeated. */
  readonly many?: true;
  /** Whether one word contains several values separated by commas. */
  readonly list?: true;
  /** The only values that it accepts. */
  readonly choices?: readonly string[];
  /** Form of a value that is one quoted word. A word after it may be secret and is not printed. */
  readonly quoted?: string;
  /** What `--help` shows after its name, if that is not its value in angle brackets: `='K: V'`. */
  readonly shown?: string;
  /** The heading that `--help` lists it under. Default: `Options`. */
  readonly heading?: string;
}

/** Options by name, without the dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

/** The same options, listed under a heading of `--help`. */
export function withHeading<const Options extends OptionTable>(heading: string, options: Options): Options {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, heading }])) as Options;
}

/** An argument that is no option: a path, or one of the choices. */
interface Argument {
  /** As `--help` shows it: `<old> <new>`. */
  readonly shown: string;
  readonly help: string;
  readonly choices?: readonly string[];
}

/** A command as the parser, `--help` and shells know it. */
export interface Command<Options extends OptionTable = OptionTable> {
  readonly name: string;
  /** Lines such as `diff <old> <new>`. Default: the name. */
  readonly usage?: readonly string[];
  /** Default: none is accepted. */
  readonly words?: readonly Argument[];
  readonly options: Options;
  /** Last lines of `--help`. */
  readonly end?: readonly string[];
}

type ValueOf<T extends Option> = T extends { readonly choices: readonly (infer Choice)[] } ? Choice : string;

/** The options that were given, by name. */
export type Values<Options extends OptionTable> = {
  readonly [Name in keyof Options]?: Options[Name] extends { readonly value: string }
    ? Options[Name] extends { readonly many: true } | { readonly list: true }
      ? readonly ValueOf<Options[Name]>[]
      : ValueOf<Options[Name]>
    : boolean;
};

/** A line of arguments, read. */
export interface Parsed<Options extends OptionTable> {
  readonly values: Values<Options>;
  readonly words: readonly string[];
}

/** The arguments of a command, read. `undefined` after `--help`, which is printed. @throws UsageError as `readArguments` does. */
export function parseCommand<const Options extends OptionTable>(command: Command<Options>, args: readonly string[]): Parsed<Options> | undefined {
  const parsed = readArguments(command, args);
  if (parsed === "help") process.stdout.write(helpText(command));
  return parsed === "help" ? undefined : parsed;
}

/**
 * Parses the arguments of a command. `help`: the user requested help.
 * @throws UsageError for an unknown option, a missing or unexpected value, or an unexpected word.
 */
function readArguments<const Options extends OptionTable>(
  command: Pick<Command<Options>, "name" | "words" | "options">,
  args: readonly string[],
): Parsed<Options> | "help" {
  const { options } = command;
  const kinds = Object.entries(options).map(([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" }] as const);
  const withDefaults = args.flatMap((argument, index) => {
    const preset = argument.startsWith("--") && Object.hasOwn(options, argument.slice(2)) ? options[argument.slice(2)]?.default : undefined;
    const next = args[index + 1];
    return preset !== undefined && (next === undefined || next.startsWith("-")) ? `${argument}=${preset}` : argument;
  });
  const { tokens } = parseArgs({
    args: withDefaults,
    options: { ...Object.fromEntries(kinds), help: { type: "boolean", short: "h" } },
    strict: false,
    tokens: true,
  });
  if (tokens.some((token) => token.kind === "option" && token.name === "help")) return "help";
  const values: Record<string, boolean | string | readonly string[]> = {};
  const words: string[] = [];
  let last: Option | undefined;
  let lastName = "";
  const add = (text: string | undefined): void => {
    const { many, list, choices } = last ?? {};
    const parts = list === true ? text?.split(",").flatMap((part) => part.trim() || []) : [text ?? ""];
    if (text === undefined || text === "" || parts === undefined || parts.length === 0) throw new UsageError(`--${lastName} needs a value`);
    const wrong = parts.find((part) => choices?.includes(part) === false);
    if (wrong !== undefined) throw new UsageError(`Unknown value "${wrong}" of --${lastName}. Available: ${choices?.join(", ")}`);
    const before = values[lastName];
    if (before !== undefined && many !== true && list !== true) throw new UsageError(`--${lastName} was given more than once`);
    values[lastName] = many === true || list === true ? [...((before ?? []) as readonly string[]), ...parts] : text;
  };
  for (const token of tokens) {
    if (token.kind === "option") {
      lastName = token.name;
      last = Object.hasOwn(options, lastName) ? options[lastName] : undefined;
      if (last === undefined) throw new UsageError(unknownOption(lastName, Object.keys(options)));
      if (last.value === undefined) {
        if (!["true", "false", undefined].includes(token.value)) throw new UsageError(`--${lastName} takes no value`);
        values[lastName] = token.value !== "false";
      } else {
        const isOption = token.inlineValue === false && /^-./.test(token.value);
        add(isOption ? undefined : token.value);
      }
    } else if (token.kind === "option-terminator") last = undefined;
    else if (last?.value?.endsWith("…") === true) add(token.value);
    else if (last?.quoted !== undefined) throw new UsageError(`--${lastName} takes '${last.quoted}' as one argument. Put it in quotes`);
    else if (command.words === undefined) throw new UsageError(unexpectedArgument(token.value));
    else words.push(token.value);
  }
  return { values: values as Values<Options>, words };
}

/** Names that other tools use for our options. */
const namesOfOthers: Readonly<Record<string, string>> = {
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

function unknownOption(written: string, names: readonly string[]): string {
  const other = namesOfOthers[written];
  const suggestion = other !== undefined && names.includes(other) ? other : closestWord(written, names);
  return `Unknown option "${written.length > 1 ? "--" : "-"}${written}".${suggestion === undefined ? "" : ` Did you mean "--${suggestion}"?`}`;
}

/** Other tools take the document as an argument. */
function unexpectedArgument(word: string): string {
  const isDocument = /\.(?:json|ya?ml)$/i.test(word) || /^https?:/i.test(word);
  return `Unexpected argument "${word}"${isDocument ? `. Name the document with --spec ${word}` : ""}`;
}

/** `--spec <path>`, as `--help` shows it. */
function shownOption(name: string, { value, shown }: Option): string {
  return `--${name}${shown ?? (value === undefined ? "" : ` <${value}>`)}`;
}

/** The text of `--help`: options without a heading first, then the others under their headings. */
function helpText({ name, usage = [name], words = [], options, end = [] }: Command): string {
  const rows = [
    ...words.map(({ shown, help }) => ({ heading: "Options", row: [shown, help] as const })),
    ...Object.entries(options).map(([option, shown]) => ({
      heading: shown.heading ?? "Options",
      row: [shownOption(option, shown), shown.help] as const,
    })),
    { heading: "Options", row: ["-h, --help", "Display this message"] as const },
  ];
  const sections = [...new Set(rows.map(({ heading }) => heading))];
  return [
    "Usage:",
    ...usage.map((line) => `  $ tallystick ${line}`),
    ...sections.flatMap((heading) => ["", `${heading}:`, ...aligned(rows.flatMap((each) => (each.heading === heading ? [each.row] : [])))]),
    ...(end.length > 0 ? ["", ...end] : []),
    "",
  ].join("\n");
}

/** Longest name that has its help on the same line. */
const widestName = 26;

/** Rows of two columns, as wide as the terminal. */
export function aligned(rows: readonly (readonly [name: string, help: string])[]): readonly string[] {
  const width = Math.min(widestName, Math.max(...rows.map(([name]) => name.length)));
  const room = Math.min(process.stdout.columns ?? 100, 100) - width - 4;
  return rows.flatMap(([name, help]) => {
    const [first = "", ...further] = wrap(help, Math.max(room, 30));
    const start = name.length > width ? [`  ${name}`, `  ${"".padEnd(width)}  ${first}`] : [`  ${name.padEnd(width)}  ${first}`];
    return [...start, ...further.map((line) => `  ${"".padEnd(width)}  ${line}`)];
  });
}

/** Lines of at most so many characters. A longer word is a line of its own. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
