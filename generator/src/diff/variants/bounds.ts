import type { Alternative, Bound } from "./alternative.js";
import { both, languageOf, lengthsOf, type Language } from "./language.js";

/** The numbers that a sized integer can hold, where validators hold it to them. */
export const integerRanges: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ["int32", [-2147483648, 2147483647]],
  ["int64", [-(2 ** 63), 2 ** 63 - 1024]],
]);

/** As it is written, since no double has that value. */
const largestInt64: Bound = { value: 2 ** 63, digits: "9223372036854775807", exclusive: false };

/** The range of numbers in an alternative, by its own bounds or by its format. */
export function endsOf({ low, high, formats }: Alternative): readonly [low: Bound | undefined, high: Bound | undefined] {
  const format = [...(formats ?? [])].find((each) => integerRanges.has(each)) ?? "";
  const [least, most] = integerRanges.get(format)?.map((value): Bound => ({ value, exclusive: false })) ?? [];
  return [low ?? least, high ?? (format === "int64" ? largestInt64 : most)];
}

/** The lengths that texts of a format have at all. */
const formatLengths: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ["uuid", [36, 36]],
  ["date", [10, 10]],
  ["date-time", [20, Infinity]],
  ["time", [9, Infinity]],
  ["duration", [3, Infinity]],
  ["email", [3, Infinity]],
  ["idn-email", [3, Infinity]],
  ["hostname", [1, 253]],
  ["idn-hostname", [1, Infinity]],
  ["ipv4", [7, 15]],
  ["ipv6", [2, 45]],
  ["uri", [3, Infinity]],
  ["iri", [3, Infinity]],
]);

/** The limits of length, items or properties that the rest of an alternative implies. */
export function impliedCounts(alternative: Alternative): readonly [least: number, most: number] {
  let [least, most] = [0, Infinity];
  const narrow = (low: number, high: number): void => {
    least = Math.max(least, low);
    most = Math.min(most, high);
  };
  for (const format of alternative.formats ?? []) narrow(...(formatLengths.get(format) ?? [0, Infinity]));
  const language = patternLanguage(alternative);
  if (language !== undefined) {
    const lengths = lengthsOf(language);
    narrow(lengths.least, lengths.most);
  }
  if (alternative.kind === "object") {
    const properties = [...(alternative.properties?.values() ?? [])];
    narrow(properties.filter(({ required }) => required).length, isClosed(alternative) ? properties.length : Infinity);
  }
  if (alternative.kind === "array") {
    if (isNever(alternative.items)) narrow(0, alternative.prefix?.length ?? 0);
    for (const { keyword, owner } of alternative.conjuncts?.values() ?? [])
      if (keyword === "contains") narrow(owner.array?.minContains ?? 1, Infinity);
  }
  return [least, most];
}

/** Its bounds, explicit or implied. */
export function countsOf(alternative: Alternative): readonly [least: number, most: number] {
  const [least, most] = impliedCounts(alternative);
  return [Math.max(least, alternative.least ?? 0), Math.min(most, alternative.most ?? Infinity)];
}

/** The texts that all its patterns allow; `undefined` where it has none, or one that no automaton knows. */
export function patternLanguage(alternative: Alternative): Language | undefined {
  let language: Language | undefined;
  for (const pattern of alternative.patterns ?? []) language = both(language, languageOf(pattern));
  return language;
}

/** No name but the ones it lists. */
export function isClosed(alternative: Alternative): boolean {
  return isNever(alternative.additional) && (alternative.patternProperties?.size ?? 0) === 0;
}

function isNever(node: Alternative["additional"]): boolean {
  return node?.schemas.some((schema) => schema.boolean === false) ?? false;
}

function nextTo({ value, digits = String(value), exclusive }: Bound, step: bigint): Bound {
  const next = exclusive ? String(BigInt(digits) + step) : digits;
  return { value: Number(next), digits: next, exclusive: false };
}

/** For integers `exclusiveMinimum: 0` and `minimum: 1` are one bound. */
export function wholeLow(bound: Bound): Bound {
  if (bound.digits !== undefined) return nextTo(bound, 1n);
  return { value: bound.exclusive ? Math.floor(bound.value) + 1 : Math.ceil(bound.value), exclusive: false };
}

export function wholeHigh(bound: Bound): Bound {
  if (bound.digits !== undefined) return nextTo(bound, -1n);
  return { value: bound.exclusive ? Math.ceil(bound.value) - 1 : Math.floor(bound.value), exclusive: false };
}

/** The least multiple of the step that is not below a bound of integers. */
export function multipleFrom({ value, digits }: Bound, step: number): Bound {
  return digits === undefined ? { value: Math.ceil(value / step) * step, exclusive: false } : multiple(BigInt(digits), BigInt(step), 1n);
}

/** The largest one that is not above it. */
export function multipleUpTo({ value, digits }: Bound, step: number): Bound {
  return digits === undefined ? { value: Math.floor(value / step) * step, exclusive: false } : multiple(BigInt(digits), BigInt(step), -1n);
}

function multiple(from: bigint, step: bigint, direction: 1n | -1n): Bound {
  // The remainder has the sign of the dividend: it is subtracted if that moves in the right direction, with one more step otherwise.
  const rest = from % step;
  const nearer = from - rest;
  const found = rest === 0n || rest < 0n === (direction === 1n) ? nearer : nearer + direction * step;
  return { value: Number(found), digits: String(found), exclusive: false };
}
