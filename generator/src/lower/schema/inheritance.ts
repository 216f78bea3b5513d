import type { Schema, SchemaId } from "../../model/schemas/schema.js";

/**
 * Parents that list their subtypes: `Pet` is `oneOf: [Cat, Dog]`, and `Cat` is `allOf: [Pet, …]`. Strictly, each needs the other without
 * end (JSON Schema Core §9.4.1 leaves that undefined). The intended meaning is that `Cat` has all of `Pet` except its choice.
 * So subtypes refer to the parent without its choice: a second schema of the same source, `#/components/schemas/Pet~base`.
 */
export function separateParents(schemas: Map<SchemaId, Schema>): void {
  // The map grows and changes during iteration: a parent may be a subtype itself and must be handled as such.
  for (const [id, parent] of schemas) {
    const subtypes = parent.oneOf || parent.anyOf ? listedSubtypes(id, parent, schemas) : undefined;
    if (!subtypes || subtypes.size === 0) continue;
    const base = `${id}~base`;
    const { oneOf: _oneOf, anyOf: _anyOf, discriminator: _discriminator, ...rest } = parent;
    schemas.set(base, { ...rest, id: base });
    for (const subtype of subtypes) {
      const schema = schemas.get(subtype);
      if (schema) schemas.set(subtype, inherit(schema, id, base));
    }
  }
}

/** The schemas that apply to the same value as the parent's choice, and refer to the parent. */
function listedSubtypes(id: SchemaId, parent: Schema, schemas: ReadonlyMap<SchemaId, Schema>): Set<SchemaId> {
  const found = new Set<SchemaId>();
  const visited = new Set<SchemaId>();
  const waiting = choices(parent).flatMap(referencedSchemas);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visited.has(next) || next === id) continue;
    visited.add(next);
    const schema = schemas.get(next);
    if (!schema) continue;
    // Another name for the parent is no subtype: that loop has no meaning, and check reports it.
    if (appliedWith(schema).includes(id) && !isAlias(schema)) found.add(next);
    waiting.push(...referencedSchemas(schema));
  }
  return found;
}

function isAlias(schema: Schema): boolean {
  return Object.keys(schema).every((key) => key === "id" || key === "place" || key === "ref" || key === "annotations");
}

/** The schemas that must hold wherever this one does. */
function appliedWith(schema: Schema): SchemaId[] {
  return [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? []).flatMap(appliedWith)];
}

function choices(schema: Schema): readonly Schema[] {
  return [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
}

/** The schemas that this schema or one of its branches applies to the same value. */
function referencedSchemas(schema: Schema): SchemaId[] {
  return [...appliedWith(schema), ...[...(schema.allOf ?? []), ...choices(schema)].flatMap(referencedSchemas)];
}

function inherit(schema: Schema, parent: SchemaId, base: SchemaId): Schema {
  return {
    ...schema,
    ...(schema.ref === parent && { ref: base }),
    ...(schema.allOf && { allOf: schema.allOf.map((part) => inherit(part, parent, base)) }),
  };
}
