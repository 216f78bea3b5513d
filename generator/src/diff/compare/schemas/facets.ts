import type { Json } from "../../../model/json.js";
import { compareNumerals, exactly, exactlyListed, isMultipleNumeral } from "../../variants/digits.js";
import type { Schema } from "../../../model/schemas/schema.js";
import type { Alternative, Bound, Numeral } from "../../variants/alternative.js";
import type { Conjunct, Conjuncts } from "../../variants/conjunct.js";
import { countsOf, integerRanges } from "../../variants/bounds.js";
import { widerFormats } from "../proofs/included.js";
import type { SchemaDifference } from "./pair.js";
import { bothPlaces } from "./places.js";
import { accepts, isTighterHigh, isTighterLow } from "../proofs/scalar.js";

type ReportDifference = (difference: SchemaDifference) => void;

/** Everything about one kind that needs no other schema: values, bounds, patterns, formats. */
export function compareFacets(old: Alternative, next: Alternative, report: ReportDifference): void {
  const differ: Differ = (code, keyword, parameters, hints) =>
    report({
      code,
      places: bothPlaces(old, next, keyword),
      parameters: { keyword, ...parameters },
      ...(hints && { hints }),
      // It applies to otherwise unconstrained properties.
      ...(keyword === "unevaluatedProperties" && { step: "*" }),
    });

  if (old.values !== undefined || next.values !== undefined) compareValues(old, next, differ);
  // An enum already implies its bounds.
  if (old.values === undefined && next.values === undefined) compareBounds(old, next, differ);
  compareTexts("pattern", old.patterns, next.patterns, differ);
  compareFormats(old, next, differ);
  compareTexts("content", old.content, next.content, differ);
  if (old.unique !== next.unique) differ(next.unique ? "unique-items-added" : "unique-items-removed", "uniqueItems", {});
  compareConjuncts(old.conjuncts, next.conjuncts, differ);
}

type Differ = (code: string, keyword: string, parameters: Record<string, Json>, hints?: SchemaDifference["hints"]) => void;

function compareValues(old: Alternative, next: Alternative, differ: Differ): void {
  const keyword = (old.values?.size ?? 0) === 1 && (next.values?.size ?? 0) === 1 ? "const" : "enum";
  if (old.values === undefined) {
    differ("enum-added", keyword, { values: [...(next.values ?? [])].map(exactlyListed) });
    return;
  }
  if (next.values === undefined) {
    const refused = [...old.values.values()].filter((value) => !accepts(next, value));
    if (refused.length > 0) differ("enum-value-removed", keyword, { values: refused });
    differ("enum-removed", keyword, { values: [...old.values].map(exactlyListed) });
    return;
  }
  const grows = isExtensible(old) && isExtensible(next) ? { extensible: true } : {};
  const removed = [...old.values].filter(([text]) => !next.values?.has(text)).map(exactlyListed);
  const added = [...next.values].filter(([text]) => !old.values?.has(text)).map(exactlyListed);
  if (removed.length > 0) differ("enum-value-removed", keyword, { values: removed });
  if (added.length > 0) differ("enum-value-added", keyword, { values: added, ...grows });
}

/** An annotation of an `enum` that readers should expect to grow. */
function isExtensible(alternative: Alternative): boolean {
  return alternative.sources.some(({ annotations }) => {
    const listed = annotations?.extensions?.["x-extensible-enum"];
    return listed !== undefined && listed !== false;
  });
}

function compareBounds(old: Alternative, next: Alternative, differ: Differ): void {
  compareBound(old.low, next.low, isTighterLow, (bound) => (bound.exclusive ? "exclusiveMinimum" : "minimum"), differ);
  compareBound(old.high, next.high, isTighterHigh, (bound) => (bound.exclusive ? "exclusiveMaximum" : "maximum"), differ);
  const [least, most] = countKeywords[old.kind] ?? [];
  if (least !== undefined) compareBound(leastOf(old, next), leastOf(next, old), isTighterLow, () => least, differ);
  if (most !== undefined) compareBound(mostOf(old, next), mostOf(next, old), isTighterHigh, () => most, differ);
  compareMultiples(old.multipleOf ?? [], next.multipleOf ?? [], differ);
}

const countKeywords: Readonly<Record<string, readonly [string, string]>> = {
  string: ["minLength", "maxLength"],
  array: ["minItems", "maxItems"],
  object: ["minProperties", "maxProperties"],
};

/** The alternative's bound; one that only the other alternative has, if everything else in the alternative implies it as well. */
function leastOf(alternative: Alternative, other: Alternative): Bound | undefined {
  const implied = alternative.least === undefined && other.least !== undefined && countsOf(alternative)[0] >= other.least;
  return countBound(implied ? other.least : alternative.least);
}

function mostOf(alternative: Alternative, other: Alternative): Bound | undefined {
  const implied = alternative.most === undefined && other.most !== undefined && countsOf(alternative)[1] <= other.most;
  return countBound(implied ? other.most : alternative.most);
}

function countBound(value: number | undefined): Bound | undefined {
  return value === undefined ? undefined : { value, exclusive: false };
}

function compareBound(
  old: Bound | undefined,
  next: Bound | undefined,
  isTighter: (a: Bound, b: Bound) => boolean,
  keyword: (bound: Bound) => string,
  differ: Differ,
): void {
  if (old === undefined && next === undefined) return;
  if (old === undefined) differ("bound-added", keyword(next as Bound), { new: exactly(next as Bound) });
  else if (next === undefined) differ("bound-removed", keyword(old), { old: exactly(old) });
  else if (compareNumerals(old, next) !== 0 || old.exclusive !== next.exclusive) {
    differ(isTighter(next, old) ? "bound-tightened" : "bound-loosened", keyword(next), { old: exactly(old), new: exactly(next) });
  }
}

