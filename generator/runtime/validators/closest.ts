import { add, collectFrom, type Issues } from "./issues.js";

/**
 * For a value that no branch of a union lets through: the issues of the branch that got furthest. That is the one whose first
 * obstacle lies deepest in the value; among equals, the one with the fewest issues, then the first.
 */
export function closest(
  issues: Issues,
  at: string,
  keyword: "anyOf" | "oneOf",
  value: unknown,
  branches: readonly ((value: unknown, issues: Issues) => void)[],
): void {
  const places = (issues.known ??= new Map());
  let known = places.get(at);
  if (known === undefined) places.set(at, (known = new Map()));
  const before = known.get(value);
  // Copies: paths grow on the way out.
  const take = (found: Issues["found"] | readonly Issues["found"][number][]): void => {
    issues.found.push(...found.slice(0, issues.limit - issues.found.length).map((finding) => ({ ...finding })));
  };
  if (before !== undefined) return take(before);
  let best: Issues["found"] | undefined;
  const types = new Set<string>();
  for (const branch of branches) {
    const { found } = collectFrom(branch, value, issues.limit, issues);
    const asked = typesAsked(found);
    if (asked !== undefined) for (const type of asked) types.add(type);
    else if (best === undefined || depth(found) > depth(best) || (depth(found) === depth(best) && found.length < best.length)) best = found;
  }
  if (best === undefined || best.length === 0) {
    best = [];
    add(
      { ...issues, found: best },
      keyword,
      "",
      at,
      { types: [...types] },
      types.size === 0 ? "must match a schema of the union" : `must be ${[...types].join(" or ")}`,
      value,
    );
  }
  known.set(
    value,
    best.map((finding) => ({ ...finding })),
  );
  take(best);
}

/** The types asked for, where all that is wrong is the type of the value itself. */
function typesAsked([first]: Issues["found"]): readonly string[] | undefined {
  if (first === undefined || first.instancePath !== "") return undefined;
  if (first.keyword === "type") return [first.params["type"] as string | string[]].flat();
  return first.params["types"] as readonly string[] | undefined;
}

/** How many steps into the value the issue lies that is nearest to its root. */
function depth(found: Issues["found"]): number {
  return Math.min(...found.map((finding) => finding.instancePath.split("/").length - 1));
}
