/** Throws an internal error if a condition does not hold. No document may cause that. The CLI then ends with exit code 3. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Internal error of tallystick: ${message}`);
}
