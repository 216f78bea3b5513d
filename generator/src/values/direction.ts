import type { Json, JsonObject } from "../model/json.js";
import type { Schema } from "../model/schemas/schema.js";
import { directionalSchemas, isDirectional } from "../plan/schemas/directions.js";
import type { Direction } from "../plan/plan.js";
import { accepts, type Schemas } from "./evaluate/evaluate.js";
import { hidden, propertySchemas } from "./evaluate/properties.js";
import { setOwn } from "./json.js";

/**
 * An example for one direction. Documents show a complete object: with the `readOnly` properties that requests omit, and the
 * `writeOnly` ones that responses omit (OpenAPI 3.1 §4.8.24).
 */
export function inDirection(value: Json, schema: Schema, model: Schemas, direction: Direction | undefined): Json {
  if (direction === undefined || typeof value !== "object" || value === null || !hasDirections(schema, model)) return value;
  return sentPart(value, [schema], model, direction);
}

const perModel = new WeakMap<Schemas["schemas"], WeakMap<Schema, boolean>>();

function hasDirections(schema: Schema, model: Schemas): boolean {
  let known = perModel.get(model.schemas);
  if (known === undefined) perModel.set(model.schemas, (known = new WeakMap()));
  let result = known.get(schema);
  if (result === undefined) known.set(schema, (result = isDirectional(schema, directionalSchemas(model), model.schemas)));
  return result;
}

function sentPart(value: Json, schemas: readonly Schema[], model: Schemas, direction: Direction): Json {
  if (typeof value !== "object" || value === null || schemas.length === 0) return value;
  const applied = new Set<Schema>();
  for (const schema of schemas) apply(schema, value, model, direction, applied);
  const parts = [...applied];
  if (Array.isArray(value))
    return value.map((item, index) =>
      sentPart(
        item,
        parts.flatMap(({ array }) => array?.prefixItems?.[index] ?? array?.items ?? []),
        model,
        direction,
      ),
    );
  const sent: Record<string, Json> = {};
  for (const [name, property] of Object.entries(value as JsonObject)) {
    const own = parts.flatMap((part) => propertySchemas(part, name));
    if (!own.some((each) => hidden(each, model, direction))) setOwn(sent, name, sentPart(property, own, model, direction));
  }
  return sent;
}

/** The schemas of a value in place: the schema, its references, its parts, and the matching branches. */
function apply(schema: Schema, value: Json, model: Schemas, direction: Direction, applied: Set<Schema>): void {
  if (applied.has(schema)) return;
  applied.add(schema);
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  if (target !== undefined) apply(target, value, model, direction, applied);
  for (const part of schema.allOf ?? []) apply(part, value, model, direction, applied);
  for (const union of [schema.oneOf, schema.anyOf])
    for (const branch of union ?? []) if (accepts(branch, value, model, { direction })) apply(branch, value, model, direction, applied);
}
