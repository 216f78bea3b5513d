import { isToken } from "../model/http/token.js";
import { decoded } from "./shapes.js";

/** The parameters of a request, still percent-encoded: an encoded separator does not separate. */
export interface Sent {
  readonly path: Readonly<Record<string, string>>;
  /** Names are decoded, values are not. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly header: (name: string) => string | undefined;
  /** A name may occur several times. */
  readonly cookies: readonly (readonly [name: string, value: string])[];
}

/**
 * Parses a request.
 *
 * @param url Whole, or only its end. The part after the `?` is read.
 * @param header By name, in any case.
 * @param path The path parameters, encoded as in the URL.
 */
export function sentWith(url: string, header: Sent["header"], path: Sent["path"]): Sent {
  const [, search = ""] = /\?([^#]*)/.exec(url) ?? [];
  const pairs = search.split("&").filter(Boolean);
  return {
    path,
    query: pairs.map((pair) => [decoded(pair.split("=")[0] ?? ""), pair.split("=").slice(1).join("=")]),
    // A document may name headers that no request can have.
    header: (name) => (isToken(name) ? header(name) : undefined),
    cookies: cookiesOf(header("cookie") ?? ""),
  };
}

function cookiesOf(header: string): Sent["cookies"] {
  return header.split(";").flatMap((part): [string, string][] => {
    const at = part.indexOf("=");
    return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
}
