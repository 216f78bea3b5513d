import { isJsonObject, tokens, type Json } from "tallystick/model";

/** The value at a JSON pointer (RFC 6901 §4); `undefined` if it does not exist. Ignores inherited properties. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of tokens(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string, unknown>)[token];
  }
  return value;
}

/** A copy of a value with another part at a path. */
export function withValueAt(value: Json, [name, ...rest]: readonly string[], part: Json): Json {
  if (name === undefined) return part;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === name ? withValueAt(item, rest, part) : item));
  return isJsonObject(value) ? { ...value, [name]: withValueAt(value[name] ?? null, rest, part) } : value;
}

/** Whether a value has this text or number somewhere in it, as a whole. */
export function hasValue(value: unknown, wanted: Json): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((item) => hasValue(item, wanted));
  return value !== undefined && String(value) === String(wanted);
}