function compareMultiples(old: readonly Numeral[], next: readonly Numeral[], differ: Differ): void {
  const narrowed = !next.every((divisor) => old.some((own) => isMultipleNumeral(own, divisor)));
  const widened = !old.every((divisor) => next.some((own) => isMultipleNumeral(own, divisor)));
  if (!narrowed && !widened) return;
  const code = narrowed && widened ? "multiple-of-changed" : narrowed ? "multiple-of-narrowed" : "multiple-of-widened";
  differ(code, "multipleOf", { old: old.map(exactly), new: next.map(exactly) });
}

function compareTexts(
  keyword: "pattern" | "content",
  old: ReadonlySet<string> | undefined,
  next: ReadonlySet<string> | undefined,
  differ: Differ,
): void {
  const removed = [...(old ?? [])].filter((word) => !next?.has(word));
  const added = [...(next ?? [])].filter((word) => !old?.has(word));
  if (removed.length === 0 && added.length === 0) return;
  const code = removed.length > 0 && added.length > 0 ? "changed" : added.length > 0 ? "added" : "removed";
  differ(`${keyword}-${code}`, keyword === "pattern" ? "pattern" : "contentEncoding", { removed, added });
}

function compareFormats(old: Alternative, next: Alternative, differ: Differ): void {
  const removed = formatsWithout(old, next);
  const added = formatsWithout(next, old);
  if (removed.length === 0 && added.length === 0) return;
  const [from, to] = [removed[0], added[0]];
  let code = "format-changed";
  if (from === undefined) code = "format-added";
  else if (to === undefined) code = "format-removed";
  else if (widerFormats[from]?.includes(to)) code = "format-widened";
  else if (widerFormats[to]?.includes(from)) code = "format-narrowed";
  differ(code, "format", { removed, added });
}

/** The formats that only this alternative has. A JSON number is a double in any case; only a narrower format adds a constraint. */
function formatsWithout(alternative: Alternative, other: Alternative): readonly string[] {
  return [...(alternative.formats ?? [])].filter(
    (word) => other.formats?.has(word) !== true && (word !== "double" || other.formats !== undefined) && !isWithinRange(other, word),
  );
}

/** Whether the bounds of an alternative are narrower than its format, which then does not matter. */
function isWithinRange({ low, high }: Alternative, format: string): boolean {
  const range = integerRanges.get(format);
  return range !== undefined && low !== undefined && high !== undefined && low.value >= range[0] && high.value <= range[1];
}

/** Conjuncts that are only compared as a whole: equal text is equal meaning, anything else cannot be proved. */
function compareConjuncts(old: Conjuncts | undefined, next: Conjuncts | undefined, differ: Differ): void {
  const removed = keywords(old, next);
  const added = keywords(next, old);
  for (const keyword of new Set([...removed, ...added])) {
    const hints = { old: insideOf(old, keyword), new: insideOf(next, keyword) };
    const undecidable = keyword === "not" || keyword === "if" || (removed.has(keyword) && added.has(keyword));
    if (undecidable) differ("constraint-changed", keyword, {}, hints);
    else differ(added.has(keyword) ? "constraint-added" : "constraint-removed", keyword, {}, hints);
  }
}

function insideOf(conjuncts: Conjuncts | undefined, keyword: string): readonly Schema[] {
  const own = [...(conjuncts?.values() ?? [])].filter((conjunct) => conjunct.keyword === keyword);
  return own.flatMap(({ owner, trigger }) => {
    if (keyword === "unevaluatedProperties") return owner.object?.unevaluatedProperties ?? [];
    if (keyword === "propertyNames") return naming(owner);
    const parts = trigger === undefined ? [...sides(owner), owner.not, owner.if, owner.then, owner.else, containing(owner)] : [withTrigger(trigger)];
    return parts.filter((part) => part !== undefined);
  });
}

/** Values that satisfy its condition, and values that do not: examples of the whole may all be of one side. */
function sides({ if: condition, then, else: otherwise, ...rest }: Schema): readonly Schema[] {
  if (condition === undefined) return [];
  const { id, place } = rest;
  const side = (name: string, parts: readonly (Schema | undefined)[]): Schema => ({
    id: `${id}~${name}`,
    place,
    allOf: [{ ...rest, id: `${id}~unconditional` }, ...parts.filter((part) => part !== undefined)],
  });
  return [side("then", [condition, then]), side("else", [{ id: `${id}~unless`, place, not: condition }, otherwise])];
}

/** The constraints of a dependent schema when it applies. */
function withTrigger({ property, schema }: NonNullable<Conjunct["trigger"]>): Schema {
  return { id: `${schema.id}~with ${property}`, place: schema.place, object: { required: [property] }, allOf: [schema] };
}

/** An object of such names. */
function naming({ id, place, object: { propertyNames } = {} }: Schema): readonly Schema[] {
  return propertyNames === undefined ? [] : [{ id: `${id}~naming`, place, type: ["object"], object: { propertyNames, minProperties: 1 } }];
}

/** A list with the required number of matching items only. */
function containing({ id, place, array = {} }: Schema): Schema | undefined {
  const { contains, minContains = 1 } = array;
  return contains && { id: `${id}~containing`, place, type: ["array"], array: { items: contains, minItems: Math.max(1, minContains) } };
}

/** The conjuncts that only one of the two has. Exclusion among branches of a `oneOf` is reported with the branches. */
function keywords(own: Conjuncts | undefined, other: Conjuncts | undefined): ReadonlySet<string> {
  return new Set([...(own ?? [])].filter(([text, { keyword }]) => keyword !== "oneOf" && !other?.has(text)).map(([, { keyword }]) => keyword));
}
