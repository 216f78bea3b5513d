import { formats } from "../../values/strings/formats.js";
import { isMultiple } from "../../values/evaluate/decimal.js";
import type { Json } from "../../model/json.js";
import { accepts } from "../compare/proofs/scalar.js";
import { isWholeKind, type Alternative, type Bound, type Numeral } from "./alternative.js";
import { impliedCounts, integerRanges, isClosed, multipleFrom, multipleUpTo, wholeHigh, wholeLow } from "./bounds.js";
import { compareNumerals, isMultipleNumeral } from "./digits.js";
import { isNothing, nothing } from "./emptiness.js";

type Mutable = { -readonly [K in keyof Alternative]: Alternative[K] };

/** The form without implied constraints; `undefined` if no value is left. Two spellings of one set of values give equal results. */
export function tidy(form: Alternative): Alternative | undefined {
  // Most forms of a large document have no constraint beyond their kind.
  if (isWholeKind(form)) return form;
  const tidied: Mutable = { ...form };
  if ([...(form.values?.values() ?? [])].every(isEmpty) && form.values !== undefined) {
    delete tidied.values;
    tidied.most = 0;
  }
  if (form.values !== undefined && form.kind !== "object" && form.kind !== "array") return listOf(tidied, form.values);
  if (form.kind === "number") tidyNumber(tidied);
  if (form.kind === "object" && !tidyProperties(tidied)) return undefined;
  if (form.kind === "array") tidyItems(tidied);
  if (form.kind !== "number") tidyCounts(tidied);
  return isPossible(tidied) ? tidied : undefined;
}

/** The one list, or the one object, of nothing. */
function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** An enum implies its bounds; constraints that no validator checks (custom formats) stay. */
function listOf(form: Mutable, values: NonNullable<Alternative["values"]>): Alternative | undefined {
  const remaining = new Map([...values].filter(([, value]) => accepts(form, value)));
  if (remaining.size === 0) return undefined;
  const { kind, sources, name, formats: words, content } = form;
  const unknown = new Set([...(words ?? [])].filter((word) => !formats.has(word) && !integerRanges.has(word)));
  return {
    kind,
    sources,
    ...(form.kind === "boolean" && remaining.size === 2 ? {} : { values: remaining }),
    ...(name !== undefined && { name }),
    ...(unknown.size > 0 && { formats: unknown }),
    ...(content !== undefined && { content }),
    ...(form.conjuncts !== undefined && { conjuncts: form.conjuncts }),
  };
}

function tidyNumber(form: Mutable): void {
  const whole = (form.multipleOf ?? []).filter(isWhole);
  if (whole.length > 0 || [...(form.formats ?? [])].some((format) => integerRanges.has(format))) form.integer = true;
  if (form.integer) {
    if (form.low !== undefined) form.low = wholeLow(form.low);
    if (form.high !== undefined) form.high = wholeHigh(form.high);
  }
  tidyMultiples(form, whole);
  for (const format of form.formats ?? []) {
    const range = integerRanges.get(format);
    if (range === undefined) continue;
    if (form.low !== undefined && form.high !== undefined && form.low.value >= range[0] && form.high.value <= range[1]) drop(form, format);
    else {
      if (form.low !== undefined && form.low.value <= range[0] && !isInside(form.low, format)) delete form.low;
      if (form.high !== undefined && form.high.value >= range[1] && !isInside(form.high, format)) delete form.high;
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

function drop(form: Mutable, format: string): void {
  const left = new Set([...(form.formats ?? [])].filter((other) => other !== format));
  if (left.size === 0) delete form.formats;
  else form.formats = left;
}

/** `multipleOf` 2 and 3 is 6, 2 and 4 is 4, 0.5 has no effect on integers; the first multiple is the lower bound. */
function tidyMultiples(form: Mutable, whole: readonly Numeral[]): void {
  const common = whole.reduce((a, { value: b }) => (a / greatestDivisor(a, b)) * b, 1);
  const usable = Number.isSafeInteger(common);
  const divisors = usable
    ? [...(common > 1 ? [{ value: common }] : []), ...(form.multipleOf ?? []).filter((divisor) => !isWhole(divisor))]
    : (form.multipleOf ?? []);
  const left = divisors.filter(
    (divisor, index) =>
      !(form.integer && isMultiple(1, divisor.value)) &&
      !divisors.some((other, at) => at !== index && isMultipleNumeral(other, divisor) && !(at > index && isMultipleNumeral(divisor, other))),
  );
  if (left.length === 0) delete form.multipleOf;
  else form.multipleOf = left;
  if (!usable || common === 1) return;
  if (form.low !== undefined) form.low = multipleFrom(form.low, common);
  if (form.high !== undefined) form.high = multipleUpTo(form.high, common);
}

function isWhole({ value }: Numeral): boolean {
  return Number.isInteger(value);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** A property that can never be there is not one of a closed object. */
function tidyProperties(form: Mutable): boolean {
  if (form.most === 0) {
    if ([...(form.properties?.values() ?? [])].some(({ required }) => required)) return false;
    for (const key of ["properties", "patternProperties", "most"] as const) delete form[key];
    form.additional = nothing;
  }
  if (form.properties === undefined) return true;
  const closed = isClosed(form);
  const isFull = closed && form.least !== undefined && form.least === form.properties.size;
  if (!isFull && ![...form.properties.values()].some((property) => isNothing(property.node))) return true;
  const properties = new Map(form.properties);
  for (const [name, property] of properties) {
    if (!isNothing(property.node)) continue;
    if (property.required) return false;
    if (closed) properties.delete(name);
  }
  // As many as there can be: all of them.
  if (closed && form.least !== undefined && form.least === properties.size)
    for (const [name, property] of properties) properties.set(name, { ...property, required: true });
  if (properties.size > 0) form.properties = properties;
  else delete form.properties;
  return true;
}

function tidyItems(form: Mutable): void {
  if (form.most !== undefined && form.prefix !== undefined && form.prefix.length > form.most) form.prefix = form.prefix.slice(0, form.most);
  while (form.prefix !== undefined && form.prefix.length > 0 && form.prefix.at(-1)?.key === (form.items?.key ?? ""))
    form.prefix = form.prefix.slice(0, -1);
  const never = form.items !== undefined && isNothing(form.items);
  if (never) form.most = Math.min(form.most ?? Infinity, form.prefix?.length ?? 0);
  // Beyond the last position nothing is constrained.
  if (form.items !== undefined && form.most !== undefined && form.most <= (form.prefix?.length ?? 0)) delete form.items;
  if (form.prefix?.length === 0) delete form.prefix;
  if (form.most !== undefined && form.most <= 1) delete form.unique;
}

function tidyCounts(form: Mutable): void {
  if (form.least === undefined && form.most === undefined) return;
  const [least, most] = impliedCounts(form);
  if (form.least !== undefined && form.least <= least) delete form.least;
  if (form.most !== undefined && form.most >= most) delete form.most;
  if (form.least === 0) delete form.least;
}

function isPossible(form: Alternative): boolean {
  const { low, high } = form;
  if (low !== undefined && high !== undefined) {
    const order = compareNumerals(low, high);
    if (order > 0 || (order === 0 && (low.exclusive || high.exclusive))) return false;
  }
  if (form.least === undefined && form.most === undefined && form.patterns === undefined) return true;
  const [least, most] = impliedCounts(form);
  return Math.max(least, form.least ?? 0) <= Math.min(most, form.most ?? Infinity);
}
