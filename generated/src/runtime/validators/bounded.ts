// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { maxDepth, untested, within, type Issues, type Rule } from "./core.js";

const fewLevels = 32;

/** The rule of a recursive part: it may have any number of levels. */
export function deep(rule: Rule): Rule {
  const { is, isRepeated } = rule;
  const refused = untested(rule);
  const report = (value: unknown, issues: Issues): void => {
    // As in the test: a value that is nested too deeply has no other issues.
    if (++issues.depth > maxDepth) throw new RangeError();
    within(refused, value, issues, "");
    issues.depth--;
  };
  // Testing each of many levels first would take quadratic time.
  return {
    all: [rule],
    asserts: [report],
    is: is && ((value, depth, isTest = isRepeated) => (isTest === true || depth < fewLevels) && is(value, depth + 1)),
  };
}

/** A rule that unions call many times for one value. */
export function repeated(rule: Rule): Rule {
  return { ...rule, isRepeated: true };
}

/**
 * The result of a test with a depth limit for a whole value. Data with more levels than the limit or the stack allows is rejected. The test throws a
 * RangeError, so that `not` does not take it for a result.
 */
export function bounded(test: (value: unknown, depth: number) => boolean, value: unknown): boolean {
  try {
    return test(value, 0);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
