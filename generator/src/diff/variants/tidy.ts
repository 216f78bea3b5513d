import { formats } from "../../values/strings/formats.js";
import { isMultiple } from "../../values/evaluate/decimal.js";
import type { Json } from "../../model/json.js";
import { accepts } from "../compare/proofs/scalar.js";
import { isWholeKind, type Alternative, type Bound, type Numeral } from "./alternative.js";
import { impliedCounts, integerRanges, isClosed, multipleFrom, multipleUpTo, wholeHigh, wholeLow } from "./bounds.js";
import { compareNumerals, isMultipleNumeral } from "./digits.js";
import { isNothing, nothing } from "./emptiness.js";

type Mutable = { -readonly [K in keyof Alternative]: Alternative[K] };

/** The alternative without implied constraints; `undefined` if no value is left. Two spellings of one set of values give equal results. */
export function tidy(alternative: Alternative): Alternative | undefined {
  // Most alternatives of a large document have no constraint beyond their kind.
  if (isWholeKind(alternative)) return alternative;
  const tidied: Mutable = { ...alternative };
  if ([...(alternative.values?.values() ?? [])].every(isEmpty) && alternative.values !== undefined) {
    delete tidied.values;
    tidied.most = 0;
  }
  if (alternative.values !== undefined && alternative.kind !== "object" && alternative.kind !== "array") return listOf(tidied, alternative.values);
  if (alternative.kind === "number") tidyNumber(tidied);
  if (alternative.kind === "object" && !tidyProperties(tidied)) return undefined;
  if (alternative.kind === "array") tidyItems(tidied);
  if (alternative.kind !== "number") tidyCounts(tidied);
  return isPossible(tidied) ? tidied : undefined;
}

/** The one list, or the one object, of nothing. */
function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** An enum implies its bounds; constraints that no validator checks (custom formats) stay. */
function listOf(alternative: Mutable, values: NonNullable<Alternative["values"]>): Alternative | undefined {
  const remaining = new Map([...values].filter(([, value]) => accepts(alternative, value)));
  if (remaining.size === 0) return undefined;
  const { kind, sources, name, formats: words, content } = alternative;
  const unknown = new Set([...(words ?? [])].filter((word) => !formats.has(word) && !integerRanges.has(word)));
  return {
    kind,
    sources,
    ...(alternative.kind === "boolean" && remaining.size === 2 ? {} : { values: remaining }),
    ...(name !== undefined && { name }),
    ...(unknown.size > 0 && { formats: unknown }),
    ...(content !== undefined && { content }),
    ...(alternative.conjuncts !== undefined && { conjuncts: alternative.conjuncts }),
  };
}

function tidyNumber(alternative: Mutable): void {
  const whole = (alternative.multipleOf ?? []).filter(isWhole);
  if (whole.length > 0 || [...(alternative.formats ?? [])].some((format) => integerRanges.has(format))) alternative.integer = true;
  if (alternative.integer) {
    if (alternative.low !== undefined) alternative.low = wholeLow(alternative.low);
    if (alternative.high !== undefined) alternative.high = wholeHigh(alternative.high);
  }
  tidyMultiples(alternative, whole);
  for (const format of alternative.formats ?? []) {
    const range = integerRanges.get(format);
    if (range === undefined) continue;
    if (alternative.low !== undefined && alternative.high !== undefined && alternative.low.value >= range[0] && alternative.high.value <= range[1])
      drop(alternative, format);
    else {
      if (alternative.low !== undefined && alternative.low.value <= range[0] && !isInside(alternative.low, format)) delete alternative.low;
      if (alternative.high !== undefined && alternative.high.value >= range[1] && !isInside(alternative.high, format)) delete alternative.high;
    }
  }
}

/** Whether a bound is rounded to where the format ends, and is further in as it is written. */
function isInside({ digits }: Bound, format: string): boolean {
  if (digits === undefined || format !== "int64") return false;
  const value = BigInt(digits);
  return value > -largest - 1n && value < largest;
}

/** Of `int64`. */
const largest = 2n ** 63n - 1n;

function drop(alternative: Mutable, format: string): void {
  const left = new Set([...(alternative.formats ?? [])].filter((other) => other !== format));
  if (left.size === 0) delete alternative.formats;
  else alternative.formats = left;
}

