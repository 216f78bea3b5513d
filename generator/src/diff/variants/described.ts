import { memoize } from "../../algorithms/memoize.js";
import type { Alternative } from "./alternative.js";
import { nothing } from "./emptiness.js";
import { tidy } from "./tidy.js";

/** Cached results by list: each is needed once per compared schema. */
/** Of the values of some alternatives, objects with no other properties than those that the alternatives name. */
export const describedAlternatives: (alternatives: readonly Alternative[]) => readonly Alternative[] = memoize((alternatives) =>
  alternatives.flatMap((alternative) => withoutOthers(alternative) ?? []),
);

/**
 * `undefined` if an object needs more properties than it names. One without names is a map of anything, and one that explicitly allows others expects
 * them.
 */
function withoutOthers(alternative: Alternative): Alternative | undefined {
  const { properties, patternProperties, additional, sources } = alternative;
  if (properties === undefined || properties.size === 0 || patternProperties !== undefined || additional !== undefined) return alternative;
  const saysSo = sources.some(({ object }) => object?.additionalProperties !== undefined || object?.unevaluatedProperties !== undefined);
  return saysSo ? alternative : tidy({ ...alternative, additional: nothing });
}
