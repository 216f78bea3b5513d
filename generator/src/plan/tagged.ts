import type { Schema, SchemaId } from "../model/schema.js";
import { forEachPart, references } from "./cycles.js";
import { withUsers } from "./users.js";

const perSchemas = new WeakMap<ReadonlyMap<SchemaId, Schema>, ReadonlySet<SchemaId>>();

/** Whether a schema holds a union with a discriminator, or leads to one that does. */
export function leadsToTags(schema: Schema, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  let leading = perSchemas.get(schemas);
  if (leading === undefined) {
    const holding = [...schemas].filter(([, each]) => holdsTags(each)).map(([id]) => id);
    perSchemas.set(schemas, (leading = withUsers(new Set(holding), schemas, references)));
  }
  if (leading.size > 0 && references(schema).some((id) => leading.has(id))) return true;
  return holdsTags(schema);
}

const known = new WeakMap<Schema, boolean>();

function holdsTags(schema: Schema): boolean {
  let holds = known.get(schema);
  if (holds !== undefined) return holds;
  holds = false;
  forEachPart(schema, ({ discriminator, anyOf, oneOf }) => void (holds ||= discriminator !== undefined && (anyOf ?? oneOf) !== undefined));
  known.set(schema, holds);
  return holds;
}
