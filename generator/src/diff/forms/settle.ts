import { accepts } from "../../values/index.js";
import type { Schema } from "../../model/schema.js";
import { isWholeKind, type Alternative } from "./alternative.js";
import type { Conjunct } from "./conjunct.js";
import { isAnything, isNothing, nothing } from "./emptiness.js";
import type { Forms } from "./form.js";
import { intersect, propertyNode } from "./intersect.js";
import { node } from "./node.js";

/**
 * A form without the conjuncts that the rest of it decides: a `not` of what it never is, an `if` that always holds, a `contains`
 * that only counts. Several forms, or none, where that is what the conjunct leaves.
 */
export function settle(form: Alternative, forms: Forms): readonly Alternative[] {
  if (form.conjuncts === undefined) return [form];
  // A list of values can be tried.
  if (form.values !== undefined) {
    const kept = [...form.values].filter(([, value]) =>
      [...(form.conjuncts ?? []).values()].every(({ owner }) => accepts(owner, value, forms.model, { direction: forms.side })),
    );
    const { conjuncts: _, ...rest } = form;
    return kept.length === 0 ? [] : [{ ...rest, values: new Map(kept) }];
  }
  for (const [text, conjunct] of form.conjuncts) {
    const rest = without(form, text);
    const settled = settleOne(conjunct, rest, forms);
    if (settled !== undefined) return settled.flatMap((part) => settle(part, forms));
  }
  return [form];
}

/** What is left of the form once the conjunct is told; `undefined` where it stays. */
function settleOne(conjunct: Conjunct, rest: Alternative, forms: Forms): readonly Alternative[] | undefined {
  const { owner, trigger } = conjunct;
  switch (conjunct.keyword) {
    case "not":
      return owner.not && settleNot(owner.not, rest, forms);
    case "if":
      return settleIf(owner, rest, forms);
    case "contains":
      return settleContains(owner, rest);
    case "propertyNames":
      return settleNames(owner.object?.propertyNames, rest, forms);
    case "dependentRequired":
    case "dependentSchemas":
      return trigger && settleDependent(trigger, rest, forms);
    case "oneOf":
    case "anyOf":
    case "unevaluatedProperties":
    case "unevaluatedItems":
      return undefined;
  }
}

function settleNot(refused: Schema, rest: Alternative, forms: Forms): readonly Alternative[] | undefined {
  const found = forms.attempt(node([refused]))?.filter((form) => form.kind === rest.kind);
  if (found === undefined) return undefined;
  if (found.some(isWholeKind)) return [];
  const met = found.filter((form) => !forms.areDisjoint(form, rest));
  const [only, ...others] = met;
  if (only === undefined) return [rest];
  const opposite = others.length === 0 ? complementOf(only, rest) : undefined;
  if (opposite === undefined) return undefined;
  const left = intersect(rest, opposite);
  return left === undefined ? [] : [left];
}

/** Every value of the kind that a form of one assertion refuses. */
function complementOf(form: Alternative, beside: Alternative): Alternative | undefined {
  const { kind, sources, name: _, integer, ...facets } = form;
  if (integer && !beside.integer) return undefined;
  const [facet, ...others] = Object.keys(facets);
  if (facet === undefined || others.length > 0) return undefined;
  const base = { kind, sources };
  if (form.low !== undefined) return { ...base, high: { ...form.low, exclusive: !form.low.exclusive } };
  if (form.high !== undefined) return { ...base, low: { ...form.high, exclusive: !form.high.exclusive } };
  if (form.least !== undefined) return { ...base, most: form.least - 1 };
  if (form.most !== undefined) return { ...base, least: form.most + 1 };
  const [property, ...more] = form.properties ?? [];
  if (property === undefined || more.length > 0 || !property[1].required || property[1].node.schemas.length > 0) return undefined;
  return { ...base, properties: new Map([[property[0], { node: nothing, required: false }]]) };
}

function settleIf(owner: Schema, rest: Alternative, forms: Forms): readonly Alternative[] | undefined {
  const condition = owner.if && forms.attempt(node([owner.if]))?.filter((form) => form.kind === rest.kind);
  if (condition === undefined) return undefined;
  const always = condition.some(isWholeKind);
  if (!always && condition.some((form) => !forms.areDisjoint(form, rest))) return undefined;
  return forms.meet([rest], always ? owner.then : owner.else);
}

function settleContains(owner: Schema, rest: Alternative): readonly Alternative[] | undefined {
  const { contains, minContains = 1, maxContains } = owner.array ?? {};
  if (contains === undefined || (minContains === 0 && maxContains === undefined)) return [rest];
  if (rest.most === 0) return minContains > 0 ? [] : [rest];
  if (!isAnything(contains)) return undefined;
  const counted = intersect(rest, {
    kind: "array",
    sources: [owner],
    ...(minContains > 0 && { least: minContains }),
    ...(maxContains !== undefined && { most: maxContains }),
  });
  return counted === undefined ? [] : [counted];
}

/** The names of a closed object are known. */
function settleNames(names: Schema | undefined, rest: Alternative, forms: Forms): readonly Alternative[] | undefined {
  if (names === undefined || isAnything(names)) return [rest];
  const closed = rest.additional !== undefined && isNothing(rest.additional) && (rest.patternProperties?.size ?? 0) === 0;
  if (!closed) return undefined;
  const properties = new Map(rest.properties);
  for (const [name, property] of properties) {
    if (accepts(names, name, forms.model)) continue;
    if (property.required) return [];
    properties.delete(name);
  }
  return [{ ...rest, properties }];
}

function settleDependent(trigger: NonNullable<Conjunct["trigger"]>, rest: Alternative, forms: Forms): readonly Alternative[] | undefined {
  if (rest.properties?.get(trigger.property)?.required) return forms.meet([rest], trigger.schema);
  if (isNothing(propertyNode(rest, trigger.property))) return [rest];
  const { object, id: _id, place: _place, spelled: _spelled, ...others } = trigger.schema;
  const { required = [], ...more } = object ?? {};
  const onlyRequires = Object.keys(others).length === 0 && Object.keys(more).length === 0;
  return onlyRequires && required.every((name) => rest.properties?.get(name)?.required) ? [rest] : undefined;
}

function without(form: Alternative, text: string): Alternative {
  const { conjuncts, ...rest } = form;
  const left = new Map(conjuncts);
  left.delete(text);
  return left.size === 0 ? rest : { ...rest, conjuncts: left };
}
