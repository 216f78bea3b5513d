/** Nested more deeply than this, values are not compared: they count as different. */
const maxDepth = 1000;

/** Equality of JSON values: 1 and 1.0 are equal, the order of properties means nothing (JSON Schema 2020-12 §4.2.2). */
export function equal(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || depth > maxDepth) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equal(a[i], b[i], depth + 1)) return false;
    return true;
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  let properties = 0;
  for (const name of Object.keys(left)) {
    if (left[name] === undefined) continue;
    if (!Object.prototype.hasOwnProperty.call(right, name) || !equal(left[name], right[name], depth + 1)) return false;
    properties++;
  }
  for (const name of Object.keys(right)) if (right[name] !== undefined) properties--;
  return properties === 0;
}
