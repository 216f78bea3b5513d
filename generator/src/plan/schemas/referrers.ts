import type { Schema, SchemaId } from "../../model/schemas/schema.js";

type Targets = (schema: Schema) => readonly SchemaId[];

/** By each schema, those with a direct reference to it, once per reference. */
export function referrersOf(schemas: ReadonlyMap<SchemaId, Schema>, targetsOf: Targets): ReadonlyMap<SchemaId, readonly SchemaId[]> {
  const users = new Map<SchemaId, SchemaId[]>();
  for (const [id, schema] of schemas) {
    for (const target of targetsOf(schema)) {
      const list = users.get(target);
      if (list === undefined) users.set(target, [id]);
      else list.push(id);
    }
  }
  return users;
}

/** These schemas and all that reach them. Adds them in place. */
export function withUsers(found: Set<SchemaId>, schemas: ReadonlyMap<SchemaId, Schema>, targetsOf: Targets): ReadonlySet<SchemaId> {
  if (found.size === 0) return found;
  const users = referrersOf(schemas, targetsOf);
  // The loop also visits members added during iteration.
  for (const id of found) for (const user of users.get(id) ?? []) found.add(user);
  return found;
}
