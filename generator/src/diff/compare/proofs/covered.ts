import type { Json } from "../../../model/json.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { canonical, type Alternative, type Bound } from "../../variants/alternative.js";
import { countsOf, patternLanguage, wholeHigh, wholeLow } from "../../variants/bounds.js";
import { compareNumerals } from "../../variants/digits.js";
import type { AlternativeResolver } from "../../variants/alternative-resolver.js";
import { nothing } from "../../variants/emptiness.js";
import { intersect, propertyNode } from "../../variants/intersect.js";
import { listed } from "../../variants/language.js";
import { conjunction, node, type Node } from "../../variants/node.js";
import { tidy } from "../../variants/tidy.js";
import { accepts as scalarAccepts, isTighterHigh } from "./scalar.js";

/** Numbers or texts that are tried one by one. */
const mostValues = 256;
/** Parts that one alternative is cut into, all cuts taken together. */
const mostParts = 64;

/** The alternative to compare with. */
interface Question {
  readonly candidates: readonly Alternative[];
  readonly resolver: AlternativeResolver;
  readonly holds: (part: Alternative, whole: Alternative) => boolean;
  readonly accepts: (value: Json) => boolean;
  /** Whether every value of one of this document's schemas is a value of one of the other's. */
  readonly node: (inner: Node, outer: Node) => boolean;
}

/**
 * Whether several alternatives together allow what none of them allows alone: two halves of a range, a branch for each value of a tag, integers
 * and other numbers. Tries every value if there are few, else splits the alternative into parts.
 */
export function coveredTogether(alternative: Alternative, question: Question): boolean {
  return covered(alternative, question, { left: mostParts }, new Set());
}

function covered(alternative: Alternative, question: Question, budget: { left: number }, decided: ReadonlySet<string>): boolean {
  const { candidates, holds, accepts } = question;
  if (candidates.length === 0) return false;
  const values = fewValues(alternative);
  if (values !== undefined) return values.every((value) => isRefused(alternative, value) || accepts(value));
  if (candidates.length < 2) return false;
  if (alternative.kind === "number" && rangesCover(alternative, candidates, holds)) return true;
  if ((alternative.kind === "string" || alternative.kind === "array") && countsCover(alternative, candidates, holds)) return true;
  if (alternative.kind === "object" && (partsCovered(alternative, question, { left: mostParts }, new Set()) || isSharedOut(alternative, question)))
    return true;
  return splitByCandidate(alternative, question, budget, decided);
}

function isRefused({ conjuncts }: Alternative, value: Json): boolean {
  return [...(conjuncts?.values() ?? [])].some(({ atom }) => atom !== undefined && scalarAccepts(atom, value));
}

/** Splits the alternative by a condition of a candidate: the part that satisfies it, and the rest. */
function splitByCandidate(alternative: Alternative, question: Question, budget: { left: number }, decided: ReadonlySet<string>): boolean {
  const refused = question.candidates
    .flatMap(({ conjuncts }) => [...(conjuncts ?? [])])
    .find(([text, { atom }]) => atom !== undefined && !decided.has(text));
  const [text, conjunct] = refused ?? [];
  if (text === undefined || conjunct?.atom === undefined || --budget.left < 0) return false;
  const met = intersect(alternative, conjunct.atom);
  const such = met && tidy(met);
  const others = { ...alternative, conjuncts: new Map(alternative.conjuncts).set(text, conjunct) };
  const now = new Set(decided).add(text);
  const isMet = (part: Alternative): boolean =>
    question.candidates.some((candidate) => question.holds(part, candidate)) || covered(part, question, budget, now);
  return isMet(others) && (such === undefined || (such.values === undefined ? isMet(such) : [...such.values.values()].every(question.accepts)));
}

/** Every value of a short range of integers, or of a pattern that few texts match. */
export function fewValues(alternative: Alternative): readonly Json[] | undefined {
  if (alternative.kind === "number") {
    const { low, high, integer } = alternative;
    // Rounded values cannot be counted.
    if (low === undefined || high === undefined || (low.digits ?? high.digits) !== undefined) return undefined;
    if (!(integer ?? low.value === high.value) || high.value - low.value > mostValues) return undefined;
    const range = Array.from({ length: Math.floor(high.value - low.value) + 1 }, (_, index) => low.value + index);
    return range.filter((value) => scalarAccepts(alternative, value));
  }
  if (alternative.kind !== "string") return undefined;
  const [, most] = countsOf(alternative);
  if (most === 0) return [""];
  const language = patternLanguage(alternative);
  return language && listed(language, mostValues)?.filter((text) => scalarAccepts(alternative, text));
}

function rangesCover(alternative: Alternative, candidates: readonly Alternative[], holds: Question["holds"]): boolean {
  const { low, high, ...rest } = alternative;
  const whole = alternative.integer === true;
  const pieces = candidates
    .filter(({ low: _low, high: _high, ...other }) => holds(rest, other))
    .map((piece) => ({ from: whole && piece.low ? wholeLow(piece.low) : piece.low, to: whole && piece.high ? wholeHigh(piece.high) : piece.high }))
    .toSorted((a, b) => (a.from === undefined ? -1 : b.from === undefined ? 1 : compareNumerals(a.from, b.from)));
  // Everything up to it has been covered; absent: nothing yet of an alternative that has no lower end.
  let reached: Bound | undefined = low && { ...low, exclusive: !low.exclusive };
  for (const { from, to } of pieces) {
    if (from !== undefined && (reached === undefined || !meets(reached, from, whole))) return false;
    if (to === undefined) return true;
    if (reached === undefined || isTighterHigh(reached, to)) reached = to;
  }
  return high !== undefined && reached !== undefined && !isTighterHigh(reached, high);
}

