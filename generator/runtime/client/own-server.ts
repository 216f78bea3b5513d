import { internals, withVariables, type BaseConnection, type Internals } from "./connection.js";
import type { BaseCallOptions } from "./options.js";

/**
 * What a call is told whose operation has a server of its own that follows from the client: with the values of its variables, and at the client's
 * `baseUrl` where it is relative (RFC 3986 §5.2). A `baseUrl` of the call itself wins.
 */
export function atOwnServer(
  connection: BaseConnection,
  url: string,
  defaults: Readonly<Record<string, string>>,
  options: BaseCallOptions = {},
): BaseCallOptions {
  const client = (internals.get(connection.raw) as Internals).options;
  const own = withVariables(url, defaults, client);
  // In a browser the client's may be a path, and so may this one.
  return { ...options, baseUrl: options.baseUrl ?? (URL.canParse(own, client.baseUrl) ? new URL(own, client.baseUrl).href : own) };
}
