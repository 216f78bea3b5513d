import type { Schema } from "../../model/schemas/schema.js";

/** Every schema written directly inside this one, in the order of the keywords in the model. References are not followed. */
export function subschemas(schema: Schema): readonly Schema[] {
  const { string, array, object, allOf, anyOf, oneOf, not, if: condition, then, else: otherwise } = schema;
  // Most schemas hold no others.
  if ((string?.contentSchema ?? array ?? object ?? allOf ?? anyOf ?? oneOf ?? not ?? condition ?? then ?? otherwise) === undefined) return none;
  const found: Schema[] = [];
  if (string?.contentSchema !== undefined) found.push(string.contentSchema);
  if (array !== undefined) {
    if (array.prefixItems !== undefined) found.push(...array.prefixItems);
    if (array.items !== undefined) found.push(array.items);
    if (array.contains !== undefined) found.push(array.contains);
    if (array.unevaluatedItems !== undefined) found.push(array.unevaluatedItems);
  }
  if (object !== undefined) {
    // No spread: a document may have 100,000 properties, and arguments live on the stack.
    for (const property of object.properties?.values() ?? []) found.push(property);
    if (object.additionalProperties !== undefined) found.push(object.additionalProperties);
    for (const property of object.patternProperties?.values() ?? []) found.push(property);
    if (object.propertyNames !== undefined) found.push(object.propertyNames);
    for (const dependent of object.dependentSchemas?.values() ?? []) found.push(dependent);
    if (object.unevaluatedProperties !== undefined) found.push(object.unevaluatedProperties);
  }
  for (const branch of allOf ?? []) found.push(branch);
  for (const branch of anyOf ?? []) found.push(branch);
  for (const branch of oneOf ?? []) found.push(branch);
  if (not !== undefined) found.push(not);
  if (condition !== undefined) found.push(condition);
  if (then !== undefined) found.push(then);
  if (otherwise !== undefined) found.push(otherwise);
  return found;
}

const none: readonly Schema[] = [];
