import type { Schema, SchemaId } from "./schema.js";

/**
 * Schemas, and all that must hold where they do: what they refer to, and the parts of their `allOf`.
 * @param most Of how many it is told; one more than that says that there are others.
 */
export function together(schemas: Iterable<Schema>, model: { readonly schemas: ReadonlyMap<SchemaId, Schema> }, most = Infinity): readonly Schema[] {
  const all = new Set(schemas);
  // A set takes in what is added while it is walked: no row of references is too long for the stack.
  for (const { ref, allOf = [] } of all) {
    if (all.size > most) break;
    const target = ref === undefined ? undefined : model.schemas.get(ref);
    if (target !== undefined) all.add(target);
    for (const part of allOf) all.add(part);
  }
  return [...all];
}
