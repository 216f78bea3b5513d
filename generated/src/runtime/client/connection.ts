// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import createRaw, { type Client } from "openapi-fetch";
import type { Scheme } from "./credentials.js";
import type { BaseCallOptions, ConnectionOptions } from "./options.js";

/** What the document says about all of its operations. */
export interface Settings {
  /** URL of the document's first server; a function of the options where it has variables. */
  readonly baseUrl?: string | ((options: ConnectionOptions) => string);
  /** Environment variable of the base URL. */
  readonly baseUrlEnv?: string;
  /** Environment variable of each option that has one. */
  readonly env?: Readonly<Record<string, string>>;
  readonly schemes?: Readonly<Record<string, Scheme>>;
  /** The path segment that an option replaces, where it first occurs. */
  readonly prefix?: { readonly option: string; readonly segment: string };
  /** Header that has the server's id of a request. */
  readonly requestIdHeader?: string;
}

/** A configured client, without operations: what every operation's function takes first. */
export interface BaseConnection<Paths extends {} = {}> {
  /** The openapi-fetch client that sends the requests: base URL, default headers and middleware, nothing else. */
  readonly raw: Client<Paths>;
}

/** What a connection knows. Kept beside it and not in it, so that printing a client prints no credential. */
export interface Internals {
  readonly settings: Settings;
  readonly options: ConnectionOptions;
  readonly request: (
    method: string,
    path: string,
    init: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly error?: unknown; readonly response: Response }>;
  /** An option's value: the call's, the client's, the environment's. */
  readonly option: (name: string, call: BaseCallOptions) => unknown;
  /** An option as a message names it: `apiToken (or set API_TOKEN)`. */
  readonly named: (option: string) => string;
}

const known = new WeakMap<object, Internals>();

export function openConnection<Paths extends {}>(settings: Settings, options: ConnectionOptions): BaseConnection<Paths> {
  const server = settings.baseUrl ?? "";
  const baseUrl = options.baseUrl ?? env(settings.baseUrlEnv) ?? (typeof server === "function" ? server(options) : server);
  const raw = createRaw<Paths>({
    ...options.init,
    baseUrl,
    headers: options.headers ?? {},
    fetch: options.fetch ?? globalThis.fetch,
  });
  raw.use(...(options.middleware ?? []));
  const connection: BaseConnection<Paths> = { raw };
  known.set(connection, {
    settings,
    options,
    request: raw.request as unknown as Internals["request"],
    option: (name, call) => (call as Values)[name] ?? (options as Values)[name] ?? env(settings.env?.[name]),
    named: (option) => (settings.env?.[option] ? `${option} (or set ${settings.env[option]})` : option),
  });
  return connection;
}

/** An environment variable, where there is an environment. An empty one counts as not set. */
function env(name: string | undefined): string | undefined {
  return (name && (globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } }).process?.env?.[name]) || undefined;
}

type Values = Readonly<Record<string, unknown>>;

export function internalsOf(connection: BaseConnection): Internals {
  const internals = known.get(connection);
  if (!internals) throw new TypeError("Not a client: make one with createClient() or connect().");
  return internals;
}

/** A connection with methods: a client. */
export function facade<C extends BaseConnection>(connection: BaseConnection, methods: Omit<C, "raw">): C {
  return Object.assign(connection, methods) as unknown as C;
}

/** A server's URL with its variables filled in: the client's values, else the document's. */
export function withVariables(url: string, defaults: Readonly<Record<string, string>>): (options: ConnectionOptions) => string {
  return ({ serverVariables }) => url.replace(/\{([^{}]+)\}/g, (whole, name: string) => serverVariables?.[name] ?? defaults[name] ?? whole);
}
