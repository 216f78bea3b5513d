/** A value that is tested more often than this is unusual, or crafted to be slow. */
const patience = 100;

let isRunning = false;
let calls = 0;
const results = /* @__PURE__ */ new Map<unknown, Map<unknown, boolean>>();

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
    results.clear();
  }
}

function remembered(test: (value: unknown, depth: number) => boolean, value: unknown, depth: number): boolean {
  let known = results.get(test);
  if (known === undefined) results.set(test, (known = new Map<unknown, boolean>()));
  let result = known.get(value);
  if (result === undefined) known.set(value, (result = test(value, depth)));
  return result;
}
