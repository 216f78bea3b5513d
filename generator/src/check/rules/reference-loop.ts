import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import { components } from "../components.js";
import type { ApiRule } from "../rule.js";

/** A schema whose `$ref`s (or members of `allOf`) lead back to it says nothing but itself (JSON Schema Core §9.4.1). */
export const referenceLoop: ApiRule = (model, report) => {
  for (const id of loops(model.schemas)) {
    const schema = model.schemas.get(id);
    if (schema) report("reference-loop", { reference: id }, schema.ref === undefined ? schema.place : child(schema.place, "$ref"));
  }
};

/** The schemas that can only hold if they hold. */
export function loops(schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<SchemaId> {
  const ids = [...schemas.keys()];
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const targets = [...schemas.values()].map((schema) => held(schema).flatMap((id) => numbers.get(id) ?? []));
  const component = components(ids.keys(), (number) => targets[number] ?? []);
  const sizes = new Map<number, number>();
  for (const root of component.values()) sizes.set(root, (sizes.get(root) ?? 0) + 1);
  return new Set(ids.filter((_, number) => (sizes.get(component.get(number) ?? -1) ?? 0) > 1 || targets[number]?.includes(number)));
}

/** The schemas that must hold wherever this one does. */
function held(schema: Schema): SchemaId[] {
  return [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? []).flatMap(held)];
}
