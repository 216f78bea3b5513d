import { channel } from "node:diagnostics_channel";
import { createContext, Script } from "node:vm";

/** Longest text that the engine is asked about with exponentially many ways to match it: 2^20 of them end soon. */
export const slowLimit = 20;
/** How long one pattern may keep this process waiting, in milliseconds, all of its slow searches together. */
const patience = 1000;
/** Searches that take no longer do not count: there may be very many of them. */
const soon = 5;

const waited = new Map<string, number>();
const context = createContext(Object.assign(Object.create(null), { expression: /x/, text: "" })) as { expression: RegExp; text: string };
const search = new Script("expression.test(text)");

/**
 * Whether a text matches; `undefined` where the engine did not find out in time, or this pattern has kept us waiting long enough. For patterns
 * that nothing but the engine can search for: it goes back over every way there is, and a call of it can only be ended from outside.
 */
export function testInTime(expression: RegExp, text: string): boolean | undefined {
  if (text.length <= slowLimit) return expression.test(text);
  const before = waited.get(expression.source) ?? 0;
  if (before >= patience) return undefined;
  const start = performance.now();
  try {
    context.expression = expression;
    context.text = text;
    return search.runInContext(context, { timeout: Math.ceil(patience - before) }) as boolean;
  } catch {
    // The time is over, or the engine's stack.
    return undefined;
  } finally {
    const took = performance.now() - start;
    if (took > soon) waited.set(expression.source, before + took);
  }
}

/** Where a pattern that was given up on is told. Compiled validators are files of their own, and may load another copy of this module. */
export const givenUp = channel("tallystick:pattern-given-up");

/** What has `test`, as a RegExp does, for validators that run here. A text that was given up on passes, and is told. */
export function patient(pattern: string, flags: string): { test(text: string): boolean } {
  const expression = new RegExp(pattern, flags);
  return {
    test: (text) => {
      const answer = testInTime(expression, text);
      if (answer === undefined) givenUp.publish(pattern);
      return answer ?? true;
    },
  };
}
