/** A value that is tested more often than this is unusual, or made to take for ever. */
const patience = 1000;

let running = 0;
let calls = 0;
const answers = new Map<unknown, Map<unknown, boolean>>();

/**
 * Tests a value once, however many branches ask, as soon as there are many questions: chained and recursive unions could cost
 * 2^n. Nothing is kept between two calls from outside, because a value may change.
 */
export function once(test: (value: unknown, depth: number) => boolean, value: unknown, depth: number): boolean {
  const known = ++calls > patience ? answersOf(test) : undefined;
  const answer = known?.get(value);
  if (answer !== undefined) return answer;
  running++;
  try {
    const result = test(value, depth);
    known?.set(value, result);
    return result;
  } finally {
    if (--running === 0) {
      answers.clear();
      calls = 0;
    }
  }
}

function answersOf(test: unknown): Map<unknown, boolean> {
  let known = answers.get(test);
  if (known === undefined) answers.set(test, (known = new Map<unknown, boolean>()));
  return known;
}
