import { numberedCycles, stronglyConnected } from "../../algorithms/strongly-connected.js";
import { memoize } from "../../algorithms/memoize.js";
import type { Schema, SchemaId } from "./schema.js";

/** The recursive schemas of a set, which lowering and two rules need. */
/** The schemas whose result for a value depends on their own result for the same value. */
export const loops: (schemas: ReadonlyMap<SchemaId, Schema>) => ReadonlySet<SchemaId> = memoize((schemas) => {
  const edges = new Map([...schemas].map(([id, schema]) => [id, appliedToSameValue(schema).filter((target) => schemas.has(target))]));
  const next = (id: SchemaId): readonly SchemaId[] => edges.get(id) ?? [];
  return new Set(numberedCycles(stronglyConnected(edges.keys(), next), next).keys());
});

/** The schemas that apply to the same value. */
function appliedToSameValue(schema: Schema): SchemaId[] {
  const { ref, allOf, anyOf, oneOf, not, object } = schema;
  const parts = [...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? []), ...(object?.dependentSchemas?.values() ?? [])];
  for (const part of [not, schema.if, schema.then, schema.else]) if (part) parts.push(part);
  return [...(ref === undefined ? [] : [ref]), ...parts.flatMap(appliedToSameValue)];
}
