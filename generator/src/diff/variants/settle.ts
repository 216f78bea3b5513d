import { accepts } from "../../values/index.js";
import type { Schema } from "../../model/schemas/schema.js";
import { isWholeKind, type Alternative } from "./alternative.js";
import type { Conjunct } from "./conjunct.js";
import { isAnything, isNothing } from "./emptiness.js";
import type { AlternativeResolver } from "./alternative-resolver.js";
import { intersect, propertyNode } from "./intersect.js";
import { node } from "./node.js";
import { oppositesOf } from "./opposites.js";
import { tidy } from "./tidy.js";

/**
 * An alternative without the conjuncts that the rest of it decides: a `not` that always holds, an `if` with a constant condition, a `contains`
 * that only counts. Several alternatives, or none, if that is the result.
 */
export function settle(alternative: Alternative, resolver: AlternativeResolver): readonly Alternative[] {
  if (alternative.conjuncts === undefined) return [alternative];
  // A list of values can be tried.
  if (alternative.values !== undefined) {
    const remaining = [...alternative.values].filter(([, value]) =>
      [...(alternative.conjuncts ?? []).values()].every(({ owner }) => accepts(owner, value, resolver.model, { direction: resolver.side })),
    );
    const { conjuncts: _, ...rest } = alternative;
    return remaining.length === 0 ? [] : [{ ...rest, values: new Map(remaining) }];
  }
  for (const [text, conjunct] of alternative.conjuncts) {
    const rest = without(alternative, text);
    const settled = settleOne(conjunct, rest, resolver);
    if (settled !== undefined) return settled.flatMap((part) => settle(part, resolver));
  }
  return [alternative];
}

/** The rest of the alternative after resolving the conjunct; `undefined` if it stays. */
function settleOne(conjunct: Conjunct, rest: Alternative, resolver: AlternativeResolver): readonly Alternative[] | undefined {
  const { owner, trigger } = conjunct;
  switch (conjunct.keyword) {
    case "not":
      return owner.not && settleNot(owner.not, rest, resolver);
    case "if":
      return settleIf(owner, rest, resolver);
    case "contains":
      return settleContains(owner, rest);
    case "propertyNames":
      return settleNames(owner.object?.propertyNames, rest, resolver);
    case "dependentRequired":
    case "dependentSchemas":
      return trigger && settleDependent(trigger, rest, resolver);
    default:
      return undefined;
  }
}

function settleNot(refused: Schema, rest: Alternative, resolver: AlternativeResolver): readonly Alternative[] | undefined {
  const found = resolver.attempt(node([refused]))?.filter((alternative) => alternative.kind === rest.kind);
  if (found === undefined) return undefined;
  if (found.some((alternative) => isWholeKind(alternative) || isPart(rest, alternative))) return [];
  const met = found.filter((alternative) => !resolver.areDisjoint(alternative, rest));
  const [only, ...others] = met;
  if (only === undefined) return [rest];
  const opposite = others.length === 0 ? complementOf(only, rest, resolver) : undefined;
  if (opposite === undefined) return undefined;
  const left = intersect(rest, opposite);
  return left === undefined ? [] : [left];
}

/** Whether one contains all constraints of the other. */
function isPart(part: Alternative, whole: Alternative): boolean {
  if (whole.conjuncts !== undefined) return false;
  const met = intersect(part, whole);
  const [left, right] = [met && tidy(met), tidy(part)];
  return right === undefined || (left !== undefined && facetsOf(left) === facetsOf(right));
}

/** All its constraints, with nodes by their keys. */
function facetsOf({ sources: _sources, name: _name, hidden: _hidden, conjuncts: _conjuncts, ...facets }: Alternative): string {
  return JSON.stringify(
    Object.entries(facets).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    (_, value: unknown) => {
      if (value instanceof Map) return [...(value as Map<string, unknown>)].toSorted(([a], [b]) => (a < b ? -1 : 1));
      if (value instanceof Set) return [...(value as Set<string>)].toSorted();
      return typeof value === "object" && value !== null && "schemas" in value && "key" in value ? value.key : value;
    },
  );
}