/** Whether nothing is left between the end of one range and the beginning of the next. */
function meets(end: Bound, beginning: Bound, whole: boolean): boolean {
  const order = compareNumerals(beginning, end);
  if (order < 0 || (order === 0 && !(end.exclusive && beginning.exclusive))) return true;
  return whole && !end.exclusive && !beginning.exclusive && isNext(end, beginning);
}

function isNext(one: Bound, other: Bound): boolean {
  if (!Number.isInteger(one.value) || !Number.isInteger(other.value)) return false;
  return BigInt(other.digits ?? other.value) - BigInt(one.digits ?? one.value) === 1n;
}

function countsCover(alternative: Alternative, candidates: readonly Alternative[], holds: Question["holds"]): boolean {
  const [least, most] = countsOf(alternative);
  const { least: _least, most: _most, ...rest } = alternative;
  const pieces = candidates.filter(({ least: _l, most: _m, ...other }) => holds(rest, other)).toSorted((a, b) => (a.least ?? 0) - (b.least ?? 0));
  let next = least;
  for (const piece of pieces) {
    if ((piece.least ?? 0) > next) return false;
    next = Math.max(next, (piece.most ?? Infinity) + 1);
  }
  return next > most || next === Infinity;
}

/** Cuts the object by one property after the other: by its listed values, its kinds of value, and whether it is there. */
function partsCovered(alternative: Alternative, question: Question, budget: { left: number }, cut: ReadonlySet<string>): boolean {
  if (question.candidates.some((candidate) => question.holds(alternative, candidate))) return true;
  for (const name of new Set(question.candidates.flatMap((candidate) => [...(candidate.properties?.keys() ?? [])]))) {
    if (cut.has(name)) continue;
    const parts = partsBy(alternative, name, question).flatMap((part) => tidy(part) ?? []);
    if (parts.length < 2) continue;
    budget.left -= parts.length;
    if (budget.left < 0) return false;
    const now = new Set(cut).add(name);
    if (parts.every((part) => partsCovered(part, question, budget, now))) return true;
  }
  return false;
}

/** Whether the values of one property are shared among the candidates, which differ in nothing else. */
function isSharedOut(alternative: Alternative, question: Question): boolean {
  const { candidates } = question;
  const names = new Set(candidates.flatMap(({ properties }) => [...(properties?.keys() ?? [])]));
  const differing = [...names].filter((name) => new Set(candidates.map((candidate) => candidate.properties?.get(name)?.node.key)).size > 1);
  return differing.length * candidates.length <= mostParts && differing.some((name) => valuesCovered(alternative, name, question));
}

/** Whether the candidates that allow the rest of the object together allow the values of its property. */
function valuesCovered(alternative: Alternative, name: string, { candidates, holds, node: isWithin }: Question): boolean {
  const own = propertyNode(alternative, name);
  const bare = {
    ...alternative,
    properties: new Map([
      ...(alternative.properties ?? []),
      [name, { node: nothing, required: alternative.properties?.get(name)?.required ?? false }],
    ]),
  };
  const values = candidates.filter((candidate) => holds(bare, candidate)).map((candidate) => propertyNode(candidate, name));
  if (values.length < 2) return false;
  const branches = values.map(({ schemas, key }): Schema => ({ ...place, id: `~all ${key}`, allOf: schemas }));
  return isWithin(own, node([{ ...place, id: `~any ${values.map(({ key }) => key).join(" | ")}`, anyOf: branches }]));
}

function partsBy(alternative: Alternative, name: string, { candidates, resolver }: Question): readonly Alternative[] {
  const own = alternative.properties?.get(name);
  const value = propertyNode(alternative, name);
  const set = (wanted: Node, required: boolean): Alternative => ({
    ...alternative,
    properties: new Map([...(alternative.properties ?? []), [name, { node: wanted, required }]]),
  });
  // Presence matters if a candidate requires the property.
  const absent = own?.required || !candidates.some((candidate) => candidate.properties?.get(name)?.required) ? [] : [set(nothing, false)];
  if (!own?.required && absent.length === 0) return [];
  const values = resolver.attempt(value) ?? [];
  if (values.length === 0) return [];
  if (values.every((part) => part.values !== undefined)) {
    const each = values.flatMap((part) => [...(part.values?.values() ?? [])]);
    if (each.length <= mostParts) return [...absent, ...each.map((item) => set(node([constant(item)]), true))];
  }
  const kinds = new Set(values.map(({ kind }) => kind));
  if (kinds.size === 1) return [...absent, set(value, true)];
  return [...absent, ...[...kinds].map((kind) => set(conjunction([value, node([{ ...place, id: `~type ${kind}`, type: [kind] }])]), true))];
}

const place = { place: { file: "", pointer: "#" } };

function constant(value: Json): Schema {
  return { ...place, id: `~const ${canonical(value)}`, const: value };
}
