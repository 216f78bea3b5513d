import { PatternLimitError } from "#runtime/validators/pattern.js";
import { matcherOf, matchingOf } from "../../regex/matching.js";

interface Matcher {
  /** Whether a text matches; `undefined` where the matcher gives up. */
  matches(text: string): boolean | undefined;
  readonly stepsPerCharacter: number;
  /** Cached results for texts that take many steps: values are built many times. */
  readonly found: Map<string, boolean | undefined>;
}

/** A text that takes more steps is matched once. */
const manySteps = 100_000;
const mostFound = 100;

const matchers = new Map<string, Matcher | undefined>();

/** Whether a text matches, as generated validators find it; `undefined` where they give up. A pattern that cannot be used matches everything. */
export function matches(pattern: string, text: string): boolean | undefined {
  if (!matchers.has(pattern)) matchers.set(pattern, makeMatcher(pattern));
  const matcher = matchers.get(pattern);
  if (matcher === undefined) return true;
  const { stepsPerCharacter, found } = matcher;
  if (stepsPerCharacter * text.length < manySteps) return matcher.matches(text);
  if (!found.has(text)) {
    if (found.size >= mostFound) found.clear();
    found.set(text, matcher.matches(text));
  }
  return found.get(text);
}

function makeMatcher(pattern: string): Matcher | undefined {
  const matching = matchingOf(pattern);
  if (matching === undefined) return undefined;
  const matcher = matcherOf(matching);
  return {
    stepsPerCharacter: matching.stepsPerCharacter,
    found: new Map(),
    matches: (text) => {
      try {
        return matcher.test(text);
      } catch (error) {
        if (error instanceof PatternLimitError) return undefined;
        throw error;
      }
    },
  };
}
