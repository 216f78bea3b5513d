import type { Schema } from "../../model/schema.js";
import type { Direction } from "../../plan/plan.js";
import type { Schemas } from "./evaluate.js";
import { matches } from "../strings/regex.js";

/** The schemas that `properties`, `patternProperties` and `additionalProperties` of one schema put on a property. */
export function propertySchemas(schema: Schema, name: string): readonly Schema[] {
  const keywords = schema.object;
  if (keywords === undefined) return [];
  const found: Schema[] = [];
  const own = keywords.properties?.get(name);
  if (own !== undefined) found.push(own);
  for (const [pattern, part] of keywords.patternProperties ?? []) if (matches(pattern, name) === true) found.push(part);
  if (found.length === 0 && keywords.additionalProperties !== undefined) found.push(keywords.additionalProperties);
  return found;
}

/** Whether a property is not there in this direction: `readOnly` in requests, `writeOnly` in responses (OpenAPI 3.1 §4.8.24.2). */
export function hidden(property: Schema | undefined, model: Schemas, direction: Direction | undefined): boolean {
  if (property === undefined || direction === undefined) return false;
  const flag = direction === "request" ? "readOnly" : "writeOnly";
  if (property.annotations?.[flag] === true) return true;
  return (property.ref !== undefined || property.allOf !== undefined) && isMarked(property, flag, model, new Set());
}

function isMarked(schema: Schema | undefined, flag: "readOnly" | "writeOnly", model: Schemas, visited: Set<Schema>): boolean {
  if (schema === undefined || visited.has(schema)) return false;
  visited.add(schema);
  if (schema.annotations?.[flag] === true) return true;
  if (schema.ref !== undefined && isMarked(model.schemas.get(schema.ref), flag, model, visited)) return true;
  return schema.allOf?.some((part) => isMarked(part, flag, model, visited)) ?? false;
}
