/** A path template apart from the query that stands in some (`/images?recursion=1`, `/#Action=ListUsers`): OpenAPI knows no such paths, and documents have them. */
export interface PathTemplate {
  readonly path: string;
  /** Decoded; a value may be a `{parameter}`. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

export function templateOf(path: string): PathTemplate {
  const mark = path.search(/[?#]/);
  if (mark < 0) return { path, query: [] };
  return { path: path.slice(0, mark), query: [...new URLSearchParams(path.slice(mark + 1).replace(/^#|[?#]/g, "&"))] };
}
