import type { Schema, SchemaId } from "./schema.js";

/**
 * Schemas and all that apply with them: their references, and the parts of their `allOf`.
 * @param most The maximum number returned; one more means that there are others.
 */
export function together(schemas: Iterable<Schema>, model: { readonly schemas: ReadonlyMap<SchemaId, Schema> }, most = Infinity): readonly Schema[] {
  const all = new Set(schemas);
  // The loop also visits members added during iteration, so a chain of references needs no stack.
  for (const { ref, allOf = [] } of all) {
    if (all.size > most) break;
    const target = ref === undefined ? undefined : model.schemas.get(ref);
    if (target !== undefined) all.add(target);
    for (const part of allOf) all.add(part);
  }
  return [...all];
}
