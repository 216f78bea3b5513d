import type { DocumentOptions } from "../open-document.js";
import type { Interaction } from "../traffic/interaction.js";
import type { Params } from "./requests/params.js";

/** What to verify against which document. Exactly one of `baseUrl`, `har`, `recordings` and `interactions`. */
export interface VerifyOptions extends DocumentOptions {
  /** The server to ask. Nothing else is ever contacted, but for what `allowRemote` names. */
  readonly baseUrl?: string;
  readonly har?: readonly string[];
  /** A folder of recordings. */
  readonly recordings?: string;
  readonly interactions?: Iterable<Interaction>;

  /** Path of params.yaml, or what it would hold. */
  readonly params?: string | Params;
  /** Sent with every request: `{ Authorization: "Bearer …" }`. Never printed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Only operations whose operationId, path or `GET /path` matches one of these globs, as for generating: `*` ends at a slash, `**` does not. */
  readonly include?: readonly string[];
  /** Not the operations that match one of these. */
  readonly exclude?: readonly string[];
  readonly tags?: readonly string[];
  /** Methods that may be sent. Default: get, head, options, trace and query, which change nothing. */
  readonly methods?: readonly string[];
  /** Also try each documented bound of a parameter just inside and just outside, and leave the credentials out. */
  readonly negative?: boolean;
  /** Requests per second at most. */
  readonly rate?: number;
  /** Requests at the same time. Default: 4. */
  readonly concurrency?: number;
  /** Milliseconds for one request. Default: 10,000. */
  readonly timeout?: number;
  /**
   * Bytes that a body may have after decompression; in a HAR file, characters of an entry. A larger body is the finding `unchecked`. Default: 268,435,456
   * (256 MiB).
   */
  readonly maxResponseBytes?: number;

  /** Path of a YAML file of accepted findings. */
  readonly baseline?: string;
  /** Write the findings of this run into the baseline. */
  readonly updateBaseline?: boolean;
  /** Stops the walk; what was seen until then is reported. */
  readonly signal?: AbortSignal;
  /** Today, for the dates of a baseline. */
  readonly now?: Date;
  readonly onProgress?: (progress: { readonly done: number; readonly planned: number; readonly operation: string }) => void;
}
