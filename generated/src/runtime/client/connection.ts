// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { createEngine, type RawClient, type SendRequest } from "./engine.js";
import type { Scheme } from "./request/credentials.js";
import type { ConnectionOptions, HeaderValue, HeaderValues } from "./options.js";

/** Settings that the document has for all operations. */
export interface Settings {
  /** The options that it gives a value, an environment variable or, as a credential, a way to be sent. */
  readonly options: Readonly<Record<string, OptionSetting>>;
  /** The path template as an option wants it: with another segment than the document's. */
  readonly rewrite?: (path: string, options: Values) => string;
  /** Header that has the server's id of a request. */
  readonly requestIdHeader: string;
}

export interface OptionSetting extends Partial<Scheme> {
  /** The value if neither the caller nor the environment has one. */
  readonly default?: string;
  readonly env?: string;
}

export type Values = Readonly<Record<string, unknown>>;

/** A configured client without operations: the first argument of each operation's function. */
export interface BaseConnection<Paths extends object = object> {
  /** The openapi-fetch client that sends the requests, with base URL, default headers and middleware only. */
  readonly raw: RawClient<Paths>;
}

/**
 * The state of a connection. Stored outside of the client object, so that printing a client prints no credential; by its `raw`, so that a copy is a
 * client, too.
 */
export interface Internals {
  readonly settings: Settings;
  /** The client's options over the environment's over the document's. */
  readonly options: Omit<ConnectionOptions, "headers"> &
    Values & { readonly baseUrl: string; readonly headers: Readonly<Record<string, HeaderValue>> };
  readonly request: SendRequest;
}

export const internals: WeakMap<object, Internals> = /* @__PURE__ */ new WeakMap<object, Internals>();

export function openConnection<Paths extends object>(settings: Settings, given: ConnectionOptions): BaseConnection<Paths> {
  // Read once and only here; an empty variable counts as not set.
  const env = (globalThis as { process?: { env?: Values } }).process?.env ?? {};
  const options = {} as Record<string, unknown> & Internals["options"];
  for (const [option, setting] of Object.entries(settings.options)) options[option] = env[setting.env as string] || setting.default;
  Object.assign(options, defined(given), { headers: plainHeaders(given.headers) });
  const raw = createEngine<Paths>(options);
  internals.set(raw, { settings, options, request: raw.request as unknown as SendRequest });
  return { raw };
}

/** Without `undefined` members: an omitted option must not hide an existing one. */
export function defined(options: object): Values {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Headers as an object. Those of a `Headers` or of a list have names in lower case. */
export function plainHeaders(headers: HeaderValues = {}): Readonly<Record<string, HeaderValue>> {
  if (!(Symbol.iterator in headers)) return headers as Readonly<Record<string, HeaderValue>>;
  return Object.fromEntries(new Headers(headers as never) as unknown as Iterable<readonly [string, string]>);
}

/** A function of `operations`. */
type OperationFunction = (connection: never, ...given: never[]) => unknown;

/** A function of `operations` as a method of a client: without its first parameter. */
export type Method<F> = F extends (client: never, ...rest: infer A) => infer R ? (...rest: A) => R : never;
/** Some functions of `operations` as methods of a client. */
export type Methods<M, Names extends keyof M> = { readonly [N in Names]: Method<M[N]> };

/** Operations as methods: each is called with the connection. */
export function methods<M extends object>(connection: BaseConnection, operations: Readonly<Record<string, OperationFunction>>): M {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, (...given: never[]): unknown => operation(connection as never, ...given)]),
  ) as M;
}

/** A connection with methods: a client. */
export function facade<C extends BaseConnection>(connection: BaseConnection, operations: Readonly<Record<string, OperationFunction>>): C {
  return Object.assign(connection, methods<C>(connection, operations));
}