/** `multipleOf` 2 and 3 is 6, 2 and 4 is 4, 0.5 has no effect on integers; the first multiple is the lower bound. */
function tidyMultiples(alternative: Mutable, whole: readonly Numeral[]): void {
  const common = whole.reduce((a, { value: b }) => (a / greatestDivisor(a, b)) * b, 1);
  const usable = Number.isSafeInteger(common);
  const divisors = usable
    ? [...(common > 1 ? [{ value: common }] : []), ...(alternative.multipleOf ?? []).filter((divisor) => !isWhole(divisor))]
    : (alternative.multipleOf ?? []);
  const left = divisors.filter(
    (divisor, index) =>
      !(alternative.integer && isMultiple(1, divisor.value)) &&
      !divisors.some((other, at) => at !== index && isMultipleNumeral(other, divisor) && !(at > index && isMultipleNumeral(divisor, other))),
  );
  if (left.length === 0) delete alternative.multipleOf;
  else alternative.multipleOf = left;
  if (!usable || common === 1) return;
  if (alternative.low !== undefined) alternative.low = multipleFrom(alternative.low, common);
  if (alternative.high !== undefined) alternative.high = multipleUpTo(alternative.high, common);
}

function isWhole({ value }: Numeral): boolean {
  return Number.isInteger(value);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** A property that can never be there is not one of a closed object. */
function tidyProperties(alternative: Mutable): boolean {
  if (alternative.most === 0) {
    if ([...(alternative.properties?.values() ?? [])].some(({ required }) => required)) return false;
    for (const key of ["properties", "patternProperties", "most"] as const) delete alternative[key];
    alternative.additional = nothing;
  }
  if (alternative.properties === undefined) return true;
  const closed = isClosed(alternative);
  const isFull = closed && alternative.least !== undefined && alternative.least === alternative.properties.size;
  if (!isFull && ![...alternative.properties.values()].some((property) => isNothing(property.node))) return true;
  const properties = new Map(alternative.properties);
  for (const [name, property] of properties) {
    if (!isNothing(property.node)) continue;
    if (property.required) return false;
    if (closed) properties.delete(name);
  }
  // As many as there can be: all of them.
  if (closed && alternative.least !== undefined && alternative.least === properties.size)
    for (const [name, property] of properties) properties.set(name, { ...property, required: true });
  if (properties.size > 0) alternative.properties = properties;
  else delete alternative.properties;
  return true;
}

function tidyItems(alternative: Mutable): void {
  if (alternative.most !== undefined && alternative.prefix !== undefined && alternative.prefix.length > alternative.most)
    alternative.prefix = alternative.prefix.slice(0, alternative.most);
  while (alternative.prefix !== undefined && alternative.prefix.length > 0 && alternative.prefix.at(-1)?.key === (alternative.items?.key ?? ""))
    alternative.prefix = alternative.prefix.slice(0, -1);
  const never = alternative.items !== undefined && isNothing(alternative.items);
  if (never) alternative.most = Math.min(alternative.most ?? Infinity, alternative.prefix?.length ?? 0);
  // Beyond the last position nothing is constrained.
  if (alternative.items !== undefined && alternative.most !== undefined && alternative.most <= (alternative.prefix?.length ?? 0))
    delete alternative.items;
  if (alternative.prefix?.length === 0) delete alternative.prefix;
  if (alternative.most !== undefined && alternative.most <= 1) delete alternative.unique;
}

function tidyCounts(alternative: Mutable): void {
  if (alternative.least === undefined && alternative.most === undefined) return;
  const [least, most] = impliedCounts(alternative);
  if (alternative.least !== undefined && alternative.least <= least) delete alternative.least;
  if (alternative.most !== undefined && alternative.most >= most) delete alternative.most;
  if (alternative.least === 0) delete alternative.least;
}

function isPossible(alternative: Alternative): boolean {
  const { low, high } = alternative;
  if (low !== undefined && high !== undefined) {
    const order = compareNumerals(low, high);
    if (order > 0 || (order === 0 && (low.exclusive || high.exclusive))) return false;
  }
  if (alternative.least === undefined && alternative.most === undefined && alternative.patterns === undefined) return true;
  const [least, most] = impliedCounts(alternative);
  return Math.max(least, alternative.least ?? 0) <= Math.min(most, alternative.most ?? Infinity);
}
