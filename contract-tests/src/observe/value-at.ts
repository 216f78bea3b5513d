import { tokens } from "tallystick/model";

/** The value at a JSON pointer (RFC 6901 §4); `undefined` if it does not exist. Ignores inherited properties. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of tokens(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string, unknown>)[token];
  }
  return value;
}
