import type { Middleware, RawOptions } from "./engine.js";
import type { ContractError } from "./errors.js";

/**
 * What happens when a body does not match the document: `throw` throws a `ContractError`, `warn` prints it, `off` does not check.
 * A function receives the error, and the call continues.
 */
export type Validation = "throw" | "warn" | "off" | ((mismatch: ContractError) => void);

/** Value of a header, as openapi-fetch takes it. `null` and `undefined` send none. */
export type HeaderValue = string | number | boolean | readonly (string | number | boolean)[] | null | undefined;

/** Headers as `fetch` takes them (`HeadersInit`), and values that are no strings. */
export type HeaderValues = Readonly<Record<string, HeaderValue>> | readonly (readonly [name: string, value: string])[] | Headers;

/** Options of a client and of a single call. The call's options override the client's. */
export interface SharedOptions {
  /** URL of the API, for all operations. Default: the document's first server, or the operation's own server. */
  readonly baseUrl?: string | undefined;
  /** Time limit of an attempt in milliseconds, with its body. For a stream, until it starts. `Infinity` is three weeks. Default: 60 000. */
  readonly timeout?: number | undefined;
  /**
   * Number of retries after 408, 409, 429, 500 and above, or no response. Default: 2.
   * Unsafe methods (`POST`, `PATCH`) are retried only if the call itself sets the option.
   */
  readonly retries?: number | undefined;
  /** Longest accepted `Retry-After` in milliseconds. After a longer one, the call fails at once. Default: 60 000. */
  readonly maxRetryAfter?: number | undefined;
  /**
   * Maximum size of a response in decoded bytes. In a stream, such as server-sent events or NDJSON, the limit applies to each item. Responses of
   * `asResponse()` have no limit. A larger response throws a `ResponseTooLargeError`. `Infinity` allows any size. Default: 268 435 456 (256 MiB).
   */
  readonly maxResponseBytes?: number | undefined;
  /** What happens when a body does not match the document. Default: `throw`, also for a direction that an object omits. */
  readonly validate?: Validation | { readonly request?: Validation; readonly response?: Validation } | undefined;
  /** Used instead of the global `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** More options of `fetch`: `credentials`, `redirect`, `cache`, `keepalive`, … */
  readonly init?: Omit<RequestInit, "body" | "headers" | "method" | "signal"> | undefined;
}

export interface ConnectionOptions extends SharedOptions {
  /** Headers of every request, in any form that `fetch` takes. */
  readonly headers?: HeaderValues | undefined;
  /** More options of `fetch`, and those of openapi-fetch for calls of `raw`, such as `querySerializer`. */
  readonly init?: (NonNullable<SharedOptions["init"]> & RawOptions) | undefined;
  /** Middleware of openapi-fetch: can replace each request and response. Runs once for each attempt. */
  readonly middleware?: readonly Middleware[] | undefined;
  /** Values for the variables in the server's URL. */
  readonly serverVariables?: Readonly<Record<string, string>> | undefined;
}

export interface BaseCallOptions extends SharedOptions {
  readonly signal?: AbortSignal | undefined;
  /** More headers, also undocumented ones. `null` removes a header. */
  readonly headers?: HeaderValues | undefined;
  /** More query parameters, also undocumented ones. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Value of the `Accept` header. Default: the media types in the document. */
  readonly accept?: string | undefined;
}
