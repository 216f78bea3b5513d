import type { ApiModel, Schema } from "tallystick/model";

/** The schema, its references and the parts of its `allOf`: all that apply together. */
export function conjuncts(model: Pick<ApiModel, "schemas">, schema: Schema, visited = new Set<Schema>()): readonly Schema[] {
  if (visited.has(schema)) return [];
  visited.add(schema);
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  return [schema, ...(target ? conjuncts(model, target, visited) : []), ...(schema.allOf ?? []).flatMap((part) => conjuncts(model, part, visited))];
}

export interface PropertySchema {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  readonly isReadOnly: boolean;
  readonly isWriteOnly: boolean;
}

/** The properties that every value of a schema can have, by name. */
export function propertiesOf(model: Pick<ApiModel, "schemas">, schema: Schema | undefined): ReadonlyMap<string, PropertySchema> {
  const found = new Map<string, PropertySchema>();
  if (schema === undefined) return found;
  const parts = conjuncts(model, schema);
  const required = new Set(parts.flatMap(({ object }) => object?.required ?? []));
  for (const part of parts) {
    for (const [name, property] of part.object?.properties ?? []) {
      if (found.has(name)) continue;
      const conjunctsOfProperty = conjuncts(model, property);
      found.set(name, {
        name,
        schema: property,
        isRequired: required.has(name),
        isReadOnly: conjunctsOfProperty.some(({ annotations }) => annotations?.readOnly === true),
        isWriteOnly: conjunctsOfProperty.some(({ annotations }) => annotations?.writeOnly === true),
      });
    }
  }
  return found;
}
