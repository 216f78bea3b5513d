import type { Command } from "cac";
import type { SeverityOptions } from "../../diagnostics/severity.js";
import type { Formats } from "../../model/schemas/formats.js";
import {
  allArtefacts,
  dateForms,
  groupings,
  importExtensions,
  targets,
  type Grouping,
  type Target,
  integerForms,
  mockLibraries,
  type ImportExtension,
  typePrinters,
  type MockLibrary,
  type TypePrinter,
} from "../../plan/plan-options.js";
import type { Artefact } from "../../plan/plan.js";
import { UsageError } from "../usage-error.js";
import {
  describeDocumentOptions,
  describeLockOptions,
  readDocumentOptions,
  readLockFlags,
  valueOf,
  valuesOf,
  type LockFlags,
} from "./document-options.js";
import { readReport, type DiagnosticReport } from "../report-diagnostics.js";

/** The options of `generate`, for the parser and for `--help`. */
export function describeGenerate(command: Command): Command {
  const described = command
    .option("--spec <path>", "OpenAPI document, a path or an address (default: the document of the configuration)")
    .option("--out <dir>", "Output folder")
    .option("--name <name>", "Generate a package with this name, such as @scope/pkg (default: a folder of source)")
    .option("--check", "Write nothing; exit 1 and show the difference if the output is not up to date")
    .option("--watch", "Regenerate when the document changes")
    .option("--json", "Print one JSON document on stdout, and nothing else")
    .option("--report <kind>", "Write diagnostics as json=FILE, sarif=FILE or github (annotations); may be repeated")
    .option("--config <file>", "Configuration file (default: tallystick.config.{ts,mts,js,mjs,json})")
    .option("--include <glob>", 'Only operations whose id, path or "GET /path" matches; may be repeated')
    .option("--exclude <glob>", 'Skip operations whose id, path or "GET /path" matches; may be repeated')
    .option("--tags <a,b>", "Only operations with one of these tags, or a tag nested under one")
    .option("--only <list>", `Generate only some of ${allArtefacts.join(",")}, with the modules that they need`)
    .option("--mocks <list>", `Libraries of the mocks (default: ${mockLibraries.join(",")})`)
    .option("--target <target>", "ts: TypeScript source; js: JavaScript with declarations (default: ts for packages and if tsc emits the folder)")
    .option("--types <printer>", `Printer of the types: ${typePrinters.join(", ")} (default: tallystick)`)
    .option("--import-extension <ext>", `Extension in imports: ${importExtensions.join(", ")} (default: js; not with --name)`)
    .option("--dates <form>", `Type of date-time values in the client: ${dateForms.join(", ")} (default: string)`)
    .option("--int64 <form>", `Type of int64 integers in the client: ${integerForms.join(", ")} (default: number)`)
    .option("--brands", "Generate separate types for ids")
    .option("--group-by <groups>", "tags: client.pulls.list(), methods in a group for each tag; none: client.pullsList() (default: none)")
    .option("--overlay <file>", "OpenAPI Overlay that corrects the document; may be repeated");
  return describeLockOptions(describeDocumentOptions(described))
    .option("--force", "Replace an output even if that removes more than half of its operations")
    .option("--no-cache", "Generate even if nothing has changed")
    .example("tallystick generate --spec openapi.yaml --out src/api")
    .example("tallystick generate --check");
}

export interface GenerateFlags {
  readonly spec?: string;
  readonly out?: string;
  readonly name?: string;
  readonly config?: string;
  readonly check: boolean;
  readonly watch: boolean;
  readonly json: boolean;
  readonly cache: boolean;
  readonly force?: boolean;
  readonly reports?: readonly DiagnosticReport[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly tags?: readonly string[];
  readonly only?: readonly Artefact[];
  readonly mocks?: readonly MockLibrary[];
  readonly target?: Target;
  readonly types?: TypePrinter;
  readonly importExtension?: ImportExtension;
  readonly dates?: string;
  readonly int64?: string;
  readonly brands?: boolean;
  readonly groupBy?: Grouping;
  readonly overlays?: readonly string[];
  readonly allowRemote?: readonly string[];
  readonly allowOutside?: readonly string[];
  readonly allowMissing?: boolean;
  readonly allowLoss?: boolean;
  readonly oneOfAsAnyOf?: boolean;
  readonly formats?: Formats;
  readonly strict?: boolean;
  readonly severity?: NonNullable<SeverityOptions["severity"]>;
  readonly remote?: LockFlags;
}

/** The options as the parser gives them, checked. */
export function readGenerateFlags(options: Readonly<Record<string, unknown>>): GenerateFlags {
  const one = (name: string, flag = name): string | undefined => valueOf(options[name], `--${flag}`);
  const many = (name: string, flag: string, separator?: string): readonly string[] | undefined => {
    const values = valuesOf(options[name], `--${flag}`);
    if (separator === undefined) return values;
    const parts = values?.flatMap((item) => item.split(separator).map((part) => part.trim())).filter((item) => item !== "");
    if (parts?.length === 0) throw new UsageError(`--${flag} needs a value`);
    return parts;
  };
  const only = many("only", "only", ",");
  for (const item of only ?? []) {
    if (!allArtefacts.includes(item as Artefact)) throw new UsageError(`Unknown value "${item}" of --only. Available: ${allArtefacts.join(", ")}`);
  }
  const mocks = many("mocks", "mocks", ",");
  for (const item of mocks ?? []) {
    if (!mockLibraries.includes(item as MockLibrary))
      throw new UsageError(`Unknown value "${item}" of --mocks. Available: ${mockLibraries.join(", ")}`);
  }
  const form = <F extends string>(name: string, forms: readonly F[], flag = name): F | undefined => {
    const value = one(name, flag);
    const known = forms.find((each) => each === value);
    if (value === undefined || known !== undefined) return known;
    throw new UsageError(`Unknown value "${value}" of --${flag}. Available: ${forms.join(", ")}`);
  };
  const check = options["check"] === true;
  const watch = options["watch"] === true;
  if (check && watch) throw new UsageError("--check and --watch exclude each other: --check writes nothing");
  const remote = readLockFlags(options);
  if (check && remote.updateLock) throw new UsageError("--check and --update-lock exclude each other: --check writes nothing");
  return defined({
    remote,
    spec: one("spec"),
    out: one("out"),
    name: one("name"),
    config: one("config"),
    check,
    watch,
    json: options["json"] === true,
    cache: options["cache"] !== false,
    force: options["force"] === true ? true : undefined,
    reports: many("report", "report")?.map(readReport),
    include: many("include", "include"),
    exclude: many("exclude", "exclude"),
    tags: many("tags", "tags", ","),
    only: only as readonly Artefact[] | undefined,
    mocks: mocks as readonly MockLibrary[] | undefined,
    target: form("target", targets),
    types: form("types", typePrinters),
    importExtension: form("importExtension", importExtensions, "import-extension"),
    dates: form("dates", dateForms),
    int64: form("int64", integerForms),
    brands: options["brands"] === true ? true : undefined,
    groupBy: form("groupBy", groupings, "group-by"),
    overlays: many("overlay", "overlay"),
    ...readDocumentOptions(options),
  });
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without the properties that are undefined. */
export function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Defined<T>;
}
