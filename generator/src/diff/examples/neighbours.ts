import { isJsonObject, type Json } from "../../model/json.js";

/** Replacements for any value. */
const others: readonly Json[] = [null, true, 0, 1, "", "x", [], {}];

/** Values that differ in one location, the outermost first: a part is omitted, replaced, or added. */
export function* neighbours(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    for (const index of items.keys()) yield items.toSpliced(index, 1);
    for (const other of others) yield [...items, other];
    if (items.length > 0) yield [...items, ...items];
    for (const index of items.keys()) for (const other of others) yield items.with(index, other);
    for (const [index, item] of items.entries()) for (const near of neighbours(item)) yield items.with(index, near);
  } else if (isJsonObject(value)) {
    const entries = Object.entries(value);
    for (const index of entries.keys()) yield Object.fromEntries(entries.toSpliced(index, 1));
    for (const other of others) yield { ...value, extraProperty: other };
    for (const [name] of entries) for (const other of others) yield { ...value, [name]: other };
    for (const [name, part] of entries) for (const near of neighbours(part)) yield { ...value, [name]: near };
  } else if (typeof value === "number") yield* [value + 1, value - 1, value + 0.5, -value];
  else if (typeof value === "string") yield* [`${value}x`, value.slice(1)];
}
