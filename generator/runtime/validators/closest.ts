import { add, type Finding, type Issues } from "./issues.js";

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
  const take = (found: readonly Finding[]): void => void issues.found.push(...copied(found.slice(0, issues.limit - issues.found.length)));
  if (before !== undefined) return take(before);
  let best: Finding[] | undefined;
  const types = new Set<string>();
  for (const branch of branches) {
    const found: Finding[] = [];
    branch(value, { ...issues, found });
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
  known.set(value, copied(best));
  take(best);
}

/** Paths grow on the way out, and not in what is kept. */
function copied(found: readonly Finding[]): Finding[] {
  return found.map(({ issue, received }) => ({ issue: { ...issue }, received }));
}

/** The types asked for, where all that is wrong is the type of the value itself. */
function typesAsked([first]: readonly Finding[]): readonly string[] | undefined {
  if (first === undefined || first.issue.instancePath !== "") return undefined;
  const { keyword, params } = first.issue;
  if (keyword === "type") return [params["type"] as string | string[]].flat();
  return params["types"] as readonly string[] | undefined;
}

/** How many steps into the value the issue lies that is nearest to its root. */
function depth(found: readonly Finding[]): number {
  return Math.min(...found.map(({ issue }) => issue.instancePath.split("/").length - 1));
}
