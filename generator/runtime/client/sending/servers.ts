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
 * What a call is told whose operation has a server of its own: with the values of its variables, and at the client's `baseUrl` where it is relative
 * (RFC 3986 §5.2). A client that was told another `baseUrl` than the document's goes there with everything: a test that has a server on this machine
 * must not send a credential elsewhere. A `baseUrl` of the call itself wins.
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
