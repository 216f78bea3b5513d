// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { ValueFormat } from "../codecs/value-format.js";
import { decoded, matchPath, pathPattern, waysOf } from "./path.js";
import type { MockOperation, MockRequest } from "./types.js";

/** The path parameters of an operation, encoded as in the URL; `undefined` for another path. */
export type PathReader = (pathname: string) => ReadonlyMap<string, string> | undefined;

/** Reads paths of an operation on any server, after `base`. */
export function pathReader(operation: MockOperation, base: string): PathReader {
  const prefix = new URL(base).pathname.replace(/\/$/, "");
  const pattern = pathPattern(operation.path, operation);
  return (pathname) => {
    if (!pathname.startsWith(prefix)) return undefined;
    for (const segments of waysOf(pathname.slice(prefix.length))) {
      const values = matchPath(pattern, segments);
      if (values) return values;
    }
    return undefined;
  };
}

/** A request as a mock reads it; `undefined` if it is for another operation. */
export function requestFor(operation: MockOperation, base: string, method: string, url: URL, body: unknown): MockRequest | undefined {
  const parameters = parametersOf(operation, base, method, url);
  return parameters === undefined ? undefined : requestOf(operation, url, parameters, body);
}

/** The decoded path parameters of a request; `undefined` if it is for another operation. @param headers Absent: they match already. */
export function parametersOf(
  operation: MockOperation,
  base: string,
  method: string,
  url: URL,
  headers?: Pick<Headers, "get">,
): Readonly<Record<string, string>> | undefined {
  if (method.toUpperCase() !== operation.method || url.origin !== new URL(base).origin) return undefined;
  const values = pathReader(operation, base)(url.pathname);
  if (values === undefined || !hasQuery(operation, (name) => url.searchParams.getAll(name))) return undefined;
  if (headers && Object.entries(operation.headers ?? {}).some(([name, value]) => headers.get(name) !== value)) return undefined;
  return Object.fromEntries([...values].map(([name, text]) => [name, decoded(text)]));
}

/** A request that is known to be for this operation. */
export function requestOf(operation: MockOperation, url: URL, parameters: Readonly<Record<string, string>>, body: unknown): MockRequest {
  return { method: operation.method, url, parameters, body: parsed(body) };
}

/** Whether a query has the values that distinguish the operation from others of its path. @param valuesOf All values of a name. */
export function hasQuery({ query = {} }: MockOperation, valuesOf: (name: string) => readonly unknown[]): boolean {
  return Object.entries(query).every(([name, value]) => valuesOf(name).includes(value));
}

/** The body of a request: text, or the decoded value of the operation's binary format. */
export async function bodyOf({ format }: MockOperation, request: Request): Promise<unknown> {
  const bytes = new Uint8Array(await request.clone().arrayBuffer());
  const isEncoded = format && new RegExp(`[/+]${format.name}\\b`, "i").test(request.headers.get("content-type") ?? "");
  return isEncoded ? read(format, bytes) : new TextDecoder().decode(bytes);
}

/** nock 14 passes a body that is no text as hexadecimal digits. */
export function bodyFromHex({ format }: MockOperation, body: unknown): unknown {
  const digits = format && typeof body === "string" && /^[\da-f]+$/.test(body) && body.length % 2 === 0 ? body.match(/../g) : undefined;
  return format && digits
    ? read(
        format,
        Uint8Array.from(digits, (pair) => parseInt(pair, 16)),
      )
    : body;
}

function read({ decode }: ValueFormat, bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function parsed(body: unknown): unknown {
  if (typeof body !== "string") return body;
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
