import type { Alternative } from "../forms/alternative.js";
import { conjunction } from "../forms/intersect.js";
import { isWithin, languageOf } from "../forms/language.js";
import type { Node } from "../forms/node.js";

type Patterns = Alternative["patternProperties"];

/** What holds for every name that the pattern matches: said of the very pattern, or else of those that match all of them. */
export function around(pattern: string, patterns: Patterns): readonly Node[] {
  const same = patterns?.get(pattern);
  return same === undefined ? wider(pattern, patterns) : [same];
}

/** Whether each name that the pattern matches is matched by some of these. */
export function areMatched(pattern: string, patterns: Patterns): boolean {
  const all = [...(patterns?.keys() ?? [])];
  return all.includes(pattern) || (all.length > 0 && isPart(pattern, all.map((other) => `(?:${other})`).join("|")));
}

/** All of that in one; `undefined` where nothing is said of all of them. */
export function schemaOf(pattern: string, patterns: Patterns): Node | undefined {
  const same = patterns?.get(pattern);
  const all = [...(same === undefined ? [] : [same]), ...wider(pattern, patterns)];
  return all.length === 0 ? undefined : conjunction(all);
}

/** The patterns whose names the pattern matches, too. */
export function inside(pattern: string, patterns: Patterns): readonly string[] {
  return [...(patterns?.keys() ?? [])].filter((other) => isPart(other, pattern));
}

function wider(pattern: string, patterns: Patterns): readonly Node[] {
  return [...(patterns ?? [])].filter(([other]) => other !== pattern && isPart(pattern, other)).map(([, schema]) => schema);
}

function isPart(inner: string, outer: string): boolean {
  const [names, others] = [languageOf(inner), languageOf(outer)];
  return names !== undefined && others !== undefined && isWithin(names, others) === true;
}
