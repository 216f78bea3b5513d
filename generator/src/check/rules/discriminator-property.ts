import type { ApiModel } from "../../model/api.js";
import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { SchemaRule } from "../rule.js";

/** A branch that does not have the discriminator's property can never be told by it (OpenAPI 3.1 §4.8.25). */
export const discriminatorProperty: SchemaRule = (schema, report, model) => {
  const { discriminator } = schema;
  if (!discriminator) return;
  const { propertyName, mapping } = discriminator;
  // Inheritance: the parent declares the property for all of its heirs.
  if (declares(schema, propertyName, model, new Map())) return;
  for (const id of new Set(mapping.values())) {
    const branch = model.schemas.get(id);
    if (branch && !declares(branch, propertyName, model, new Map())) {
      report("discriminator-without-property", { property: propertyName, branch: id }, child(schema.place, "discriminator"));
    }
  }
};

/** `known` holds the answer for each schema that was asked, and "no" while it is being asked. */
function declares(schema: Schema, property: string, model: ApiModel, known: Map<SchemaId, boolean>): boolean {
  // Nobody inherits over so many steps; who pretends to is believed.
  if (known.size > 500) return true;
  const has = (part: Schema): boolean => declares(part, property, model, known);
  if (schema.object?.properties?.has(property) || schema.object?.required?.includes(property)) return true;
  if (schema.ref !== undefined && declaresAt(schema.ref, known, model, has)) return true;
  if (schema.allOf?.some(has)) return true;
  return [schema.anyOf, schema.oneOf].some((branches) => branches && branches.length > 0 && branches.every(has));
}

function declaresAt(id: SchemaId, known: Map<SchemaId, boolean>, model: ApiModel, has: (schema: Schema) => boolean): boolean {
  const before = known.get(id);
  if (before !== undefined) return before;
  known.set(id, false);
  const target = model.schemas.get(id);
  const answer = target !== undefined && has(target);
  known.set(id, answer);
  return answer;
}
