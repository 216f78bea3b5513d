import { isJsonObject, type Json } from "../../model/json.js";
import { partsOf } from "./effort.js";

/** The maximum steps for shrinking one example: a reader needs a small value, not the smallest. */
const budget = 2_000;

/** The number of properties and items above which a step counts more: each step visits all of them. */
const wide = 100;
/** Above this number of properties or items, many are removed at once first. */
const few = 16;

/**
 * The value without unnecessary parts: properties and items are removed one by one while `holds` returns true. Often only
 * the path is needed, which is tried first.
 */
export function shrink(value: Json, path: readonly string[], holds: (value: Json) => boolean): Json {
  let left = budget;
  const alone = along(value, path);
  let current = alone !== undefined && partsOf(alone) < partsOf(value) && holds(alone) ? alone : value;
  for (let changed = true; changed && left > 0;) {
    changed = false;
    for (const smaller of smallerValues(current)) {
      left -= 1 + Math.floor(widthOf(current) / wide) ** 2;
      if (left <= 0) break;
      if (!holds(smaller)) continue;
      current = smaller;
      changed = true;
      break;
    }
  }
  return current;
}

/** Of objects on the path, only the path; `undefined` if the path contains no object. */
export function along(value: Json, path: readonly string[]): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined || !isJsonObject(value) || !Object.hasOwn(value, step)) return undefined;
  const part = value[step] as Json;
  return { [step]: along(part, rest) ?? part };
}

/** The value with one property or item less, or many at a time where there are many, the outermost first. */
function* smallerValues(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    for (const [start, size] of pieces(items.length)) yield items.toSpliced(start, size);
    for (const [index, item] of items.entries()) for (const smaller of smallerValues(item)) yield items.with(index, smaller);
  } else if (isJsonObject(value)) {
    const entries = Object.entries(value);
    for (const [start, size] of pieces(entries.length)) yield Object.fromEntries(entries.toSpliced(start, size));
    for (const [index, [name, part]] of entries.entries())
      for (const smaller of smallerValues(part)) yield Object.fromEntries(entries.with(index, [name, smaller]));
  }
}

/** The groups to remove: halves, quarters and so on of many, then single ones, from the end. */
function* pieces(length: number): Generator<readonly [start: number, size: number]> {
  let size = length > few ? Math.floor(length / 2) : 1;
  while (size > few / 2) {
    for (let start = length - size; start >= 0; start -= size) yield [start, size];
    size = Math.floor(size / 2);
  }
  for (let index = length - 1; index >= 0; index -= 1) yield [index, 1];
}

function widthOf(value: Json): number {
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}
