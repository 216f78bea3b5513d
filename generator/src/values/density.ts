import type { Schema } from "../model/schemas/schema.js";
import { graphOf } from "../plan/schemas/schema-graph.js";
import { pathsThrough } from "../plan/schemas/reference-paths.js";
import type { Schemas } from "./evaluate/evaluate.js";

/** In large public documents there are 346 at the most. */
const many = 10_000;

/**
 * Whether one value may be evaluated in very many ways: through references, unions and conditions that reach the same schemas repeatedly.
 * Computed from the document only, so that results do not depend on earlier searches.
 */
export function isDense(schema: Schema, model: Schemas): boolean {
  return pathsThrough(schema, graphOf(model.schemas)) > many;
}
