import { internals, type BaseConnection, type Internals } from "../connection.js";
import type { BaseCallOptions } from "../options.js";

/**
 * The options of an operation that only responds with a redirect, such as a link to a download: the redirect is its result, and
 * `withResponse()` has the `Location`. A browser hides the target of a redirect and rejects it.
 */
export function unfollowed(connection: BaseConnection, options: BaseCallOptions = {}): BaseCallOptions {
  const { init } = (internals.get(connection.raw) as Internals).options;
  return "document" in globalThis ? options : { ...options, init: { redirect: "manual", ...init, ...options.init } };
}
