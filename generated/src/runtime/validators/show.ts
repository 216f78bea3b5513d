// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

const secretName = /pass|secret|token|key|auth|cookie|jwt|signature/i;
/** Short, or words without a digit: a token is neither. */
const harmless = /^(.{0,12}|\D{0,40})$/;

/** A value for a message: short strings quoted, longer ones and whatever may be a secret only measured. */
export function show(value: unknown, path: string): string {
  if (typeof value === "string") return harmless.test(value) && !secretName.test(path) ? JSON.stringify(value) : `a string of length ${value.length}`;
  if (Array.isArray(value)) return "an array";
  return Object(value) === value ? "an object" : String(value);
}
