// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

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
