import type { ApiModel } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schema.js";
import { graphOf } from "../../plan/schema-graph.js";
import { waysThrough } from "../../plan/ways.js";
import { Allowance } from "../allowance.js";

/**
 * Parts of values that one search may look at, and all of one comparison: more than twice what it takes for github.json, if every fifth of its texts has
 * a new bound. Thousands of searches, in bodies of thousands of properties, would take hours.
 */
const limits = { one: 4_000_000, usual: 0, all: 20_000_000 };

/** Properties of one schema that are no longer usual: large public documents have 105 at the most. Each look asks for all of them, of which one in four counts. */
const wide = 500;

/** Ways to look at one value that are no longer usual: large public documents have 346 at the most. Beyond some thousands validators remember what was asked. */
const [dense, densest] = [1_000, 10_000];

const known = new WeakMap<object, Allowance>();

/** The one of a comparison, by its judges. */
export function effortOf(judges: object): Allowance {
  let effort = known.get(judges);
  if (effort === undefined) known.set(judges, (effort = new Allowance(limits)));
  return effort;
}

/** Steps that all values of one document may take that are drawn for searches: five times what it takes for those of github.json. */
const drawing = { one: Infinity, usual: 0, all: 200_000 };

const drawn = new WeakMap<ApiModel, Allowance>();

/** The one for values of a document. */
export function makingOf(model: ApiModel): Allowance {
  let making = drawn.get(model);
  if (making === undefined) drawn.set(model, (making = new Allowance(drawing)));
  return making;
}

/** What looking at a value by a schema takes beside the parts of the value. */
export function weightOf(schema: Schema, model: ApiModel): number {
  const ways = Math.min(waysThrough(schema, graphOf(model.schemas)), densest);
  return Math.max(ways - dense, 0) + Math.max(widestOf(model) - wide, 0) / 4;
}

const widest = new WeakMap<ApiModel, number>();

/** How many properties the schema with the most of them has. */
function widestOf(model: ApiModel): number {
  let most = widest.get(model);
  if (most === undefined) {
    most = 0;
    for (const { object } of model.schemas.values()) most = Math.max(most, object?.properties?.size ?? 0);
    widest.set(model, most);
  }
  return most;
}

/** Scalars, lists and objects of a value. */
export function partsOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  let parts = 1;
  for (const part of Array.isArray(value) ? (value as readonly Json[]) : Object.values(value)) parts += partsOf(part);
  return parts;
}