/** Every value of the kind that an alternative of one assertion refuses, where that is one alternative as well. */
function complementOf({ integer, ...alternative }: Alternative, beside: Alternative, resolver: AlternativeResolver): Alternative | undefined {
  if (integer && !beside.integer) return undefined;
  const [only, ...others] = oppositesOf(alternative, resolver) ?? [];
  if (only === undefined || others.length > 0 || only.conjuncts !== undefined) return undefined;
  return [...(only.properties?.values() ?? [])].every((property) => isNothing(property.node)) ? only : undefined;
}

function settleIf(owner: Schema, rest: Alternative, resolver: AlternativeResolver): readonly Alternative[] | undefined {
  const condition = owner.if && resolver.attempt(node([owner.if]))?.filter((alternative) => alternative.kind === rest.kind);
  if (condition === undefined) return undefined;
  const always = condition.some(isWholeKind);
  if (!always && condition.some((alternative) => !resolver.areDisjoint(alternative, rest))) return undefined;
  return resolver.meet([rest], always ? owner.then : owner.else);
}

function settleContains(owner: Schema, rest: Alternative): readonly Alternative[] | undefined {
  const { contains, minContains = 1, maxContains } = owner.array ?? {};
  if (contains === undefined || (minContains === 0 && maxContains === undefined)) return [rest];
  if (rest.most === 0) return minContains > 0 ? [] : [rest];
  if (maxContains === 0) return minContains > 0 ? [] : noneOf(contains, rest);
  if (!isAnything(contains)) return undefined;
  const counted = intersect(rest, {
    kind: "array",
    sources: [owner],
    ...(minContains > 0 && { least: minContains }),
    ...(maxContains !== undefined && { most: maxContains }),
  });
  return counted === undefined ? [] : [counted];
}

/** Each item is something else. */
function noneOf(refused: Schema, rest: Alternative): readonly Alternative[] {
  const { id, place } = refused;
  const items = node([{ id: `~not ${id}`, place, not: refused }]);
  return [intersect(rest, { kind: "array", sources: [refused], items })].flatMap((alternative) => alternative ?? []);
}

/** The names of a closed object are known. */
function settleNames(names: Schema | undefined, rest: Alternative, resolver: AlternativeResolver): readonly Alternative[] | undefined {
  if (names === undefined || isAnything(names)) return [rest];
  const closed = rest.additional !== undefined && isNothing(rest.additional) && (rest.patternProperties?.size ?? 0) === 0;
  if (!closed) return undefined;
  const properties = new Map(rest.properties);
  for (const [name, property] of properties) {
    if (accepts(names, name, resolver.model)) continue;
    if (property.required) return [];
    properties.delete(name);
  }
  return [{ ...rest, properties }];
}

function settleDependent(
  trigger: NonNullable<Conjunct["trigger"]>,
  rest: Alternative,
  resolver: AlternativeResolver,
): readonly Alternative[] | undefined {
  if (rest.properties?.get(trigger.property)?.required) return resolver.meet([rest], trigger.schema);
  if (isNothing(propertyNode(rest, trigger.property))) return [rest];
  const { object, id: _id, place: _place, spelled: _spelled, ...others } = trigger.schema;
  const { required = [], ...more } = object ?? {};
  const onlyRequires = Object.keys(others).length === 0 && Object.keys(more).length === 0;
  return onlyRequires && required.every((name) => rest.properties?.get(name)?.required) ? [rest] : undefined;
}

export function without(alternative: Alternative, text: string): Alternative {
  const { conjuncts, ...rest } = alternative;
  const left = new Map(conjuncts);
  left.delete(text);
  return left.size === 0 ? rest : { ...rest, conjuncts: left };
}
