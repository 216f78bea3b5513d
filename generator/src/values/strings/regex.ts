import { PatternLimitError } from "#runtime/validators/pattern.js";
import { matcherOf, matchingOf } from "../../regex/matching.js";

const matchers = new Map<string, { test(text: string): boolean } | undefined>();

/** Whether a text matches, as generated validators find it; `undefined` where they give up. A pattern that cannot be used matches everything. */
export function matches(pattern: string, text: string): boolean | undefined {
  if (!matchers.has(pattern)) {
    const matching = matchingOf(pattern);
    matchers.set(pattern, matching && matcherOf(matching));
  }
  try {
    return matchers.get(pattern)?.test(text) ?? true;
  } catch (error) {
    if (error instanceof PatternLimitError) return undefined;
    throw error;
  }
}
