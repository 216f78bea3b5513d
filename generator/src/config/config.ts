import type { Artefact } from "../plan/plan.js";

/** What to generate from one document. Paths are relative to the configuration file. */
export interface DocumentConfig {
  /** The document: a path. */
  readonly spec: string;
  /** The folder that the output goes to. */
  readonly out: string;
  /** `@scope/name`: the output is a package. Absent: a folder of source. */
  readonly name?: string;
  /** Version of the package. Absent: the one in the output's package.json is kept, 0.1.0 at first. */
  readonly version?: string;
  /** What to make; what that stands on comes with it. Default: everything. */
  readonly only?: readonly Artefact[];
  /** The libraries that mocks are made for. Default: both. */
  readonly mocks?: readonly ("nock" | "msw")[];
  /** How modules name the files of others: `./types.js`, `./types.ts` (Node without a compiler, Deno) or `./types` (Jest, webpack, Metro). Default: `js`, which a package always has. */
  readonly importExtension?: "js" | "ts" | "none";
  /** Whether `format` is asserted, or is a word about the value: all of them, or some by name (`{ "date-time": "annotate" }`). Default: `assert`. */
  readonly formats?: "assert" | "annotate" | Readonly<Record<string, "assert" | "annotate">>;
  /** What the client makes of `date-time` (and `Temporal` of `date` as well). Default: `string`, as it came. */
  readonly dates?: "string" | "Date" | "Temporal";
  /** What the client makes of integers of the format `int64`. Default: `number`, exact up to 2^53. */
  readonly int64?: "number" | "bigint" | "string";
  /** Gives ids types of their own: schemas whose name ends in `Id`, and those with `x-tallystick-brand`. */
  readonly brands?: boolean;
  /** Only operations whose operationId, path or `GET /path` matches one of these globs. */
  readonly include?: readonly string[];
  /** Not the operations whose operationId, path or `GET /path` matches one of these globs. */
  readonly exclude?: readonly string[];
  /** Only operations with one of these tags. */
  readonly tags?: readonly string[];
  /** OpenAPI Overlay files that correct the document, in order. */
  readonly overlays?: readonly string[];
  /** Hosts that a `$ref` may lead to. */
  readonly allowRemote?: readonly string[];
  /** Folders besides the document's own that a `$ref` may lead into. */
  readonly allowOutside?: readonly string[];
  /** Whether a `$ref` may lead to nothing: a warning then says what is read in its place. Default: it is an error where something needs it. */
  readonly allowMissing?: boolean;
  /** Whether a document is used of which much is lost. Warnings list the losses. Default: that is an error. */
  readonly allowLoss?: boolean;
  /** Whether `oneOf` is read as `anyOf`, in a document whose branches overlap and that you cannot change. Default: exactly one branch may accept a value. */
  readonly oneOfAsAnyOf?: boolean;
  /** The command that makes the output anew, as the first line of every generated module has it. */
  readonly command?: string;
}

/** What `tallystick.config` holds: one document, or several. */
export type Config = DocumentConfig | { readonly documents: readonly DocumentConfig[] };

/** Gives a configuration its types in an editor; returns it as it is. */
export function defineConfig(config: Config): Config {
  return config;
}

export const configNames: readonly string[] = ["ts", "mts", "js", "mjs", "json"].map((extension) => `tallystick.config.${extension}`);
