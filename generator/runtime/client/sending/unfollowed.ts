import { internals, type BaseConnection, type Internals } from "../connection.js";
import type { BaseCallOptions } from "../options.js";

/**
 * What a call is told whose operation answers with a redirect and nothing else, such as a link to a download: that redirect is its result, and
 * `withResponse()` has the `Location`. A browser hides where a redirect goes, and refuses it as ever.
 */
export function unfollowed(connection: BaseConnection, options: BaseCallOptions = {}): BaseCallOptions {
  const { init } = (internals.get(connection.raw) as Internals).options;
  return "document" in globalThis ? options : { ...options, init: { redirect: "manual", ...init, ...options.init } };
}
