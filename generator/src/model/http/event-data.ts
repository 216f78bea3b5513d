import type { MediaType } from "../api.js";
import { resolved } from "../resolved.js";
import type { Schema, SchemaId } from "../schemas/schema.js";

/** What the schema of an event stream speaks of: each event's data as JSON or as text, or (OpenAPI 3.2's `itemSchema`) the whole event. */
export function eventData(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): "json" | "text" | "whole" {
  if (describesEvent(media.itemSchema, schemas)) return "whole";
  const described = media.itemSchema ?? media.schema;
  if (described === undefined) return "text";
  const { type } = resolved(described, schemas);
  return type?.length === 1 && type[0] === "string" ? "text" : "json";
}

/** Whether what a schema describes is an event: an object with `data`, or with no other fields than those of an event, in each of its forms. */
function describesEvent(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>, depth = 0): boolean {
  if (schema === undefined || depth > deepest) return false;
  const shape = resolved(schema, schemas);
  const inner = (part: Schema): boolean => describesEvent(part, schemas, depth + 1);
  const names = [...(shape.object?.properties?.keys() ?? [])];
  // An event may be described by its name alone.
  const isEvent = names.includes("data") || (names.includes("event") && names.every((name) => /^(?:event|id|retry)$/.test(name)));
  return isEvent || (shape.anyOf ?? shape.oneOf)?.every(inner) === true || shape.allOf?.some(inner) === true;
}

/** Compositions that are looked into: one may lead back to itself. */
const deepest = 8;
