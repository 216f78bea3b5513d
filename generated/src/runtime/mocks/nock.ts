// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { responder, successStatus, write } from "./responses.js";
import { bodyFromHex, bodyOf, hasQuery, pathReader, requestFor } from "./match.js";
import { pageOf, withHeaders } from "./pages.js";
import { TallystickMockError } from "./mock-error.js";
import { State, type StateOptions } from "./state.js";
import type { MockResponseOptions, ErrorBodyOf, ErrorStatus, Given, ItemsOf, MockOperation, MockRequest, WrittenResponse } from "./types.js";

type Written = readonly [status: number, body: string | Uint8Array, headers: Record<string, string> | string[]];

/** The part of nock that is used here, so that this file needs none of its types; nock 14 and 15 both have it. */
export interface NockInterceptor<S> {
  query(matcher: (query: Readonly<Record<string, unknown>>) => boolean): this;
  matchHeader(name: string, value: string): this;
  delay(milliseconds: number): this;
  times(count: number): this;
  replyWithError(error: Error): S;
  reply(respond: (...given: readonly unknown[]) => Promise<Written>): S;
}
export interface NockScope {
  intercept(path: (uri: string) => boolean, method: string): NockInterceptor<this>;
  persist(flag?: boolean): this;
  isDone(): boolean;
}
export interface NockLibrary<S extends NockScope> {
  (base: string): S;
  disableNetConnect(): void;
  enableNetConnect(): void;
  readonly emitter: {
    on(event: "no match", listen: (request: unknown, options?: unknown) => void): unknown;
    off(event: "no match", listen: (request: unknown, options?: unknown) => void): unknown;
  };
}

/** One operation as a nock interceptor: one response, unless `times` sets another number. Each response is checked against the document. */
export class NockMock<S, E, N extends NockScope> {
  private readonly scope: N;
  private readonly base: string;
  private readonly operation: MockOperation<S, E>;
  private readonly settings: { readonly delay?: number; readonly times?: number };

  constructor(scope: N, base: string, operation: MockOperation<S, E>, settings: { readonly delay?: number; readonly times?: number } = {}) {
    this.scope = scope;
    this.base = base;
    this.operation = operation;
    this.settings = settings;
  }

  /** Delays the response by this number of milliseconds. */
  delay(milliseconds: number): NockMock<S, E, N> {
    return new NockMock(this.scope, this.base, this.operation, { ...this.settings, delay: milliseconds });
  }

  /** Responds to this number of requests; `Infinity`: to all of the scope. */
  times(count: number): NockMock<S, E, N> {
    return new NockMock(this.scope, this.base, this.operation, { ...this.settings, times: count });
  }

  /** Sends the first documented success, with a body or the fixture. */
  success(body?: Given<S[keyof S]>, options?: MockResponseOptions): N {
    return this.respond(successStatus(this.operation), body, options);
  }

  /** Sends a documented error, with a body or the fixture. */
  error<K extends ErrorStatus<E>>(status: K, body?: Given<ErrorBodyOf<E, K>>, options?: MockResponseOptions): N {
    return this.respond(status, body, options);
  }

  /** Sends any status. The document decides whether the body is allowed. */
  respond(status: number, body?: Given<unknown>, options?: MockResponseOptions): N {
    return this.reply(responder(this.operation, status, body, options));
  }

  /** @deprecated Use `respond`. */
  answer(status: number, body?: Given<unknown>, options?: MockResponseOptions): N {
    return this.respond(status, body, options);
  }

  /** Sends pages of the list by the document's pagination, for all requests of the scope. */
  pages(items: readonly ItemsOf<S[keyof S]>[], options?: MockResponseOptions): N {
    const endless = new NockMock(this.scope, this.base, this.operation, { times: Infinity, ...this.settings });
    return endless.reply(async ({ url }) => {
      const page = pageOf(this.operation, items, url);
      return write(this.operation, successStatus(this.operation), page, withHeaders(options, page));
    });
  }

  /** Breaks the connection: `fetch` rejects. */
  networkError(code: string = "ECONNRESET"): N {
    const { delay } = this.settings;
    const interceptor = delay === undefined ? this.interceptor() : this.interceptor().delay(delay);
    return interceptor.replyWithError(Object.assign(new Error(`${code} (mock of ${this.operation.name})`), { code }));
  }

  private reply(respond: (request: MockRequest) => Promise<WrittenResponse>): N {
    const { delay } = this.settings;
    return replyWith(this.interceptor(), this.operation, this.base, async (url, body) => {
      const request = requestFor(this.operation, this.base, this.operation.method, url, body);
      // nock 15 would delay the body only. The process then fails when the client has aborted the request before the body ends.
      if (delay !== undefined) await new Promise((resolve) => void setTimeout(resolve, delay));
      return request === undefined ? undefined : respond(request);
    });
  }

  private interceptor(): NockInterceptor<N> {
    const { times = 1 } = this.settings;
    const scope = times === Infinity ? this.scope.persist() : this.scope;
    let interceptor = intercept(scope, this.operation, this.base);
    if (times !== Infinity && times > 1) interceptor = interceptor.times(times);
    return interceptor;
  }
}

