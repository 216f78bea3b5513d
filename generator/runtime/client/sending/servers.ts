import { internals, type BaseConnection, type Internals, type Values } from "../connection.js";
import type { BaseCallOptions, ConnectionOptions } from "../options.js";

/** The document's server with its variables filled in: the client's values, else the document's. */
export function withVariables(url: string, defaults: Readonly<Record<string, string>>, { serverVariables }: ConnectionOptions): string {
  return url.replace(/\{([^{}]+)\}/g, (whole, name: string) => serverVariables?.[name] ?? defaults[name] ?? whole);
}

/** The options with the base URL of the server that `server` names; a `baseUrl` wins. Throws where no server has that name. */
export function atServer<Options extends ConnectionOptions & { readonly server?: string | undefined }>(
  urls: Readonly<Record<string, string>>,
  options: Options,
): Options {
  const { server } = options;
  if (server === undefined || options.baseUrl !== undefined) return options;
  const baseUrl = Object.entries(urls).find(([name]) => name === server)?.[1];
  if (baseUrl === undefined) throw new TypeError(`Unknown server ${JSON.stringify(server)}. Available: ${Object.keys(urls).join(", ")}.`);
  return { ...options, baseUrl };
}

/**
 * The base URL of an operation with its own server: with the values of its variables, and resolved against the client's `baseUrl` if it is relative
 * (RFC 3986 §5.2). A client whose `baseUrl` is not the document's uses it for all operations: a test with a local server
 * must not send a credential elsewhere. A `baseUrl` of the call itself takes precedence.
 */
export function atOwnServer(
  connection: BaseConnection,
  url: string,
  defaults: Readonly<Record<string, string>>,
  options: BaseCallOptions = {},
): BaseCallOptions {
  const { options: client, settings } = internals.get(connection.raw) as Internals;
  const own = withVariables(url, defaults, client);
  if (/^\w+:|^\/\//.test(own) && client.baseUrl !== settings.options["baseUrl"]?.default) return options;
  // In a browser the client's may be a path, and so may this one.
  return { ...options, baseUrl: options.baseUrl ?? (URL.canParse(own, client.baseUrl) ? new URL(own, client.baseUrl).href : own) };
}

/** The path as it is. Throws where the server has a variable that neither the document nor the client has a value for: it would be sent with its braces. */
export function filledIn(path: string, { baseUrl }: Values): string {
  const [part] = /\{[^{}]*\}/.exec(baseUrl as string) ?? [];
  if (part !== undefined) throw new TypeError(`${JSON.stringify(baseUrl)} has no value for ${part}; pass serverVariables or baseUrl`);
  return path;
}
