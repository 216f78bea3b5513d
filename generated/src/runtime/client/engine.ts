// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import createClient, { type Client, type ClientOptions, type Middleware } from "openapi-fetch";
import type { HeaderValue } from "./options.js";

// The only module that uses openapi-fetch, which has had no maintainer since 19 September 2026. Tests define the behaviour in use, so that this file
// can be replaced.

export type { Middleware };

/** The client underneath: `GET("/path", …)` and its siblings, typed by the `paths` of a document. */
export type RawClient<Paths extends object> = Client<Paths>;

/** Options of openapi-fetch for calls of `raw`. Calls of operations use `Request` only. */
export type RawOptions = Pick<ClientOptions, "Request" | "bodySerializer" | "pathSerializer" | "querySerializer" | "requestInitExt">;

export interface EngineSettings {
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, HeaderValue>> | undefined;
  /** In this order for requests, and in the reverse one for responses and errors. */
  readonly middleware?: readonly Middleware[] | undefined;
  /** Default: the global one at the time of the call, so that a later replacement, such as a mock, is used. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Further settings for `fetch`. */
  readonly init?: Omit<RequestInit, "body" | "headers" | "method" | "signal"> | undefined;
}

/** The `request` of a client, for a request that is already written. `error` is the parsed body of a response that is not OK; other bodies are unread. */
export type SendRequest = (
  method: string,
  path: string,
  init: Readonly<Record<string, unknown>>,
) => Promise<{ readonly error?: unknown; readonly response: Response }>;

export function createEngine<Paths extends object>({
  init,
  baseUrl,
  headers,
  fetch = (...sent) => globalThis.fetch(...sent),
  middleware = [],
}: EngineSettings): RawClient<Paths> {
  const raw = createClient<Paths>({ ...init, baseUrl, headers, fetch } as ClientOptions);
  raw.use(...middleware);
  return raw;
}
