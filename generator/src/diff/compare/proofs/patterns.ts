import type { Alternative } from "../../variants/alternative.js";
import { anyOf, otherPatternSchemas, isPart } from "../../variants/name-patterns.js";
import { conjunction, type Node } from "../../variants/node.js";

type Patterns = Alternative["patternProperties"];

/** The constraints on every name that the pattern matches: from the same pattern, or from those that match all its names. */
export function constraintsOfPattern(pattern: string, patterns: Patterns): readonly Node[] {
  const same = patterns?.get(pattern);
  return same === undefined ? otherPatternSchemas(pattern, patterns) : [same];
}

/** Whether each name that the pattern matches is matched by some of these. */
export function areMatched(pattern: string, patterns: Patterns): boolean {
  const all = [...(patterns?.keys() ?? [])];
  const any = anyOf(all);
  return any !== undefined && (all.includes(pattern) || isPart(pattern, any));
}

/** All of that combined; `undefined` without common constraints. */
export function schemaOf(pattern: string, patterns: Patterns): Node | undefined {
  const same = patterns?.get(pattern);
  const all = [...(same === undefined ? [] : [same]), ...otherPatternSchemas(pattern, patterns)];
  return all.length === 0 ? undefined : conjunction(all);
}

/** The patterns that also match all names of the pattern. */
export function inside(pattern: string, patterns: Patterns): readonly string[] {
  return [...(patterns?.keys() ?? [])].filter((other) => isPart(other, pattern));
}
