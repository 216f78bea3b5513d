import type { ApiModel } from "../../model/api.js";
import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { SchemaRule } from "../rule.js";

/** A branch without the discriminator's property can never be selected by it (OpenAPI 3.1 §4.8.25). */
export const discriminatorProperty: SchemaRule = (schema, report, model) => {
  const { discriminator } = schema;
  if (!discriminator) return;
  const { propertyName, mapping } = discriminator;
  if (model.dialect === "openapi-3.2" && isOptional(schema, model))
    report("discriminator-without-default", { property: propertyName }, child(schema.place, "discriminator"));
  // Inheritance: the parent declares the property for all subtypes.
  if (declares(schema, propertyName, model, new Map())) return;
  for (const id of new Set(mapping.values())) {
    const branch = model.schemas.get(id);
    if (branch && !declares(branch, propertyName, model, new Map())) {
      report("discriminator-without-property", { property: propertyName, branch: id }, child(schema.place, "discriminator"));
    }
  }
};

/**
 * Whether a branch may lack the property without a default branch (OpenAPI 3.2 §4.25, Optional Discriminating Property). In an inheritance
 * the subtypes decide, which a base does not list.
 */
function isOptional(schema: Schema, model: ApiModel): boolean {
  const { discriminator, oneOf, anyOf } = schema;
  const branches = oneOf ?? anyOf;
  if (discriminator === undefined || branches === undefined) return false;
  const { propertyName } = discriminator;
  return (
    !requires(schema, propertyName, model) &&
    branches.some((branch) => declares(branch, propertyName, model, new Map()) && !requires(branch, propertyName, model))
  );
}

function requires(schema: Schema, property: string, model: ApiModel, depth = 0): boolean {
  if (depth > 16) return true;
  const inner = (part: Schema): boolean => requires(part, property, model, depth + 1);
  if (schema.object?.required?.includes(property) === true || schema.allOf?.some(inner) === true) return true;
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  if (target !== undefined && inner(target)) return true;
  const branches = schema.oneOf ?? schema.anyOf;
  return branches !== undefined && branches.length > 0 && branches.every(inner);
}

/** `known` has the result for each visited schema, and "no" during its visit. */
function declares(schema: Schema, property: string, model: ApiModel, known: Map<SchemaId, boolean>): boolean {
  // Deeper inheritance is accepted without a check.
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
  const result = target !== undefined && has(target);
  known.set(id, result);
  return result;
}
