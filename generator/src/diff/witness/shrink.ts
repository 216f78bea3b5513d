import { isJsonObject, type Json } from "../../model/json.js";

/** Steps that shrinking one witness may take: a reader wants a small value, not the smallest. */
const budget = 2_000;

/** The value with everything left out that it does not need to hold: properties and items go one by one while `holds` still says yes. */
export function shrink(value: Json, holds: (value: Json) => boolean): Json {
  let left = budget;
  let current = value;
  for (let changed = true; changed && left > 0;) {
    changed = false;
    for (const smaller of smallerValues(current)) {
      left -= 1;
      if (left <= 0) break;
      if (!holds(smaller)) continue;
      current = smaller;
      changed = true;
      break;
    }
  }
  return current;
}

/** The value with one property or item less, the outermost first. */
function* smallerValues(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    for (let index = items.length - 1; index >= 0; index -= 1) yield items.toSpliced(index, 1);
    for (const [index, item] of items.entries()) for (const smaller of smallerValues(item)) yield items.with(index, smaller);
  } else if (isJsonObject(value)) {
    const entries = Object.entries(value);
    for (let index = entries.length - 1; index >= 0; index -= 1) yield Object.fromEntries(entries.toSpliced(index, 1));
    for (const [index, [name, part]] of entries.entries())
      for (const smaller of smallerValues(part)) yield Object.fromEntries(entries.with(index, [name, smaller]));
  }
}
