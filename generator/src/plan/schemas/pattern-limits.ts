import { memoize } from "../../algorithms/memoize.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { matchingOf } from "../../regex/matching.js";
import { cyclesOf, forEachPart, references } from "./cycles.js";

/** Whether matching a value against a schema can end in a PatternLimitError. */
export function mayExceedLimit(schema: Schema, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  const found = givingUpIn(schemas);
  return hasPattern(schema) || references(schema).some((id) => found.has(id));
}

const givingUpIn = memoize((schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<SchemaId> => {
  const found = new Set<SchemaId>();
  for (const [id, schema] of schemas) if (hasPattern(schema)) found.add(id);
  if (found.size === 0) return found;
  // The schemas of a cycle have no order, so a second pass finds what the first one missed.
  const { order } = cyclesOf(schemas);
  for (let size = -1; size < found.size;) {
    size = found.size;
    for (const id of order) {
      const schema = schemas.get(id);
      if (schema !== undefined && references(schema).some((target) => found.has(target))) found.add(id);
    }
  }
  return found;
});

function hasPattern(schema: Schema): boolean {
  let has = false;
  forEachPart(schema, ({ string, object }) => {
    for (const pattern of [...(string?.pattern === undefined ? [] : [string.pattern]), ...(object?.patternProperties?.keys() ?? [])])
      has ||= matchingOf(pattern)?.mayGiveUp === true;
  });
  return has;
}
