import { memoize } from "../../algorithms/remembered.js";
import type { Alternative } from "./alternative.js";
import { nothing } from "./emptiness.js";
import { tidy } from "./tidy.js";

/** Cached results by list: each is needed once per compared schema. */
/** Of the values of some forms, objects with no other properties than those that the forms name. */
export const describedForms: (forms: readonly Alternative[]) => readonly Alternative[] = memoize((forms) =>
  forms.flatMap((form) => withoutOthers(form) ?? []),
);

/**
 * `undefined` if an object needs more properties than it names. One without names is a map of anything, and one that explicitly allows others expects
 * them.
 */
function withoutOthers(form: Alternative): Alternative | undefined {
  const { properties, patternProperties, additional, sources } = form;
  if (properties === undefined || properties.size === 0 || patternProperties !== undefined || additional !== undefined) return form;
  const saysSo = sources.some(({ object }) => object?.additionalProperties !== undefined || object?.unevaluatedProperties !== undefined);
  return saysSo ? form : tidy({ ...form, additional: nothing });
}
