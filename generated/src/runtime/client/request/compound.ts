// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** True for lists and objects, which a style splits. A value with a JSON form, such as a date, is one piece. */
export function isCompound(value: unknown): value is object {
  return typeof value === "object" && value !== null && typeof (value as { toJSON?: unknown }).toJSON !== "function";
}

/** Names and values of a list or an object, without absent values (RFC 6570 §2.3). */
export function members(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
}

/** True for a list or an object of nothing: it is not there at all (RFC 6570 §2.3). */
export function isNothing(value: unknown): boolean {
  return isCompound(value) && members(value).length === 0;
}
