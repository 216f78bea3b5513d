import { equal } from "./equal.js";

/** The positions of two equal items, the later one first; `undefined` where all differ. Linear: objects are only compared with those of the same hash. */
export function duplicate(items: readonly unknown[]): readonly [number, number] | undefined {
  const scalars = new Map<unknown, number>();
  const structures = new Map<number, number[]>();
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== "object" || item === null) {
      // A Map takes 0 and -0 for the same key, as JSON does.
      const first = scalars.get(item);
      if (first !== undefined) return [i, first];
      scalars.set(item, i);
      continue;
    }
    const key = hash(item, 0);
    const same = structures.get(key);
    if (same === undefined) structures.set(key, [i]);
    else {
      for (const first of same) if (equal(item, items[first])) return [i, first];
      same.push(i);
    }
  }
  return undefined;
}

export function isUnique(items: readonly unknown[]): boolean {
  return items.length < 2 || duplicate(items) === undefined;
}

/** The same for equal values, whatever the order of their properties. */
function hash(value: unknown, depth: number): number {
  if (typeof value === "string") {
    let result = 7;
    for (let i = 0; i < value.length; i++) result = (Math.imul(result, 31) + value.charCodeAt(i)) | 0;
    return result;
  }
  if (typeof value === "number") return Number.isInteger(value) ? value | 0 : hash(String(value), depth);
  if (typeof value !== "object" || value === null) return value === true ? 1 : value === false ? 2 : 3;
  if (depth > 32) return 4;
  if (Array.isArray(value)) {
    let result = 5;
    for (const item of value as readonly unknown[]) result = (Math.imul(result, 31) + hash(item, depth + 1)) | 0;
    return result;
  }
  let result = 6;
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) result = (result + Math.imul(hash(name, 0), hash(item, depth + 1) | 1)) | 0;
  }
  return result;
}
