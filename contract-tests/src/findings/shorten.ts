/** The number of items that stay of each list. */
const keptItems = 100;
/** Deeper values are omitted: no document describes them, and the stack is limited. */
const keptDepth = 100;

/** A value with the first items of its lists, to store a large response. */
export function shortened(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (depth === keptDepth) return undefined;
  if (Array.isArray(value)) return value.slice(0, keptItems).map((item) => shortened(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shortened(part, depth + 1)]));
}

/** The approximate size of a value in characters or bytes; stops counting above `most`. */
export function weightOf(value: unknown, most: number): number {
  const pending = [value];
  let weight = 0;
  while (pending.length > 0 && weight <= most) {
    const next = pending.pop();
    weight += 16;
    if (typeof next === "string") weight += next.length;
    else if (ArrayBuffer.isView(next)) weight += next.byteLength;
    else if (typeof next === "object" && next !== null) for (const part of Object.values(next)) pending.push(part);
  }
  return weight;
}
