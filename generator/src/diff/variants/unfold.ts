import type { Schema } from "../../model/schemas/schema.js";
import type { Alternative } from "./alternative.js";
import type { Conjunct } from "./conjunct.js";
import { nothing } from "./emptiness.js";
import type { AlternativeResolver } from "./alternative-resolver.js";
import { intersect } from "./intersect.js";
import { anything } from "./node.js";
import { refusedBy, withProperty } from "./opposites.js";
import { settle, without } from "./settle.js";
import { tidy } from "./tidy.js";

/** The maximum of alternatives that one alternative is split into. */
const mostParts = 24;
/** The maximum of separated conditions, each within each part of the others. */
const mostConditions = 8;
/** Exclusive branches are separated while they are few. */
const mostBranches = 4;

/**
 * The same values as several alternatives without conditions: an `if` becomes the values that satisfy it and the rest, a `not` the complement.
 * For proofs only: messages describe the alternative as it is written.
 */
export function unfold(alternative: Alternative, resolver: AlternativeResolver): readonly Alternative[] {
  if (alternative.conjuncts === undefined) return [alternative];
  let done: readonly Alternative[] = [];
  let left: readonly Alternative[] = [alternative];
  while (left.length > 0) {
    const [next, ...others] = left as readonly [Alternative, ...Alternative[]];
    const parts = inParts(next, resolver);
    if (parts === undefined) done = [...done, next];
    left = parts === undefined ? others : [...parts, ...others];
    if (done.length + left.length > mostParts) return [alternative];
  }
  return done;
}

/** By the first of its conditions that can be separated. */
function inParts(alternative: Alternative, resolver: AlternativeResolver): readonly Alternative[] | undefined {
  if (alternative.conjuncts !== undefined && alternative.conjuncts.size > mostConditions) return undefined;
  for (const [text, conjunct] of alternative.conjuncts ?? []) {
    if (conjunct.atom !== undefined) continue;
    const parts = separate(conjunct, without(alternative, text), resolver);
    if (parts === undefined) continue;
    const left = parts.flatMap((part) => settle(part, resolver)).flatMap((part) => tidy(part) ?? []);
    return left.filter((part) => !hasNone(part, resolver));
  }
  return undefined;
}

/** Whether it needs a property that no value fits. */
function hasNone({ properties }: Alternative, resolver: AlternativeResolver): boolean {
  return [...(properties?.values() ?? [])].some(({ node: value, required }) => required && resolver.attempt(value)?.length === 0);
}

function separate({ keyword, owner, trigger }: Conjunct, rest: Alternative, resolver: AlternativeResolver): readonly Alternative[] | undefined {
  switch (keyword) {
    case "not":
      return owner.not && outside(rest, [owner.not], resolver);
    case "if": {
      const otherwise = owner.if && outside(rest, [owner.if], resolver);
      if (otherwise === undefined) return undefined;
      return [...resolver.meet(resolver.meet([rest], owner.if), owner.then), ...resolver.meet(otherwise, owner.else)];
    }
    case "oneOf": {
      const branches = owner.oneOf ?? [];
      if (branches.length > mostBranches) return undefined;
      const each = branches.map((branch) => {
        const others = outside(
          rest,
          branches.filter((other) => other !== branch),
          resolver,
        );
        return others && resolver.meet(others, branch);
      });
      return each.some((parts) => parts === undefined) ? undefined : each.flatMap((parts) => parts ?? []);
    }
    case "dependentRequired":
    case "dependentSchemas": {
      if (trigger === undefined) return undefined;
      const has = (isThere: boolean): readonly Alternative[] =>
        [intersect(rest, withProperty(trigger.property, isThere ? anything : nothing, isThere, owner))].flatMap((alternative) => alternative ?? []);
      return [...has(false), ...resolver.meet(has(true), trigger.schema)];
    }
    default:
      return undefined;
  }
}

/** The values of the alternative that none of the schemas allows. */
function outside(alternative: Alternative, schemas: readonly Schema[], resolver: AlternativeResolver): readonly Alternative[] | undefined {
  let left: readonly Alternative[] | undefined = [alternative];
  for (const schema of schemas) {
    const refused = refusedBy(schema, alternative.kind, resolver);
    left = refused && left?.flatMap((one) => refused.flatMap((other) => intersect(one, other) ?? []));
    if (left !== undefined && left.length > mostParts) return undefined;
  }
  return left;
}
