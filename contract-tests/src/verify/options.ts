import type { DocumentOptions } from "../open-document.js";
import type { Interaction } from "../traffic/interaction.js";
import type { WriteLevel } from "../explore/writes.js";
import type { Params } from "./requests/params.js";

/** The document and the traffic to verify. Give exactly one of `baseUrl`, `har`, `recordings` and `interactions`. */
export interface VerifyOptions extends DocumentOptions {
  /** URL of the server. No other server is contacted, except the hosts of `allowRemote`. */
  readonly baseUrl?: string;
  readonly har?: readonly string[];
  /** A folder of recordings. */
  readonly recordings?: string;
  readonly interactions?: Iterable<Interaction>;

  /** Usage manifests of consumers: files, folders, `git:REF:path`, `npm:package#path`. Used parts that were never observed are shown first. */
  readonly usage?: readonly string[];
  /** Path of params.yaml, or its content. */
  readonly params?: string | Params;
  /** Headers of every request: `{ Authorization: "Bearer …" }`. Never printed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Only operations whose operationId, path or `GET /path` matches one of these globs, as for generating: `*` ends at a slash, `**` does not. */
  readonly include?: readonly string[];
  /** Skips operations that match one of these globs. */
  readonly exclude?: readonly string[];
  readonly tags?: readonly string[];
  /** Verifies a part of the operations: `3/8` is the third of eight parts. Merge the reports of all parts with `tallystick report --merge`. */
  readonly shard?: string;
  /**
   * The changes that the run may make on the server. `none` (default): safe methods only. `own`: it creates items, and changes and deletes only items
   * that it created. `all`: every write, for disposable servers. Created items are removed at its end.
   */
  readonly writes?: WriteLevel;
  /** With `writes: "own"`: globs of actions, singletons and bulk operations that may be called too, such as `POST /reindex`. */
  readonly allow?: readonly string[];
  /** Only these methods. An unsafe method needs `writes`. */
  readonly methods?: readonly string[];
  /** Whether requests are sent that the document forbids: values beyond their bounds, invalid bodies, and missing credentials. */
  readonly negative?: boolean;
  /** Path of an Arazzo document. Its workflows are run against `baseUrl` instead of the requests that the document allows. */
  readonly arazzo?: string;
  /** Inputs of the workflows, by name. Text that is JSON is read as such if the input is not a string. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Workflows to run, by `workflowId`. Default: those that no other workflow calls. */
  readonly workflows?: readonly string[];
  /** Seed of all random choices. Default: a random one, which the report shows. */
  readonly seed?: number;
  /** Maximum requests to the server. Default: 3,000. Requests that remove created items count. */
  readonly maxRequests?: number;
  /** Maximum time for requests to the server, in milliseconds. Default: no limit. */
  readonly time?: number;
  /** Maximum variants of one request, and runs of one law. Default: 100. */
  readonly runs?: number;
  /** Whether unusual requests are sent too: unknown ids, values at their bounds, pairs of parameters, sequences. Default: true. */
  readonly unusual?: boolean;
  /** Names of laws that are switched off, such as `put-twice-is-put-once`; `all` switches all of them off. */
  readonly withoutLaws?: readonly string[];
  /** Headers of further identities, by name. They replace the credentials of `headers`. */
  readonly identities?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Maximum requests per second. */
  readonly rate?: number;
  /** Maximum concurrent requests. Default: 4. */
  readonly concurrency?: number;
  /** Timeout of a request in milliseconds. Default: 10,000. */
  readonly timeout?: number;
  /**
   * Maximum size of a body in bytes, after decompression. In a HAR file, the maximum number of characters of an entry. A larger body is the finding
   * `unchecked`. Default: 268,435,456 (256 MiB).
   */
  readonly maxResponseBytes?: number;

  /** Path of a YAML file of accepted findings. */
  readonly baseline?: string;
  /** Whether the findings of this run are written to the baseline. */
  readonly updateBaseline?: boolean;
  /** Stops the run. The report covers the traffic up to then. */
  readonly signal?: AbortSignal;
  /** Current date, for the dates of a baseline. Default: now. */
  readonly now?: Date;
  /** With `writes`: takes a function that names the items of this run on the server, and nothing once the run has removed them. */
  readonly onItems?: (items: (() => readonly string[]) | undefined) => void;
  readonly onProgress?: (progress: { readonly done: number; readonly planned: number; readonly operation: string }) => void;
}
