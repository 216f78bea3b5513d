import type { ApiModel } from "../../model/api.js";
import { child } from "../../model/place.js";
import type { Schema } from "../../model/schema.js";
import type { SchemaRule } from "../rule.js";

/** A branch that does not have the discriminator's property can never be told by it (OpenAPI 3.1 §4.8.25). */
export const discriminatorProperty: SchemaRule = (schema, report, model) => {
  const { discriminator } = schema;
  if (!discriminator) return;
  const { propertyName, mapping } = discriminator;
  // Inheritance: the parent declares the property for all of its heirs.
  if (declares(schema, propertyName, model, new Set())) return;
  for (const id of new Set(mapping.values())) {
    const branch = model.schemas.get(id);
    if (branch && !declares(branch, propertyName, model, new Set())) {
      report("discriminator-without-property", { property: propertyName, branch: id }, child(schema.place, "discriminator"));
    }
  }
};

function declares(schema: Schema, property: string, model: ApiModel, seen: Set<string>): boolean {
  if (schema.object?.properties?.has(property) || schema.object?.required?.includes(property)) return true;
  const target = schema.ref === undefined || seen.has(schema.ref) ? undefined : model.schemas.get(schema.ref);
  if (schema.ref !== undefined) seen.add(schema.ref);
  if (target && declares(target, property, model, seen)) return true;
  if (schema.allOf?.some((part) => declares(part, property, model, seen))) return true;
  return [schema.anyOf, schema.oneOf].some(
    (branches) => branches && branches.length > 0 && branches.every((part) => declares(part, property, model, seen)),
  );
}
