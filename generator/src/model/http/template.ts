import type { Operation } from "../api.js";

type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * A path template without its query or fragment (`/images?recursion=1`, `/#Action=ListUsers`, `/#X-Amz-Target=Users.List`): OpenAPI does not allow
 * them, but documents have them.
 */
export interface PathTemplate {
  readonly path: string;
  /** Decoded; a value may be a `{parameter}`. */
  readonly query: Pairs;
  /** Header parameters named by a fragment: servers do not receive fragments (RFC 3986 §3.5), and the header distinguishes the operation. */
  readonly headers: Pairs;
}

/** Splits the path of an operation. */
export function templateOf({ path, parameters }: Pick<Operation, "path" | "parameters">): PathTemplate {
  const mark = path.search(/[?#]/);
  if (mark < 0) return { path, query: [], headers: [] };
  const query: (readonly [string, string])[] = [];
  const headers: (readonly [string, string])[] = [];
  for (const part of path.slice(mark).match(/[?#][^?#]*/g) ?? []) {
    const isFragment = part.startsWith("#");
    // A fragment without an assignment distinguishes operations of one URL (`/login#apiKey`), but is not sent.
    if (isFragment && !part.includes("=")) continue;
    for (const [name, value] of new URLSearchParams(part.slice(1))) {
      const header = isFragment && parameters.find((each) => each.in === "header" && each.name.toLowerCase() === name.toLowerCase());
      if (header) headers.push([header.name, value]);
      else query.push([name, value]);
    }
  }
  return { path: path.slice(0, mark), query, headers };
}

/** The fixed value of a parameter in the operation's path. */
export function fixedValue({ query, headers }: PathTemplate, { in: location, name }: Operation["parameters"][number]): string | undefined {
  const pairs = location === "query" ? query : location === "header" ? headers : [];
  return pairs.find(([stated, value]) => stated === name && !value.includes("{"))?.[1];
}
