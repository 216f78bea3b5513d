import type { ApiModel } from "../../model/api.js";
import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import type { SchemaRule } from "../rule.js";
import { walkSchemas } from "../walk.js";

/**
 * A name that an object requires and nothing describes, as a misspelled one, or that of a property which has gone: objects are refused for lacking it.
 * What is a part of another schema is left alone, for the other parts may describe it.
 */
export const requiredNotDescribed: SchemaRule = (schema, report, model) => {
  const { properties, required, additionalProperties, patternProperties } = schema.object ?? {};
  // An object that describes nothing is open on purpose; what describes every other name describes these.
  if (required === undefined || properties === undefined || patternProperties !== undefined || describes(additionalProperties)) return;
  if (required.every((name) => properties.has(name)) || /\/(?:(?:allOf|anyOf|oneOf)\/\d+|not|if|then|else)$/.test(schema.place.pointer)) return;
  const described = namesOf(schema, model.schemas);
  for (const [index, name] of required.entries()) {
    if (described.has(name)) continue;
    if (partsOfModel(model).has(schema.id)) return;
    report("required-not-described", { name }, child(schema.place, "required", index));
  }
};

/** Whether `additionalProperties` says something of the names that `properties` does not have; whether it forbids them is another rule's to say. */
function describes(schema: Schema | undefined): boolean {
  return (
    schema !== undefined && (schema.boolean === false || Object.keys(schema).some((key) => key !== "id" && key !== "place" && key !== "boolean"))
  );
}

/** What is asked about the same value as the schema around it. */
function partsOf(schema: Schema): readonly Schema[] {
  const { allOf = [], anyOf = [], oneOf = [], not, if: condition, then, else: otherwise, object } = schema;
  const single = [not, condition, then, otherwise].filter((part) => part !== undefined);
  return [...allOf, ...anyOf, ...oneOf, ...single, ...(object?.dependentSchemas?.values() ?? [])];
}

/** The names that a schema, what it refers to or any part of it describes. */
function namesOf(schema: Schema, schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<Schema>([schema]);
  // A set takes in what is added while it is walked.
  for (const part of seen) {
    for (const name of part.object?.properties?.keys() ?? []) names.add(name);
    const target = part.ref === undefined ? undefined : schemas.get(part.ref);
    if (target !== undefined) seen.add(target);
    for (const further of partsOf(part)) seen.add(further);
  }
  return names;
}

const known = new WeakMap<ApiModel, ReadonlySet<SchemaId>>();

/** The named schemas that are a part of another one somewhere. Asked for few documents. */
function partsOfModel(model: ApiModel): ReadonlySet<SchemaId> {
  const before = known.get(model);
  if (before !== undefined) return before;
  const parts = new Set<SchemaId>();
  walkSchemas(model, (schema) => {
    for (const { ref } of partsOf(schema)) if (ref !== undefined) parts.add(ref);
  });
  known.set(model, parts);
  return parts;
}
