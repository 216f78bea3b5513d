import type { ApiModel, Schema } from "tallystick/model";

/** The schema, its references, the parts of its `allOf` and the value of a union with null: all that apply together. */
export function conjuncts(model: Pick<ApiModel, "schemas">, schema: Schema, visited = new Set<Schema>()): readonly Schema[] {
  if (visited.has(schema)) return [];
  visited.add(schema);
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  const value = valueBesideNull(schema);
  return [
    schema,
    ...(target ? conjuncts(model, target, visited) : []),
    ...(schema.allOf ?? []).flatMap((part) => conjuncts(model, part, visited)),
    ...(value === undefined ? [] : conjuncts(model, value, visited).map(orNull)),
  ];
}

/** The other branch of a union with null: `anyOf: [{ type: string }, { type: null }]` is how a value that may be null is often written. */
function valueBesideNull({ anyOf, oneOf }: Schema): Schema | undefined {
  const branches = anyOf ?? oneOf ?? [];
  const isNull = ({ type }: Schema): boolean => type?.length === 1 && type[0] === "null";
  const [value, another] = branches.filter((branch) => !isNull(branch));
  return branches.length === 2 && another === undefined ? value : undefined;
}

const nullable = new WeakMap<Schema, Schema>();

/** The assertions of a schema, which null passes as well. */
function orNull(schema: Schema): Schema {
  const known = nullable.get(schema);
  if (known !== undefined) return known;
  const { ref: _ref, allOf: _allOf, const: only, ...rest } = schema;
  const listed = rest.enum ?? (only === undefined ? undefined : [only]);
  const changed = { ...rest, ...(rest.type && { type: [...rest.type, "null" as const] }), ...(listed && { enum: [...listed, null] }) };
  nullable.set(schema, changed);
  return changed;
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
