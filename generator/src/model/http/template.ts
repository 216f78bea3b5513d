import type { Operation } from "../api.js";

type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * A path template apart from what stands behind it in some (`/images?recursion=1`, `/#Action=ListUsers`, `/#X-Amz-Target=Users.List`): OpenAPI knows no such
 * paths, and documents have them.
 */
export interface PathTemplate {
  readonly path: string;
  /** Decoded; a value may be a `{parameter}`. */
  readonly query: Pairs;
  /** Of header parameters that a fragment names: no server gets to see a fragment (RFC 3986 §3.5), and this is how it is told. */
  readonly headers: Pairs;
}

/** Takes the path of an operation apart. */
export function templateOf({ path, parameters }: Pick<Operation, "path" | "parameters">): PathTemplate {
  const mark = path.search(/[?#]/);
  if (mark < 0) return { path, query: [], headers: [] };
  const query: (readonly [string, string])[] = [];
  const headers: (readonly [string, string])[] = [];
  for (const part of path.slice(mark).match(/[?#][^?#]*/g) ?? []) {
    const isFragment = part.startsWith("#");
    // One that assigns nothing tells operations of one URL apart (`/login#apiKey`), and nobody is told.
    if (isFragment && !part.includes("=")) continue;
    for (const [name, value] of new URLSearchParams(part.slice(1))) {
      const header = isFragment && parameters.find((each) => each.in === "header" && each.name.toLowerCase() === name.toLowerCase());
      if (header) headers.push([header.name, value]);
      else query.push([name, value]);
    }
  }
  return { path: path.slice(0, mark), query, headers };
}

/** What a parameter is whenever this operation is meant, where its path says so. */
export function saidByPath({ query, headers }: PathTemplate, { in: location, name }: Operation["parameters"][number]): string | undefined {
  const pairs = location === "query" ? query : location === "header" ? headers : [];
  return pairs.find(([said, value]) => said === name && !value.includes("{"))?.[1];
}
