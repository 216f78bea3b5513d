import type { Schema } from "../../model/schemas/schema.js";
import type { Alternative } from "./alternative.js";
import type { Conjunct } from "./conjunct.js";
import { nothing } from "./emptiness.js";
import type { Forms } from "./form.js";
import { intersect } from "./intersect.js";
import { anything } from "./node.js";
import { refusedBy, withProperty } from "./opposites.js";
import { settle, without } from "./settle.js";
import { tidy } from "./tidy.js";

/** The maximum of forms that one form is split into. */
const mostParts = 24;
/** The maximum of separated conditions, each within each part of the others. */
const mostConditions = 8;
/** Exclusive branches are separated while they are few. */
const mostBranches = 4;

/**
 * The same values as several forms without conditions: an `if` becomes the values that satisfy it and the rest, a `not` the complement.
 * For proofs only: messages describe the form as it is written.
 */
export function unfold(form: Alternative, forms: Forms): readonly Alternative[] {
  if (form.conjuncts === undefined) return [form];
  let done: readonly Alternative[] = [];
  let left: readonly Alternative[] = [form];
  while (left.length > 0) {
    const [next, ...others] = left as readonly [Alternative, ...Alternative[]];
    const parts = inParts(next, forms);
    if (parts === undefined) done = [...done, next];
    left = parts === undefined ? others : [...parts, ...others];
    if (done.length + left.length > mostParts) return [form];
  }
  return done;
}

/** By the first of its conditions that can be separated. */
function inParts(form: Alternative, forms: Forms): readonly Alternative[] | undefined {
  if (form.conjuncts !== undefined && form.conjuncts.size > mostConditions) return undefined;
  for (const [text, conjunct] of form.conjuncts ?? []) {
    if (conjunct.atom !== undefined) continue;
    const parts = separate(conjunct, without(form, text), forms);
    if (parts === undefined) continue;
    const left = parts.flatMap((part) => settle(part, forms)).flatMap((part) => tidy(part) ?? []);
    return left.filter((part) => !hasNone(part, forms));
  }
  return undefined;
}

/** Whether it needs a property that no value fits. */
function hasNone({ properties }: Alternative, forms: Forms): boolean {
  return [...(properties?.values() ?? [])].some(({ node: value, required }) => required && forms.attempt(value)?.length === 0);
}

function separate({ keyword, owner, trigger }: Conjunct, rest: Alternative, forms: Forms): readonly Alternative[] | undefined {
  switch (keyword) {
    case "not":
      return owner.not && outside(rest, [owner.not], forms);
    case "if": {
      const otherwise = owner.if && outside(rest, [owner.if], forms);
      if (otherwise === undefined) return undefined;
      return [...forms.meet(forms.meet([rest], owner.if), owner.then), ...forms.meet(otherwise, owner.else)];
    }
    case "oneOf": {
      const branches = owner.oneOf ?? [];
      if (branches.length > mostBranches) return undefined;
      const each = branches.map((branch) => {
        const others = outside(
          rest,
          branches.filter((other) => other !== branch),
          forms,
        );
        return others && forms.meet(others, branch);
      });
      return each.some((parts) => parts === undefined) ? undefined : each.flatMap((parts) => parts ?? []);
    }
    case "dependentRequired":
    case "dependentSchemas": {
      if (trigger === undefined) return undefined;
      const has = (isThere: boolean): readonly Alternative[] =>
        [intersect(rest, withProperty(trigger.property, isThere ? anything : nothing, isThere, owner))].flatMap((form) => form ?? []);
      return [...has(false), ...forms.meet(has(true), trigger.schema)];
    }
    default:
      return undefined;
  }
}

/** The values of the form that none of the schemas allows. */
function outside(form: Alternative, schemas: readonly Schema[], forms: Forms): readonly Alternative[] | undefined {
  let left: readonly Alternative[] | undefined = [form];
  for (const schema of schemas) {
    const refused = refusedBy(schema, form.kind, forms);
    left = refused && left?.flatMap((one) => refused.flatMap((other) => intersect(one, other) ?? []));
    if (left !== undefined && left.length > mostParts) return undefined;
  }
  return left;
}
