import type { Json } from "../../../model/json.js";
import { compareNumerals } from "../../variants/digits.js";
import { formats, numberFormatHolds } from "../../../values/strings/formats.js";
import { matches } from "../../../values/strings/regex.js";
import type { Alternative, Bound } from "../../variants/alternative.js";
import { isMultiple } from "../../../values/evaluate/decimal.js";

/** Whether a value of the form's own kind satisfies the form's scalar assertions. Annotation formats and too slow patterns count as satisfied. */
export function accepts(form: Alternative, value: Json): boolean {
  if (form.values !== undefined && ![...form.values.values()].some((item) => item === value)) return false;
  if (typeof value === "number") {
    if (form.integer && !Number.isInteger(value)) return false;
    if (form.low !== undefined && !(form.low.exclusive ? value > form.low.value : value >= form.low.value)) return false;
    if (form.high !== undefined && !(form.high.exclusive ? value < form.high.value : value <= form.high.value)) return false;
    for (const format of form.formats ?? []) if (!numberFormatHolds(format, value)) return false;
    return (form.multipleOf ?? []).every((divisor) => isMultiple(value, divisor.value));
  }
  if (typeof value === "string") {
    const length = [...value].length;
    if (length < (form.least ?? 0) || length > (form.most ?? Infinity)) return false;
    for (const pattern of form.patterns ?? []) if (matches(pattern, value) === false) return false;
    for (const format of form.formats ?? []) if (formats.get(format)?.is(value) === false) return false;
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
