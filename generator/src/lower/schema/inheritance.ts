import type { Schema, SchemaId } from "../../model/schemas/schema.js";

/**
 * Parents that list their heirs: `Pet` is `oneOf: [Cat, Dog]`, and `Cat` is `allOf: [Pet, …]`. By the letter each needs the other without
 * end (JSON Schema Core §9.4.1 leaves that undefined); what every author means is that a `Cat` has what `Pet` says besides its choice.
 * So heirs refer to the parent without its choice: the same written schema with a meaning of its own, `#/components/schemas/Pet~base`.
 */
export function separateParents(schemas: Map<SchemaId, Schema>): void {
  // The map grows and changes while it is walked: a parent may be an heir itself, and must be seen as such.
  for (const [id, parent] of schemas) {
    const heirs = parent.oneOf || parent.anyOf ? listedHeirs(id, parent, schemas) : undefined;
    if (!heirs || heirs.size === 0) continue;
    const base = `${id}~base`;
    const { oneOf: _oneOf, anyOf: _anyOf, discriminator: _discriminator, ...rest } = parent;
    schemas.set(base, { ...rest, id: base });
    for (const heir of heirs) {
      const schema = schemas.get(heir);
      if (schema) schemas.set(heir, inherit(schema, id, base));
    }
  }
}

/** The schemas that are asked about the same value when the parent's choice is, and need the parent to hold. */
function listedHeirs(id: SchemaId, parent: Schema, schemas: ReadonlyMap<SchemaId, Schema>): Set<SchemaId> {
  const found = new Set<SchemaId>();
  const visited = new Set<SchemaId>();
  const waiting = choices(parent).flatMap(referencedSchemas);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visited.has(next) || next === id) continue;
    visited.add(next);
    const schema = schemas.get(next);
    if (!schema) continue;
    // Another name for the parent is no heir: that loop has no meaning, and check reports it.
    if (held(schema).includes(id) && !isAlias(schema)) found.add(next);
    waiting.push(...referencedSchemas(schema));
  }
  return found;
}

function isAlias(schema: Schema): boolean {
  return Object.keys(schema).every((key) => key === "id" || key === "place" || key === "ref" || key === "annotations");
}

/** The schemas that must hold wherever this one does. */
function held(schema: Schema): SchemaId[] {
  return [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? []).flatMap(held)];
}

function choices(schema: Schema): readonly Schema[] {
  return [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
}

/** The schemas that this one or one of its branches asks about the same value. */
function referencedSchemas(schema: Schema): SchemaId[] {
  return [...held(schema), ...[...(schema.allOf ?? []), ...choices(schema)].flatMap(referencedSchemas)];
}

function inherit(schema: Schema, parent: SchemaId, base: SchemaId): Schema {
  return {
    ...schema,
    ...(schema.ref === parent && { ref: base }),
    ...(schema.allOf && { allOf: schema.allOf.map((part) => inherit(part, parent, base)) }),
  };
}
