// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { add, list, pathTo, type Finding, type Issues } from "./core.js";

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
  const take = (found: readonly Finding[]): void => {
    for (const each of copied(found.slice(0, issues.limit - issues.found.length))) issues.found.push(each);
  };
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
  return found.map((each) => ({ ...each }));
}

/** The types asked for, where all that is wrong is the type of the value itself. */
function typesAsked([first]: readonly Finding[]): readonly string[] | undefined {
  if (first === undefined || first.instancePath !== "") return undefined;
  const { keyword, params } = first;
  if (keyword === "type") return [params["type"] as string | string[]].flat();
  return params["types"] as readonly string[] | undefined;
}

/** How many steps into the value the issue lies that is nearest to its root. */
function depth(found: readonly Finding[]): number {
  return found.reduce((least, { instancePath }) => Math.min(least, instancePath.split("/").length - 1), Number.POSITIVE_INFINITY);
}

/** No branch of a union lets this type of value through. */
export function noBranch(issues: Issues, path: string, at: string, keyword: "anyOf" | "oneOf", types: readonly string[], received: unknown): void {
  add(issues, keyword, path, at, { types }, `must be ${types.join(" or ")}`, received);
}

/** A tag that names no branch, or is not there. */
export function unknownTag(
  issues: Issues,
  at: string,
  keyword: "anyOf" | "oneOf" | "discriminator",
  tag: string,
  allowedValues: readonly unknown[],
  received: unknown,
): void {
  const params = { tag, tagValue: received, allowedValues };
  if (received === undefined) add(issues, keyword, "", at, params, `must have the property ${JSON.stringify(tag)}, one of ${list(allowedValues)}`);
  else add(issues, keyword, pathTo(tag), at, params, `must be one of ${list(allowedValues)}`, received);
}

export function severalBranches(issues: Issues, path: string, at: string, passingSchemas: readonly number[]): void {
  add(
    issues,
    "oneOf",
    path,
    at,
    { passingSchemas },
    `must match exactly one schema, but matches ${passingSchemas.map((index) => index + 1).join(" and ")}`,
  );
}
