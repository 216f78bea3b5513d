import { defined } from "../../algorithms/defined.js";
import { choices } from "../../plan/plan-options.js";
import { typeFlag, typeOptions, type TypeOption } from "../../plan/type-options.js";
import { withHeading, type Command, type Option, type OptionTable, type Values } from "./command.js";
import { readReport, reportHelp } from "../terminal/report-diagnostics.js";
import { parseShard } from "./shard.js";
import { UsageError } from "./usage-error.js";
import { fleetOptions, readFleetFlags } from "./fleet-options.js";
import { documentOptions, lockOptions, readDocumentOptions, readLockFlags } from "./document-options.js";

const options = {
  spec: { value: "path", help: "OpenAPI document, a path or an address (default: the document of the configuration)" },
  out: { value: "path", help: "Output folder, or a file of types only, such as schema.d.ts" },
  name: { value: "name", help: "Generate a package with this name, such as @scope/pkg (default: a folder of source)" },
  check: { help: "Write nothing; exit 1 and show the difference if the output is not up to date" },
  watch: { help: "Regenerate when the document changes" },
  json: { help: "Print one JSON document on stdout, and nothing else" },
  report: { value: "kind", many: true, help: reportHelp },
  config: { value: "file", help: "Configuration file (default: tallystick.config.{ts,mts,js,mjs,json})" },
  force: { help: "Replace an output even if that removes more than half of its operations" },
  "no-cache": { help: "Generate even if nothing has changed" },
  include: { value: "glob", many: true, heading: "Selection", help: 'Only operations whose id, path or "GET /path" matches; may be repeated' },
  exclude: { value: "glob", many: true, heading: "Selection", help: 'Skip operations whose id, path or "GET /path" matches; may be repeated' },
  tags: { value: "a,b", list: true, heading: "Selection", help: "Only operations with one of these tags, or a tag nested under one" },
  only: {
    value: "list",
    list: true,
    choices: choices.only,
    heading: "Selection",
    help: `Generate only some of ${choices.only.join(",")}, with the modules that they need`,
  },
  ...withHeading("Generated code", {
    mocks: { value: "list", list: true, choices: choices.mocks, help: `Libraries of the mocks (default: ${choices.mocks.join(",")})` },
    target: {
      value: "target",
      choices: choices.target,
      help: "ts: TypeScript source; js: JavaScript with declarations (default: ts for packages and if tsc emits the folder)",
    },
    runtime: {
      value: "source",
      choices: choices.runtime,
      help: "copy: the output has its own runtime; package: modules import @tallystick/runtime (default: copy)",
    },
    types: { value: "printer", choices: choices.types, help: `Printer of the types: ${choices.types.join(", ")} (default: tallystick)` },
    "import-extension": {
      value: "ext",
      choices: choices.importExtension,
      help: `Extension in imports: ${choices.importExtension.join(", ")} (default: js; not with --name)`,
    },
    dates: { value: "type", choices: choices.dates, help: `Type of date-time values in the client: ${choices.dates.join(", ")} (default: string)` },
    int64: { value: "type", choices: choices.int64, help: `Type of int64 integers in the client: ${choices.int64.join(", ")} (default: number)` },
    brands: { help: "Generate separate types for ids" },
    "group-by": {
      value: "groups",
      choices: choices.groupBy,
      help: "tags: client.pulls.list(), methods in a group for each tag; none: client.pullsList() (default: none)",
    },
  }),
  ...withHeading("Document", {
    overlay: { value: "file", many: true, help: "OpenAPI Overlay that corrects the document; may be repeated" },
    ...documentOptions,
    ...lockOptions,
  }),
  ...withHeading("Many documents", {
    ...fleetOptions,
    shard: { value: "n/m", help: "Generate the n-th of m parts of the configured documents, such as 3/8" },
  }),
} as const satisfies OptionTable;

/** The options of a single file of types. */
const typeFlags = Object.entries(typeOptions).map(([name, help]): [string, Option] => [
  typeFlag(name),
  { heading: "A file of types (--out schema.d.ts)", help },
]);

/** `tallystick generate`. */
export const generateCommand = {
  name: "generate",
  usage: ["generate [document]"],
  words: [{ shown: "[document]", help: "The same as --spec" }],
  options: { ...options, ...Object.fromEntries(typeFlags) } as typeof options,
  end: [
    "Examples:",
    "  tallystick generate --spec openapi.yaml --out src/api",
    "  tallystick generate openapi.yaml --out src/schema.d.ts",
    "  tallystick generate --check",
    "",
    "Exit codes: 0 generated or up to date · 1 not up to date (--check) · 2 bad usage or a bad document · 3 internal error.",
  ],
} as const satisfies Command;

/** The options of the command line. Settings have their names in a configuration. */
export type GenerateFlags = ReturnType<typeof readGenerateFlags>;

/** @throws UsageError for options that exclude each other. */
export function readGenerateFlags(values: Values<typeof options>, words: readonly string[] = []) {
  const [document, stray] = words;
  if (stray !== undefined) throw new UsageError(`Unexpected argument "${stray}". tallystick generate reads one document at a time`);
  if (document !== undefined && values.spec !== undefined) throw new UsageError("The document is given twice: as an argument and with --spec");
  const { check = false, watch = false, json = false, force, report, overlay, spec, out, name, config, include, exclude } = values;
  const { tags, only, mocks, target, runtime, types, dates, int64, brands } = values;
  const remote = readLockFlags(values);
  if (check && watch) throw new UsageError("--check and --watch exclude each other: --check writes nothing");
  if (watch && values.affected !== undefined) throw new UsageError("--watch and --affected exclude each other: --watch sees each change");
  if (check && remote.updateLock) throw new UsageError("--check and --update-lock exclude each other: --check writes nothing");
  return defined({
    shard: values.shard === undefined ? undefined : parseShard(values.shard),
    check,
    watch,
    json,
    force,
    spec: spec ?? document,
    out,
    name,
    config,
    include,
    exclude,
    tags,
    only,
    mocks,
    target,
    runtime,
    types,
    dates,
    int64,
    brands,
    remote,
    cache: values["no-cache"] !== true,
    ...readFleetFlags(values),
    reports: report?.map(readReport),
    importExtension: values["import-extension"],
    groupBy: values["group-by"],
    overlays: overlay,
    ...readDocumentOptions(values),
    ...(Object.fromEntries(Object.keys(typeOptions).map((option) => [option, (values as Record<string, unknown>)[typeFlag(option)]])) as {
      readonly [Name in TypeOption]?: boolean;
    }),
  });
}
