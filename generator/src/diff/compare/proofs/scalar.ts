import type { Json } from "../../../model/json.js";
import { compareNumerals } from "../../variants/digits.js";
import { formats, numberFormatHolds } from "../../../values/strings/formats.js";
import { matches } from "../../../values/strings/regex.js";
import type { Alternative, Bound } from "../../variants/alternative.js";
import { isMultiple } from "../../../values/evaluate/decimal.js";

/** Whether a value of the alternative's own kind satisfies the alternative's scalar assertions. Annotation formats and too slow patterns count as satisfied. */
export function accepts(alternative: Alternative, value: Json): boolean {
  if (alternative.values !== undefined && ![...alternative.values.values()].some((item) => item === value)) return false;
  if (typeof value === "number") {
    if (alternative.integer && !Number.isInteger(value)) return false;
    if (alternative.low !== undefined && !(alternative.low.exclusive ? value > alternative.low.value : value >= alternative.low.value)) return false;
    if (alternative.high !== undefined && !(alternative.high.exclusive ? value < alternative.high.value : value <= alternative.high.value))
      return false;
    for (const format of alternative.formats ?? []) if (!numberFormatHolds(format, value)) return false;
    return (alternative.multipleOf ?? []).every((divisor) => isMultiple(value, divisor.value));
  }
  if (typeof value === "string") {
    const length = [...value].length;
    if (length < (alternative.least ?? 0) || length > (alternative.most ?? Infinity)) return false;
    for (const pattern of alternative.patterns ?? []) if (matches(pattern, value) === false) return false;
    for (const format of alternative.formats ?? []) if (formats.get(format)?.is(value) === false) return false;
  }
  return true;
}

export function isTighterLow(a: Bound, b: Bound): boolean {
  const order = compareNumerals(a, b);
  return order > 0 || (order === 0 && a.exclusive && !b.exclusive);
}

export function isTighterHigh(a: Bound, b: Bound): boolean {
  const order = compareNumerals(a, b);
  return order < 0 || (order === 0 && a.exclusive && !b.exclusive);
}
