import type { ApiModel } from "../model/api.js";
import type { Schema } from "../model/schemas/schema.js";

/** The schema, its parts, and the schemas that they refer to. */
export function partsOf(schema: Schema, model: Pick<ApiModel, "schemas">): readonly Schema[] {
  const parts = new Set([schema]);
  // A set grows while it is iterated.
  for (const { ref, allOf = [], anyOf = [], oneOf = [] } of parts) {
    const target = ref === undefined ? undefined : model.schemas.get(ref);
    for (const part of [...(target === undefined ? [] : [target]), ...allOf, ...anyOf, ...oneOf]) parts.add(part);
  }
  return [...parts];
}

/** The schemas of each property, in the schema, its parts and its branches. */
export function propertiesOf(schema: Schema, model: Pick<ApiModel, "schemas">): ReadonlyMap<string, readonly Schema[]> {
  const found = new Map<string, Schema[]>();
  for (const { object } of partsOf(schema, model))
    for (const [name, property] of object?.properties ?? []) found.set(name, [...(found.get(name) ?? []), property]);
  return found;
}
