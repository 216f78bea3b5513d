import type { Middleware } from "./engine.js";
import type { ContractError } from "./errors.js";

/** What happens when a body differs from the document: `throw`, print a warning and go on, do not look, or be told and go on. */
export type Validation = "throw" | "warn" | "off" | ((mismatch: ContractError) => void);

/** What a client and a single call can both be told; the call wins. */
export interface SharedOptions {
  /** Where the API is, with all of its operations. Default: the document's first server, or the one that an operation has for itself. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds that an attempt may take, its body included; a stream only until it starts. `Infinity` is three weeks. Default: 60 000. */
  readonly timeout?: number | undefined;
  /**
   * How often a call is repeated after a 408, 409, 429, 500 and above, or no answer. Default: 2.
   * What is not safe to repeat (`POST`, `PATCH`) is repeated only when the call itself says so.
   */
  readonly retries?: number | undefined;
  /** Milliseconds that a `Retry-After` may ask for; longer ones are not waited for. Default: 60 000. */
  readonly maxRetryAfter?: number | undefined;
  /**
   * Decoded bytes that a response may have. Of a stream, such as server-sent events or NDJSON, each item may have so many. What `asResponse()` returns has
   * no limit. More bytes end the request with a `ResponseTooLargeError`. `Infinity` allows any size. Default: 268 435 456 (256 MiB).
   */
  readonly maxResponseBytes?: number | undefined;
  /** What happens when a body differs from the document. Default: `throw`, also in a direction that is not named, whatever the client was told of it. */
  readonly validate?: Validation | { readonly request?: Validation; readonly response?: Validation } | undefined;
  /** Used instead of the global `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Further settings for `fetch`: `credentials`, `redirect`, `cache`, `keepalive`, … */
  readonly init?: Omit<RequestInit, "body" | "headers" | "method" | "signal"> | undefined;
}

export interface ConnectionOptions extends SharedOptions {
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Middleware of openapi-fetch: sees and may replace every request and response. Runs once per attempt. */
  readonly middleware?: readonly Middleware[] | undefined;
  /** Values for the variables in the server's URL. */
  readonly serverVariables?: Readonly<Record<string, string>> | undefined;
}

export interface BaseCallOptions extends SharedOptions {
  readonly signal?: AbortSignal | undefined;
  /** Further headers; `null` takes one away. Undocumented ones are fine. */
  readonly headers?: Readonly<Record<string, string | null | undefined>> | undefined;
  /** Further query parameters, undocumented ones. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Instead of the media types that the document lists. */
  readonly accept?: string | undefined;
}
