import type { SeverityLevel } from "../diagnostics/severity.js";
import type { Artefact } from "../plan/plan-options.js";
import type { TypeFileOptions } from "../plan/type-options.js";

/** The output of one document. Paths are relative to the configuration file. */
export interface DocumentConfig extends TypeFileOptions {
  /** Path of the document, or an address whose host `allowRemote` names. */
  readonly spec: string;
  /** Output folder, or a file of types only: `src/schema.d.ts`. */
  readonly out: string;
  /** Name of the generated package. Default: the output is a source folder. */
  readonly name?: string;
  /** Version of the package. Default: the version in its package.json, 0.1.0 at first. */
  readonly version?: string;
  /** Modules to generate, with the modules that they need. Default: all. */
  readonly only?: readonly Artefact[];
  /** Libraries of the mocks. Default: both. */
  readonly mocks?: readonly ("nock" | "msw")[];
  /** `ts`: TypeScript source. `js`: JavaScript with declarations. Default: `ts` for packages and if `tsc` emits the folder. */
  readonly target?: "ts" | "js";
  /** `package`: modules import `@tallystick/runtime`, which you install. Default: `copy`, the output has its own copy. */
  readonly runtime?: "copy" | "package";
  /** Printer of the types. `openapi-typescript`: that package, which you install. Default: `tallystick`. */
  readonly types?: "tallystick" | "openapi-typescript";
  /** Extension in imports: `ts` for Node without a compiler, `none` for Jest and webpack. Default, and in packages: `js`. */
  readonly importExtension?: "js" | "ts" | "none";
  /** Whether formats reject values: all, or by name (`{ "date-time": "annotate" }`). Default: `assert`. */
  readonly formats?: "assert" | "annotate" | Readonly<Record<string, "assert" | "annotate">>;
  /** Type of `date-time` values in the client. `Temporal` also converts `date`. Default: `string`. */
  readonly dates?: "string" | "Date" | "Temporal";
  /** Type of `int64` integers in the client. Default: `number`, exact up to 2^53. */
  readonly int64?: "number" | "bigint" | "string";
  /** Separate types for ids: schemas with a name in `…Id`, or with `x-tallystick-brand`. */
  readonly brands?: boolean;
  /** `tags`: `client.pulls.list()`, one group of methods for each tag. Default: `none`, `client.pullsList()`. */
  readonly groupBy?: "none" | "tags";
  /** Only operations whose operationId, path or `GET /path` matches a glob. */
  readonly include?: readonly string[];
  /** Skips operations whose operationId, path or `GET /path` matches a glob. */
  readonly exclude?: readonly string[];
  /** Only operations with one of these tags. */
  readonly tags?: readonly string[];
  /** HAR files for `verify`, if its command line names no traffic. */
  readonly har?: string | readonly string[];
  /** Folder of recordings for `verify`, if its command line names no traffic and there is no `har`. */
  readonly recordings?: string;
  /** Server for `verify`, if its command line names no traffic and there is no recorded traffic. */
  readonly baseUrl?: string;
  /** Usage manifests of the API's consumers, for `diff` and `verify`: files, folders, `git:REF:path`, `npm:package#path`. */
  readonly consumers?: readonly string[];
  /** OpenAPI Overlay files that correct the document, in order. */
  readonly overlays?: readonly string[];
  /** Hosts that the document and its references may be fetched from. `tallystick.lock.json` has the hash of each file. */
  readonly allowRemote?: readonly string[];
  /** Folders outside the project that a `$ref` may refer to. */
  readonly allowOutside?: readonly string[];
  /** Treats unresolved `$ref`s as any value, with a warning. Default: an error for each one in use. */
  readonly allowMissing?: boolean;
  /** Uses a document even if large parts of it are lost, with warnings. Default: an error. */
  readonly allowLoss?: boolean;
  /** Reads each `oneOf` as `anyOf`, for documents with overlapping branches. Default: exactly one branch may match. */
  readonly oneOfAsAnyOf?: boolean;
  /** Treats warnings about the document as errors. Default: false. */
  readonly strict?: boolean;
  /** Severities by code: `{ "unknown-keyword": "error" }`. An error cannot be lowered. */
  readonly severity?: Readonly<Record<string, SeverityLevel>>;
  /** Command that regenerates the output, for the first line of each module. */
  readonly command?: string;
}

/** A document with its own settings. Its `spec` may be a glob: `services/*.yaml`. */
export interface DocumentEntry extends Partial<Omit<DocumentConfig, "spec">> {
  readonly spec: string;
}

/** Several documents. Settings next to `documents` apply to each of them. */
export interface DocumentsConfig extends Partial<Omit<DocumentConfig, "spec">> {
  /** Paths, addresses and globs, or objects with settings of their own. `!glob` skips documents that other globs match. */
  readonly documents: readonly (string | DocumentEntry)[];
  /** Settings of some documents, by path or glob. They replace all other settings; later entries replace earlier ones. */
  readonly overrides?: readonly DocumentEntry[];
}

/** Consumers of the APIs in the same repository, for `usage`. */
export interface UsageConfig {
  /** Paths and globs of projects or their folders: `apps/*`. `!glob` skips projects that other globs match. */
  readonly projects: readonly string[];
  /** Manifest of each consumer: `{folder}/usage.json`. Default: `usage` prints the manifests only. */
  readonly out?: string;
}

/** Content of `tallystick.config`: one document, several, or only consumers. */
export type Config = ((DocumentConfig | DocumentsConfig) & Partial<ConsumersConfig>) | ConsumersConfig;

interface ConsumersConfig {
  /** Consumers whose code `usage` reads, if its command line names no project. */
  readonly usage: UsageConfig;
}

/** Returns the configuration unchanged, with types for the editor. */
export function defineConfig(config: Config): Config {
  return config;
}

export const configNames: readonly string[] = ["ts", "mts", "js", "mjs", "json"].map((extension) => `tallystick.config.${extension}`);
