/** A value that is tested more often than this is unusual, or crafted to be slow. */
const patience = 100;

let isRunning = false;
let calls = 0;
const answers = /* @__PURE__ */ new Map<unknown, Map<unknown, boolean>>();

/** Whether a test inside another one may be run as it is: few have been so far. */
export function isPatient(): boolean {
  return isRunning && ++calls <= patience;
}

/**
 * Tests a value once for all branches: chained and recursive unions could cost 2^n. Results are dropped between two
 * calls from outside, because a value may change.
 */
export function once(test: (value: unknown, depth: number) => boolean, value: unknown, depth: number): boolean {
  if (isRunning) return remembered(test, value, depth);
  isRunning = true;
  try {
    return test(value, depth);
  } finally {
    isRunning = false;
    calls = 0;
    answers.clear();
  }
}

function remembered(test: (value: unknown, depth: number) => boolean, value: unknown, depth: number): boolean {
  let known = answers.get(test);
  if (known === undefined) answers.set(test, (known = new Map<unknown, boolean>()));
  let answer = known.get(value);
  if (answer === undefined) known.set(value, (answer = test(value, depth)));
  return answer;
}
