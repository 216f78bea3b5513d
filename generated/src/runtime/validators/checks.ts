// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

/** A JSON object. Class instances count; arrays and null do not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A number that JSON can write: NaN and the infinities are none (RFC 8259 §6). */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** 1.0 and 1e300 are integers: the value counts, not its spelling (JSON Schema Validation 2020-12 §6.1.1). */
export function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

/** The value of a property whose name every object inherits (`constructor`, `__proto__`): only its own one counts. */
export function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether a property is there: the object's own, and not `undefined`, which no JSON text can hold. */
export function has(object: Readonly<Record<string, unknown>>, name: string): boolean {
  return object[name] !== undefined && Object.hasOwn(object, name);
}

/** How many properties are present. One whose value is `undefined` is absent, as it is in the JSON text. */
export function countProperties(object: Readonly<Record<string, unknown>>): number {
  let count = 0;
  for (const name of Object.keys(object)) if (object[name] !== undefined) count++;
  return count;
}
