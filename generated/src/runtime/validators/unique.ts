// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** The positions of two equal items, the later one first; `undefined` where all differ. Linear: each item is written once, and looked up. */
export function duplicate(items: readonly unknown[]): readonly [number, number] | undefined {
  const known = new Map<unknown, number>();
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    // A Map treats 0 and -0 as the same key, as JSON does; the key for it cannot be a string item.
    const key = isStructure(item) ? written(item, []) : typeof item === "string" ? JSON.stringify(item) : item;
    const first = known.get(key);
    if (first !== undefined) return [i, first];
    known.set(key, i);
  }
  return undefined;
}

export function isUnique(items: readonly unknown[]): boolean {
  if (items.length < 2) return true;
  // Items that a set distinguishes differ, except equal lists or objects.
  return new Set(items).size === items.length && (!items.some(isStructure) || duplicate(items) === undefined);
}

function isStructure(item: unknown): boolean {
  return typeof item === "object" && item !== null;
}

/** The same text for equal JSON values, whatever the order of their properties. */
function written(value: unknown, outer: readonly unknown[]): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return `${typeof value} ${String(value)}`;
  // A value that contains itself, or is nested too deeply, is rejected.
  if (outer.length > maxDepth || outer.includes(value)) return `…`;
  const here = [...outer, value];
  if (Array.isArray(value)) return `[${value.map((item) => written(item, here)).join()}]`;
  const object = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(object).filter((name) => object[name] !== undefined);
  names.sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${written(object[name], here)}`).join()}}`;
}

const maxDepth = 1000;
