import type { DocumentOptions } from "../open-document.js";
import type { Interaction } from "../traffic/interaction.js";
import type { Params } from "./requests/params.js";

/** The document and the traffic to verify. Give exactly one of `baseUrl`, `har`, `recordings` and `interactions`. */
export interface VerifyOptions extends DocumentOptions {
  /** URL of the server. No other server is contacted, except the hosts of `allowRemote`. */
  readonly baseUrl?: string;
  readonly har?: readonly string[];
  /** A folder of recordings. */
  readonly recordings?: string;
  readonly interactions?: Iterable<Interaction>;

  /** Path of params.yaml, or its content. */
  readonly params?: string | Params;
  /** Headers of every request: `{ Authorization: "Bearer …" }`. Never printed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Only operations whose operationId, path or `GET /path` matches one of these globs, as for generating: `*` ends at a slash, `**` does not. */
  readonly include?: readonly string[];
  /** Skips operations that match one of these globs. */
  readonly exclude?: readonly string[];
  readonly tags?: readonly string[];
  /** Methods to send. Default: the safe methods get, head, options, trace and query. */
  readonly methods?: readonly string[];
  /** Whether parameter values at and beyond their bounds are tested, and requests without credentials. */
  readonly negative?: boolean;
  /** What the run may change on the server. Default: `none`. */
  readonly writes?: "none" | "own" | "all";
  /** Path of an Arazzo document. Its workflows are run against `baseUrl` instead of the requests that the document allows. */
  readonly arazzo?: string;
  /** Inputs of the workflows, by name. Text that is JSON is read as such if the input is not a string. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Workflows to run, by `workflowId`. Default: those that no other workflow calls. */
  readonly workflows?: readonly string[];
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
  readonly onProgress?: (progress: { readonly done: number; readonly planned: number; readonly operation: string }) => void;
}
