/** A path template apart from the query that stands in some (`/images?recursion=1`, `/#Action=ListUsers`): OpenAPI knows no such paths, and documents have them. */
export interface PathTemplate {
  readonly path: string;
  /** Decoded; a value may be a `{parameter}`. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** Takes a path of the document apart. */
export function templateOf(path: string): PathTemplate {
  const mark = path.search(/[?#]/);
  if (mark < 0) return { path, query: [] };
  const behind = path.slice(mark).match(/[?#][^?#]*/g) ?? [];
  // A fragment that assigns nothing tells operations of one URL apart (`/login#apiKey`), and no server gets to see it.
  const query = behind.filter((part) => part.startsWith("?") || part.includes("=")).map((part) => part.slice(1));
  return { path: path.slice(0, mark), query: [...new URLSearchParams(query.join("&"))] };
}
