import type { Schema, SchemaId } from "../model/schema.js";
import type { Schemas } from "./evaluate/evaluate.js";

/** By the schemas of a model: in how many ways each of them may be read. */
const perModel = new WeakMap<Schemas["schemas"], Map<SchemaId, number>>();

/** In large public documents there are 740 at the most. */
const many = 20_000;

/**
 * Whether one value may be looked at in very many ways: through references, unions and conditions that lead to the same schemas again and again.
 * It is told from the document alone, so that what is found does not depend on what was looked for before.
 */
export function isDense(schema: Schema, model: Schemas): boolean {
  let ways = perModel.get(model.schemas);
  if (ways === undefined) perModel.set(model.schemas, (ways = new Map()));
  return waysOf(schema, model, ways) > many;
}

function waysOf(schema: Schema, model: Schemas, known: Map<SchemaId, number>): number {
  const { ref, allOf, anyOf, oneOf, not, if: condition, then, else: otherwise, object } = schema;
  let ways = 1;
  if (ref !== undefined) ways += waysTo(ref, model, known);
  for (const parts of [allOf, anyOf, oneOf]) if (parts !== undefined) for (const part of parts) ways += waysOf(part, model, known);
  for (const part of [not, condition, then, otherwise]) if (part !== undefined) ways += waysOf(part, model, known);
  if (object?.dependentSchemas !== undefined) for (const part of object.dependentSchemas.values()) ways += waysOf(part, model, known);
  return ways;
}

function waysTo(id: SchemaId, model: Schemas, known: Map<SchemaId, number>): number {
  const before = known.get(id);
  if (before !== undefined) return before;
  // What leads back to itself before anything is said adds no way.
  known.set(id, 1);
  const target = model.schemas.get(id);
  const ways = target === undefined ? 1 : waysOf(target, model, known);
  known.set(id, ways);
  return ways;
}
