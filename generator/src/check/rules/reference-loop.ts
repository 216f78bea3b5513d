import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import { components } from "../components.js";
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
  const ids = [...schemas.keys()];
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const targets = [...schemas.values()].map((schema) => asked(schema).flatMap((id) => numbers.get(id) ?? []));
  const component = components(ids.keys(), (number) => targets[number] ?? []);
  const sizes = new Map<number, number>();
  for (const root of component.values()) sizes.set(root, (sizes.get(root) ?? 0) + 1);
  return new Set(ids.filter((_, number) => (sizes.get(component.get(number) ?? -1) ?? 0) > 1 || targets[number]?.includes(number)));
}

/** The schemas that are asked about the same value. */
function asked(schema: Schema): SchemaId[] {
  const { ref, allOf, anyOf, oneOf, not, object } = schema;
  const parts = [...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? []), ...(object?.dependentSchemas?.values() ?? [])];
  for (const part of [not, schema.if, schema.then, schema.else]) if (part) parts.push(part);
  return [...(ref === undefined ? [] : [ref]), ...parts.flatMap(asked)];
}
