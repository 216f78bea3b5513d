import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import { numberedCycles, stronglyConnected } from "../../strongly-connected.js";
import type { ApiRule } from "../rule.js";

/** A schema whose `$ref`s lead back to it without a step into the value has no answer (JSON Schema Core §9.4.1). */
export const referenceLoop: ApiRule = (model, report) => {
  for (const id of loops(model.schemas)) {
    const schema = model.schemas.get(id);
    if (schema) report("reference-loop", { reference: id }, schema.ref === undefined ? schema.place : child(schema.place, "$ref"));
  }
};

/** The schemas whose answer about a value needs their own answer about the same value. */
export function loops(schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<SchemaId> {
  const edges = new Map([...schemas].map(([id, schema]) => [id, asked(schema).filter((target) => schemas.has(target))]));
  const next = (id: SchemaId): readonly SchemaId[] => edges.get(id) ?? [];
  return new Set(numberedCycles(stronglyConnected(edges.keys(), next), next).keys());
}

/** The schemas that are asked about the same value. */
function asked(schema: Schema): SchemaId[] {
  const { ref, allOf, anyOf, oneOf, not, object } = schema;
  const parts = [...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? []), ...(object?.dependentSchemas?.values() ?? [])];
  for (const part of [not, schema.if, schema.then, schema.else]) if (part) parts.push(part);
  return [...(ref === undefined ? [] : [ref]), ...parts.flatMap(asked)];
}
