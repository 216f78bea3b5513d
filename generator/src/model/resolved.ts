import type { Schema, SchemaId } from "./schemas/schema.js";

/** References in a row that are followed: a chain that never ends is legal to write. */
const hops = 32;

/** The end of a chain of references; an empty schema if it is circular. */
export function resolved(schema: Schema, schemas: ReadonlyMap<SchemaId, Schema>): Schema;
export function resolved(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>): Schema | undefined;
export function resolved(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>): Schema | undefined {
  let current = schema;
  for (let hop = 0; current?.ref !== undefined && hop < hops; hop++) current = schemas.get(current.ref) ?? { id: "", place: current.place };
  return current;
}
