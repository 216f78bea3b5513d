import type { Schema } from "../../../model/schemas/schema.js";
import type { Alternative } from "../../variants/alternative.js";
import { countsOf } from "../../variants/bounds.js";
import type { Conjunct } from "../../variants/conjunct.js";
import type { AlternativeResolver } from "../../variants/alternative-resolver.js";
import { anything, node, nodeOf, type Node } from "../../variants/node.js";
import { tagText } from "../../variants/text.js";
import { trialLimit } from "../schemas/match-branches.js";

/** Inclusion of whole schemas, either way round. */
export interface Questions {
  readonly inner: AlternativeResolver;
  readonly outer: AlternativeResolver;
  /** Whether every value of the inner document's schema is a value of the outer one's. */
  node(inner: Node, outer: Node): boolean;
  reverse(outer: Node, inner: Node): boolean;
  /** Whether one more pair of alternatives may be compared. */
  look(): boolean;
}

/** Whether every value of the alternative satisfies an opaque keyword of the other document. `false` also without a proof. */
export function isImplied(inner: Alternative, text: string, conjunct: Conjunct, questions: Questions): boolean {
  if (inner.conjuncts?.has(text)) return true;
  if (conjunct.keyword === "contains" && allItemsCount(inner, conjunct.owner, questions)) return true;
  const own = [...(inner.conjuncts?.values() ?? [])];
  if (own.some((other) => haveSameTags(other, conjunct, questions) && implies(other, conjunct, questions))) return true;
  const { keyword, owner } = conjunct;
  if (keyword === "not" && owner.not !== undefined) return !mayMeet(inner, owner.not, questions);
  // One branch holds it, and no other one meets it.
  return keyword === "oneOf" && (owner.oneOf ?? []).filter((branch) => mayMeet(inner, branch, questions)).length === 1;
}

/** A discriminator asserts nothing in JSON Schema: inclusion ignores it, and what a keyword inside rejects may be allowed. */
function haveSameTags(inner: Conjunct, outer: Conjunct, questions: Questions): boolean {
  return textOfTags(inner, questions.inner) === textOfTags(outer, questions.outer);
}

/** A conjunct and its references are traversed, and each alternative that contains it uses the result. */
const textsOfTags = new WeakMap<Conjunct, string>();

function textOfTags(conjunct: Conjunct, { model, side }: AlternativeResolver): string {
  let text = textsOfTags.get(conjunct);
  if (text !== undefined) return text;
  const { owner, trigger } = conjunct;
  const parts =
    trigger === undefined ? [...(owner.oneOf ?? []), owner.not, owner.if, owner.then, owner.else, owner.array?.contains] : [trigger.schema];
  const present = parts.filter((part) => part !== undefined);
  textsOfTags.set(conjunct, (text = tagText(present, model, side)));
  return text;
}

/** Whether the alternative and the schema may have a value in common. */
function mayMeet(alternative: Alternative, schema: Schema, questions: Questions): boolean {
  const { outer } = questions;
  const others = outer.attempt(node([schema]));
  return (
    others === undefined || others.some((other) => other.kind === alternative.kind && !(questions.look() && outer.areDisjoint(other, alternative)))
  );
}

/** Whether one conjunct implies the other, by the values of their schemas. */
function implies(inner: Conjunct, outer: Conjunct, questions: Questions): boolean {
  const [was, is] = [inner.owner, outer.owner];
  // The inner one only has to require as much.
  const [condition, wanted] = [whereThere(inner), outer.owner.else === undefined || outer.trigger !== undefined ? whereThere(outer) : undefined];
  if (condition !== undefined && wanted !== undefined)
    return condition.property === wanted.property && isWithin(condition.schema, wanted.schema, questions);
  if (inner.keyword !== outer.keyword) return false;
  switch (outer.keyword) {
    case "not":
      return questions.reverse(nodeOf(is.not), nodeOf(was.not));
    case "if":
      return isSame(was.if, is.if, questions) && isWithin(was.then, is.then, questions) && isWithin(was.else, is.else, questions);
    case "contains":
      return containsAsMuch(was, is, questions);
    case "propertyNames":
      return isWithin(asName(was), asName(is), questions);
    case "oneOf":
      return haveSameBranches(was.oneOf ?? [], is.oneOf ?? [], questions);
    default:
      return false;
  }
}

/**
 * The constraints on an object with a property, independent of objects without it: from `dependentRequired`, `dependentSchemas`, and conditions that
 * only require the property.
 */
function whereThere({ keyword, owner, trigger }: Conjunct): Conjunct["trigger"] {
  if (trigger !== undefined) return trigger;
  if (keyword !== "if" || owner.if === undefined || owner.then === undefined) return undefined;
  const { id: _id, place: _place, annotations: _annotations, spelled: _spelled, type, object, ...others } = owner.if;
  const { required: [property, ...more] = [], ...keywords } = object ?? {};
  const isOnlyThat = more.length === 0 && Object.keys(keywords).length === 0 && Object.keys(others).length === 0;
  if (property === undefined || !isOnlyThat || (type !== undefined && !type.includes("object"))) return undefined;
  return { property, schema: owner.then };
}

/** Every item matches `contains`, and their number is within its bounds. */
function allItemsCount(inner: Alternative, { array = {} }: Schema, questions: Questions): boolean {
  const { contains, minContains = 1, maxContains = Infinity } = array;
  const [least, most] = countsOf(inner);
  if (least < minContains || most > maxContains) return false;
  return [...(inner.prefix ?? []), inner.items ?? anything].every((item) => questions.node(item, nodeOf(contains)));
}

function containsAsMuch(was: Schema, is: Schema, questions: Questions): boolean {
  const { contains: item, minContains: least = 1, maxContains: most = Infinity } = was.array ?? {};
  const { contains: otherItem, minContains: otherLeast = 1, maxContains: otherMost = Infinity } = is.array ?? {};
  if (otherLeast > 0 && (least < otherLeast || !isWithin(item, otherItem, questions))) return false;
  return otherMost === Infinity || (most <= otherMost && questions.reverse(nodeOf(otherItem), nodeOf(item)));
}

/** Names are strings, whatever the schema asserts about other types. */
function asName({ id, place, object }: Schema): Schema | undefined {
  const names = object?.propertyNames;
  return names && { id: `${id}~names`, place, type: ["string"], allOf: [names] };
}

/** Each branch of the one is a branch of the other: they exclude each other alike. Partners are searched for in the same position, then by name, then anywhere. */
function haveSameBranches(was: readonly Schema[], is: readonly Schema[], questions: Questions): boolean {
  if (was.length !== is.length) return false;
  const free = new Set(is);
  const named = new Map(is.map((branch) => [questions.outer.nameOf(branch), branch]));
  return was.every((branch, index) => {
    const name = questions.inner.nameOf(branch);
    const likely = [is[index], name === undefined ? undefined : named.get(name)].filter((other) => other !== undefined);
    const candidates = was.length ** 2 > trialLimit ? likely : new Set([...likely, ...free]);
    for (const candidate of candidates) if (free.has(candidate) && isSame(branch, candidate, questions)) return free.delete(candidate);
    return false;
  });
}

function isSame(was: Schema | undefined, is: Schema | undefined, questions: Questions): boolean {
  return isWithin(was, is, questions) && questions.reverse(nodeOf(is), nodeOf(was));
}

function isWithin(was: Schema | undefined, is: Schema | undefined, questions: Questions): boolean {
  return questions.node(nodeOf(was), nodeOf(is));
}
