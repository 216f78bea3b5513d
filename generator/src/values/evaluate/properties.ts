import type { Schema } from "../../model/schemas/schema.js";
import { omitted } from "../../plan/schemas/directions.js";
import type { Direction } from "../../plan/plan.js";
import type { Schemas } from "./evaluate.js";
import { matches } from "../strings/regex.js";

/** The schemas that `properties`, `patternProperties` and `additionalProperties` of one schema put on a property. */
export function propertySchemas(schema: Schema, name: string): readonly Schema[] {
  const keywords = schema.object;
  if (keywords === undefined) return none;
  const { properties, patternProperties, additionalProperties } = keywords;
  const own = properties?.get(name);
  if (patternProperties === undefined) {
    const only = own ?? additionalProperties;
    return only === undefined ? none : [only];
  }
  const found = own === undefined ? [] : [own];
  for (const [pattern, part] of patternProperties) if (matches(pattern, name) === true) found.push(part);
  if (found.length === 0 && additionalProperties !== undefined) found.push(additionalProperties);
  return found;
}

const none: readonly Schema[] = [];

/** Whether a property is not there in this direction. */
export function hidden(property: Schema | undefined, model: Schemas, direction: Direction | undefined): boolean {
  return property !== undefined && direction !== undefined && omitted(property, direction, model.schemas);
}
