import { tokens } from "tallystick/model";

/** The value that a JSON pointer leads to (RFC 6901 §4); `undefined` where it leads nowhere. Inherited properties are none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of tokens(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string, unknown>)[token];
  }
  return value;
}
