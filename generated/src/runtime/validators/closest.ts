// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import type { Issues } from "./issues.js";

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
  let best: Issues | undefined;
  const types = new Set<string>();
  for (const branch of branches) {
    const attempt = issues.attempt();
    branch(value, attempt);
    const type = attempt.wrongType;
    if (type === undefined) {
      if (best === undefined || attempt.depth > best.depth || (attempt.depth === best.depth && attempt.count < best.count)) best = attempt;
    } else for (const each of type) types.add(each);
  }
  if (best !== undefined && best.count > 0) issues.take(best);
  else
    issues.add(
      keyword,
      "",
      at,
      { types: [...types] },
      types.size === 0 ? "must match a schema of the union" : `must be ${[...types].join(" or ")}`,
      value,
    );
}
