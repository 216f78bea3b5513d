import type { ApiModel } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import { graphOf } from "../../plan/schemas/schema-graph.js";
import { pathsThrough } from "../../plan/schemas/reference-paths.js";
import { Allowance } from "../allowance.js";
import { memoize } from "../../algorithms/memoize.js";

/**
 * The maximum parts of values per search, and per comparison: more than twice the need of github.json with a
 * new bound on every fifth text. Thousands of searches in bodies of thousands of properties would take hours.
 */
const limits = { one: 4_000_000, usual: 0, all: 20_000_000 };

/**
 * Unusually many properties of one schema: large public documents have 105 at most. Each evaluation visits all of them, of which one in four counts.
 */
const wide = 500;

/** Unusually many ways to evaluate one value: large public documents have 346 at most. Above some thousands validators cache results. */
const [dense, densest] = [1_000, 10_000];

/** The one of a comparison, by its judges. */
export const effortOf: (judges: object) => Allowance = memoize(() => new Allowance(limits));

/** The maximum steps for random values of one document: five times the need of github.json. */
const drawing = { one: Infinity, usual: 0, all: 200_000 };

/** The one for values of a document. */
export const exampleBudgetOf: (model: ApiModel) => Allowance = memoize(() => new Allowance(drawing));

/** The cost of evaluating a value by a schema, in addition to the parts of the value. */
export function weightOf(schema: Schema, model: ApiModel): number {
  const ways = Math.min(pathsThrough(schema, graphOf(model.schemas)), densest);
  return Math.max(ways - dense, 0) + Math.max(widestOf(model) - wide, 0) / 4;
}

/** How many properties the schema with the most of them has. */
const widestOf = memoize(({ schemas }: ApiModel) => {
  let most = 0;
  for (const { object } of schemas.values()) most = Math.max(most, object?.properties?.size ?? 0);
  return most;
});

/** Scalars, lists and objects of a value. */
export function partsOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  let parts = 1;
  for (const part of Array.isArray(value) ? (value as readonly Json[]) : Object.values(value)) parts += partsOf(part);
  return parts;
}
