import type { Json } from "../../model/json.js";

/**
 * Parts of values that all searches of one comparison may look at: more than twice what it takes for github.json, if every fifth of its texts
 * has a new bound. A search by itself has a bound of its own; thousands of them, in bodies of thousands of properties, would take hours.
 */
const most = 20_000_000;

/** What is left of the looking at values that one comparison may do. */
export class Effort {
  #left = most;

  /** Whether nothing more is looked for. */
  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** One more value is to be looked at. @returns Whether it may be. */
  look(value: Json): boolean {
    this.#left -= partsOf(value);
    return !this.isSpent;
  }
}

const known = new WeakMap<object, Effort>();

/** The one of a comparison, by its judges. */
export function effortOf(judges: object): Effort {
  let effort = known.get(judges);
  if (effort === undefined) known.set(judges, (effort = new Effort()));
  return effort;
}

function partsOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  let parts = 1;
  for (const part of Array.isArray(value) ? (value as readonly Json[]) : Object.values(value)) parts += partsOf(part);
  return parts;
}
