/** States what must hold whatever a document says. It fails only through a mistake of ours: the CLI then ends with exit code 3. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Internal error of tallystick: ${message}`);
}
