import type { Schema } from "../model/schemas/schema.js";
import { graphOf } from "../plan/schemas/schema-graph.js";
import { pathsThrough } from "../plan/schemas/reference-paths.js";
import type { Schemas } from "./evaluate/evaluate.js";

/** In large public documents there are 346 at the most. */
const many = 10_000;

/**
 * Whether one value may be looked at in very many ways: through references, unions and conditions that lead to the same schemas again and again.
 * It is told from the document alone, so that what is found does not depend on what was looked for before.
 */
export function isDense(schema: Schema, model: Schemas): boolean {
  return pathsThrough(schema, graphOf(model.schemas)) > many;
}
