import { add, holds, isFull, isObject, locationOf, own, quoted, token, untested, within, type Issues, type Rule } from "./core.js";
import type { Issue } from "./types.js";

/** One branch at least accepts the value. */
export function anyOf(...branches: readonly Rule[]): Rule {
  return {
    branches,
    asserts: [
      (value, issues) => {
        if (!branches.some((branch) => holds(branch, value, issues))) closest("anyOf", branches, value, issues);
      },
    ],
  };
}

/** Exactly one branch accepts the value. */
export function oneOf(...branches: readonly Rule[]): Rule {
  return {
    branches,
    asserts: [
      (value, issues) => {
        const passingSchemas = branches.flatMap((branch, index) => (holds(branch, value, issues) ? [index] : []));
        if (passingSchemas.length === 0) closest("oneOf", branches, value, issues);
        if (passingSchemas.length < 2) return;
        const message = `must match exactly one schema, but matches ${passingSchemas.map((index) => index + 1).join(" and ")}`;
        add(issues, "oneOf", { passingSchemas }, message);
      },
    ],
  };
}

/** Branches with one type each. */
export function oneOfTypes(keyword: "anyOf" | "oneOf", ...branches: readonly Rule[]): Rule {
  const types = branches.flatMap((branch) => branch.types ?? []);
  return {
    asserts: [
      (value, issues) => {
        if (!branches.some((branch) => holds(branch, value, issues))) noBranch(issues, keyword, types, value);
      },
    ],
  };
}

/** A union that is decided by one property. @param others Branches for values that are no objects. */
export function byTag(
  keyword: "anyOf" | "oneOf" | "discriminator",
  tag: string,
  branches: ReadonlyMap<unknown, Rule>,
  types: readonly string[] = ["object"],
  union: "anyOf" | "oneOf" = keyword === "anyOf" ? "anyOf" : "oneOf",
  ...others: readonly Rule[]
): Rule {
  const allowedValues = [...branches.keys()];
  return {
    branches: [...branches.values()],
    asserts: [
      (value, issues) => {
        if (!isObject(value)) {
          if (!others.some((other) => holds(other, value, issues))) noBranch(issues, union, types, value);
          return;
        }
        const tagValue = tag in Object.prototype ? own(value, tag) : value[tag];
        const branch = branches.get(tagValue);
        if (branch !== undefined) return within(branch, value, issues, "");
        const params = { tag, tagValue, allowedValues };
        if (tagValue === undefined) add(issues, keyword, params, `must have the property ${JSON.stringify(tag)}, one of ${quoted(allowedValues)}`);
        else add(issues, keyword, params, `must be one of ${quoted(allowedValues)}`, tagValue, undefined, token(tag));
      },
    ],
  };
}

/** An inline branch of a tagged union. @param path Its location in the schema: `oneOf/0`. */
export function inPlace(path: string, rule: Rule): Rule {
  return { all: [rule], asserts: [(value, issues) => within(rule, value, issues, `/${path}`)] };
}

/**
 * For a value that no branch of a union accepts: the issues of the closest branch. That is the one whose first
 * issue is deepest in the value; among equals, the one with the fewest issues, then the first.
 */
function closest(keyword: "anyOf" | "oneOf", branches: readonly Rule[], value: unknown, issues: Issues): void {
  if (isFull(issues)) return;
  const unions = (issues.known ??= new Map());
  let known = unions.get(branches);
  if (known === undefined) unions.set(branches, (known = new Map()));
  const { instancePath, schemaPath } = locationOf(issues);
  const location = `${schemaPath} ${instancePath}`;
  let best = known.get(location);
  if (best === undefined) known.set(location, (best = issuesOfClosest(keyword, branches, value, issues, instancePath)));
  issues.found.push(...best.slice(0, issues.limit - issues.found.length));
}

function issuesOfClosest(
  keyword: "anyOf" | "oneOf",
  branches: readonly Rule[],
  value: unknown,
  issues: Issues,
  instancePath: string,
): readonly Issue[] {
  let best: readonly Issue[] = [];
  const types = new Set<string>();
  for (const [index, branch] of branches.entries()) {
    const inner: Issues = { ...issues, found: [] };
    // It is known that the branch does not accept the value.
    within(untested(branch), value, inner, `/${keyword}/${index}`);
    const { found } = inner;
    const allowed = allowedTypes(found, instancePath);
    if (allowed !== undefined) for (const type of allowed) types.add(type);
    else if (best.length === 0 || depth(found) > depth(best) || (depth(found) === depth(best) && found.length < best.length)) best = found;
  }
  if (best.length > 0) return best;
  const inner: Issues = { ...issues, found: [] };
  const message = types.size === 0 ? "must match a schema of the union" : `must be ${[...types].join(" or ")}`;
  add(inner, keyword, { types: [...types] }, message, value);
  return inner.found;
}

/** The expected types, if the only issue is the type of the value itself. */
function allowedTypes([first]: readonly Issue[], instancePath: string): readonly string[] | undefined {
  if (first === undefined || first.instancePath !== instancePath) return undefined;
  const { keyword, params } = first;
  if (keyword === "type") return [params["type"] as string | string[]].flat();
  return params["types"] as readonly string[] | undefined;
}

/** How many steps into the value the issue lies that is nearest to its root. */
function depth(found: readonly Issue[]): number {
  return found.reduce((least, { instancePath }) => Math.min(least, instancePath.split("/").length - 1), Number.POSITIVE_INFINITY);
}

/** No branch of a union accepts this type of value. */
function noBranch(issues: Issues, keyword: "anyOf" | "oneOf", types: readonly string[], received: unknown): void {
  add(issues, keyword, { types }, `must be ${types.join(" or ")}`, received);
}
