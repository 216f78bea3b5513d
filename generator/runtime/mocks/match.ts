import type { MockOperation, MockRequest } from "./types.js";

/** What a path template matches: one segment for each `{name}`, at any server, behind `base`. */
export function pathPattern(operation: MockOperation, base: string): RegExp {
  const { pathname } = new URL(base);
  return new RegExp(`^${escapeRegExp(pathname.replace(/\/$/, ""))}${templatePattern(operation)}/?$`);
}

function templatePattern({ path, spellings = {} }: MockOperation): string {
  return path
    .split("/")
    .map((segment) => {
      const others = Object.hasOwn(spellings, segment) ? spellings[segment] : undefined;
      if (others !== undefined) return `(?:${others.map(escapeRegExp).join("|")})`;
      return segment
        .split(/(\{[^}]*\})/)
        .map((part) => (part.startsWith("{") && part.endsWith("}") ? "([^/?#]+)" : literalPattern(part)))
        .join("");
    })
    .join("/");
}

/** What a piece of a template is matched by: a space or a letter such as `ö` stands escaped in a URL. */
export function literalPattern(piece: string): string {
  // Between letters, for URLs drop segments of dots and spaces at their end; and whatever it holds, it is a piece of a path.
  const { pathname } = new URL(`http://localhost/x${piece.replace(/[#?]/g, encodeURIComponent)}x`);
  return escapeRegExp(pathname.slice("/x".length, -1));
}

/** A text as an expression that matches it and nothing else. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A request as a mock sees it; `undefined` where it is not for this operation. */
export function requestFor(operation: MockOperation, base: string, method: string, url: URL, body: unknown): MockRequest | undefined {
  const parameters = parametersOf(operation, base, method, url);
  return parameters === undefined ? undefined : requestOf(operation, url, parameters, body);
}

/** The path parameters of a request, decoded; `undefined` where it is not for this operation. @param headers Where they are not known to be for it. */
export function parametersOf(
  operation: MockOperation,
  base: string,
  method: string,
  url: URL,
  headers?: Pick<Headers, "get">,
): Readonly<Record<string, string>> | undefined {
  if (method.toUpperCase() !== operation.method || url.origin !== new URL(base).origin) return undefined;
  const found = pathPattern(operation, base).exec(url.pathname);
  if (found === null || !hasQuery(operation, (name) => url.searchParams.getAll(name))) return undefined;
  if (headers && Object.entries(operation.headers ?? {}).some(([name, value]) => headers.get(name) !== value)) return undefined;
  const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1] ?? "")]));
}

/** A request that is known to be for this operation. */
export function requestOf(operation: MockOperation, url: URL, parameters: Readonly<Record<string, string>>, body: unknown): MockRequest {
  return { method: operation.method, url, parameters, body: parsed(body) };
}

/** Whether a query has what tells the operation from others of its path. @param valuesOf All values of a name. */
export function hasQuery({ query = {} }: MockOperation, valuesOf: (name: string) => readonly unknown[]): boolean {
  return Object.entries(query).every(([name, value]) => valuesOf(name).includes(value));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
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
