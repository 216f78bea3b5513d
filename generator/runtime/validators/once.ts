let running = 0;
const answers = new Map<(value: unknown) => boolean, Map<unknown, boolean>>();

/**
 * Tests each value once while the outermost such test runs, however many branches ask: without it, chained `anyOf`s cost
 * 2^n. Nothing is kept between two calls, because a value may change.
 */
export function once(test: (value: unknown) => boolean, value: unknown): boolean {
  let known = answers.get(test);
  if (known === undefined) answers.set(test, (known = new Map<unknown, boolean>()));
  const answer = known.get(value);
  if (answer !== undefined) return answer;
  running++;
  try {
    const result = test(value);
    known.set(value, result);
    return result;
  } finally {
    if (--running === 0) answers.clear();
  }
}
