// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { maxDepth, untested, within, type Issues, type Rule } from "./core.js";

const fewLevels = 32;

/** The rule of a part that leads back to its own schema: there may be any number of levels. */
export function deep(rule: Rule): Rule {
  const { is, isRepeated } = rule;
  const refused = untested(rule);
  const report = (value: unknown, issues: Issues): void => {
    // As in the test: what is nested that deeply has no other issues.
    if (++issues.depth > maxDepth) throw new RangeError();
    within(refused, value, issues, "");
    issues.depth--;
  };
  // To test each of many levels first would take time that grows with the square of their number.
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
 * What a test that knows its depth says of a whole value. Data with more levels than it, or the stack, has room for is refused. Such a test throws a
 * RangeError: what asks for the opposite (`not`) must not take it for an answer.
 */
export function bounded(test: (value: unknown, depth: number) => boolean, value: unknown): boolean {
  try {
    return test(value, 0);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