/** @param at A scope, or the URL that replaces the document's first server. */
export function nockMock<S, E, N extends NockScope>(
  nock: NockLibrary<N>,
  operation: MockOperation<S, E>,
  at: N | string | undefined,
): NockMock<S, E, N> {
  const base = typeof at === "string" ? at : operation.server;
  return new NockMock(typeof at === "object" ? at : nock(new URL(base).origin), base, operation);
}

/** Responds to every operation from one state. Created items are listed, found and deleted. */
export function nockState<N extends NockScope>(
  nock: NockLibrary<N>,
  operations: readonly MockOperation[],
  options: StateOptions = {},
): { readonly scope: N; readonly state: State } {
  const state = new State(operations, options);
  const baseOf = (operation?: MockOperation): string => options.baseUrl ?? operation?.server ?? "http://localhost";
  const scopes = new Map<string, N>();
  const scopeAt = (base: string): N => {
    const { origin } = new URL(base);
    const scope = scopes.get(origin) ?? nock(origin).persist();
    scopes.set(origin, scope);
    return scope;
  };
  const scope = scopeAt(baseOf(operations[0]));
  for (const operation of operations) {
    const base = baseOf(operation);
    replyWith(intercept(scopeAt(base), operation, base), operation, base, async (url, body) => {
      const request = requestFor(operation, base, operation.method, url, body);
      return request && state.perform(operation, request);
    });
  }
  return { scope, state };
}

/** nock counts the declared parameters to recognise a callback. nock 14 passes path and body, nock 15 a `Request`. */
function replyWith<S>(
  interceptor: NockInterceptor<S>,
  operation: MockOperation,
  base: string,
  respond: (url: URL, body: unknown) => Promise<WrittenResponse | undefined>,
): S {
  return interceptor.reply(async (...given): Promise<Written> => {
    const [first, second] = given;
    const [url, body] =
      first instanceof Request
        ? [new URL(first.url), await bodyOf(operation, first)]
        : [new URL(String(first), base), bodyFromHex(operation, second)];
    const written = await respond(url, body);
    // Without the query, which may contain a credential.
    if (written === undefined) throw new TallystickMockError(`${url.origin}${url.pathname} does not belong to ${operation.name}.`, operation.name);
    return [written.status, typeof written.text === "string" ? written.text : bufferOf(written.text), headersFor(written)];
  });
}

/** nock sends bytes as JSON, unless they are a Buffer. */
function bufferOf(bytes: Uint8Array): Uint8Array {
  const { Buffer } = globalThis as unknown as { readonly Buffer: { from(bytes: Uint8Array): Uint8Array } };
  return Buffer.from(bytes);
}

function intercept<N extends NockScope>(scope: N, operation: MockOperation, base: string): NockInterceptor<N> {
  const read = pathReader(operation, base);
  const interceptor = scope
    .intercept((uri) => read(uri.split("?")[0] ?? uri) !== undefined, operation.method)
    .query((query) => hasQuery(operation, (name) => [query[name]].flat()));
  for (const [name, value] of Object.entries(operation.headers ?? {})) interceptor.matchHeader(name, value);
  return interceptor;
}

/** Requests without a mock. */
export interface ClosedNetwork {
  /** `GET https://example.com/x`, in order. */
  readonly unhandled: readonly string[];
  /** Call it in `afterEach`. @throws if there was such a request. */
  assertHandled(): void;
  /** Opens the network again. */
  restore(): void;
}

/** Closes the network. A request without a mock fails without showing headers or query. It is recorded, because a client may catch the failure. */
export function closeNetwork<N extends NockScope>(nock: NockLibrary<N>): ClosedNetwork {
  const unhandled: string[] = [];
  const listen = (request: unknown, options?: unknown): void => {
    const shown = describe(request);
    unhandled.push(shown);
    // nock 15 would respond with status 501 and a text that contains the whole request.
    if (request instanceof Request) throw new TallystickMockError(`No mock matches ${shown}.`, "");
    // nock's error quotes these. A test runner would print a real credential of the environment.
    if (typeof options === "object" && options !== null)
      Object.assign(options, { headers: {}, path: String(Reflect.get(options, "path") ?? "").split("?")[0] });
  };
  nock.disableNetConnect();
  nock.emitter.on("no match", listen);
  return {
    unhandled,
    assertHandled() {
      if (unhandled.length > 0) throw new TallystickMockError(`No mock matches ${unhandled.join(", ")}.`, "");
    },
    restore() {
      nock.emitter.off("no match", listen);
      nock.enableNetConnect();
    },
  };
}

function describe(request: unknown): string {
  const read = (name: string): string | undefined => {
    const value: unknown = typeof request === "object" && request !== null ? Reflect.get(request, name) : undefined;
    return typeof value === "string" ? value : undefined;
  };
  const method = read("method") ?? "GET";
  // The query may carry a credential.
  const url = read("url") ?? `${read("protocol") ?? "http:"}//${read("host") ?? read("hostname") ?? ""}${read("path") ?? ""}`;
  return `${method} ${url.split("?")[0] ?? url}`;
}

/** Headers by name. nock joins a list, so several lines of one name are given as on the wire. */
function headersFor({ headers }: WrittenResponse): Record<string, string> | string[] {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((line) => [name, line] as const));
  return lines.length === Object.keys(headers).length ? Object.fromEntries(lines) : lines.flat();
}
