import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { memoize } from "../../algorithms/memoize.js";
import { forEachPart, references } from "./cycles.js";
import { withUsers } from "./referrers.js";

/** Whether a schema contains a union with a discriminator, or reaches one. */
export function reachesDiscriminator(schema: Schema, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  const leading = leadingToTags(schemas);
  if (leading.size > 0 && references(schema).some((id) => leading.has(id))) return true;
  return holdsTags(schema);
}

const leadingToTags = memoize((schemas: ReadonlyMap<SchemaId, Schema>) => {
  const holding = [...schemas].filter(([, schema]) => holdsTags(schema)).map(([id]) => id);
  return withUsers(new Set(holding), schemas, references);
});

const holdsTags = memoize((schema: Schema) => {
  let holds = false;
  forEachPart(schema, ({ discriminator, anyOf, oneOf }) => void (holds ||= discriminator !== undefined && (anyOf ?? oneOf) !== undefined));
  return holds;
});
