import type { Json } from "../../model/json.js";
import type { Place } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { Draft } from "./draft.js";

/** A union whose discriminator has a `defaultMapping`. */
export interface OpenUnion {
  readonly schema: Draft["schema"];
  readonly propertyName: string;
  /** The mapping names of each branch. */
  readonly mapping: ReadonlyMap<string, SchemaId>;
  /** The branch for values without the property or with an unmapped one. */
  readonly rest: SchemaId | undefined;
  readonly place: Place;
}

/** The discriminator property as a branch describes it. */
export interface DiscriminatorProperty {
  /** The values that the branch allows for the property, if limited. */
  readonly values: readonly Json[] | undefined;
  readonly required: boolean;
  /** Whether one way leaves it out. */
  readonly isOneWay: boolean;
}

/**
 * Selects the branch by the property's value, and the default branch for all other values (OpenAPI 3.2 §4.25, Discriminator Object): each branch
 * is restricted to its values, and the default branch excludes them. If the branches contradict that, only the branches decide. The discriminator
 * stays as an annotation for comparisons of documents.
 *
 * @param namesOf The values of a branch, as they are on the wire.
 */
export function chooseByDefault(
  { schema, propertyName, mapping, rest, place }: OpenUnion,
  namesOf: (branch: SchemaId, property: DiscriminatorProperty) => readonly Json[],
  saidBy: (branch: SchemaId) => DiscriminatorProperty,
  isObject: (branch: Schema) => boolean,
): void {
  const branches = schema.anyOf ?? [];
  const objects = branches.filter(isObject);
  if (rest === undefined) return;
  const schemaByTag = new Map<string | number | boolean, SchemaId>(mapping);
  for (const { ref } of objects)
    if (ref !== undefined && ref !== rest)
      for (const name of namesOf(ref, saidBy(ref))) if (isTag(name) && !schemaByTag.has(name)) schemaByTag.set(name, ref);
  schema.annotations = { ...schema.annotations, defaultMapping: { propertyName, mapping: schemaByTag, rest, branches } };
  if (!objects.some(({ ref }) => ref === rest) || objects.some(({ ref, object, not }) => (ref && (object ?? not)) !== undefined)) return;
  const names = new Map<SchemaId, readonly Json[]>();
  for (const { ref } of objects) {
    if (ref === undefined) return;
    const property = saidBy(ref);
    if (property.isOneWay) return;
    if (ref === rest) continue;
    const own = namesOf(ref, property);
    if (!own.every((name) => property.values?.includes(name) !== false)) return;
    names.set(ref, own);
  }
  const all = [...names.values()].flat();
  schema.anyOf = branches.map((branch) => {
    if (branch.ref === undefined || !objects.includes(branch) || all.length === 0) return branch;
    const own = names.get(branch.ref);
    if (own === undefined) return { ...branch, not: held(`${branch.id}~default`, all), spelled: { ...branch.spelled, not: "" } };
    const { values, required } = saidBy(branch.ref);
    if (required && values?.every((value) => own.includes(value)) === true) return branch;
    const { object, spelled } = held(branch.id, own);
    return { ...branch, object, spelled: { ...branch.spelled, ...spelled } };
  });

  /** That an object has the property, with one of some values. */
  function held(
    id: SchemaId,
    values: readonly Json[],
  ): Pick<Schema, "id" | "place" | "object" | "spelled"> & { readonly object: NonNullable<Schema["object"]>; readonly type: ["object"] } {
    const property: Schema = { id: `${id}~${propertyName}`, place, enum: values, spelled: { enum: "" } };
    const object = { properties: new Map([[propertyName, property]]), required: [propertyName] };
    return { id, place, type: ["object"], object, spelled: { type: "", properties: "", required: "" } };
  }
}

function isTag(value: Json): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
