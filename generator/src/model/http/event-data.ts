import type { MediaType } from "../api.js";
import { resolved } from "../resolved.js";
import type { Schema, SchemaId } from "../schemas/schema.js";

/** The subject of an event stream's schema: the data of an event as JSON or text, or (`itemSchema` of OpenAPI 3.2) the whole event. */
export function eventData(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): "json" | "text" | "whole" {
  if (describesEvent(media.itemSchema, schemas)) return "whole";
  const described = media.itemSchema ?? media.schema;
  if (described === undefined) return "text";
  const { type } = resolved(described, schemas);
  return type?.length === 1 && type[0] === "string" ? "text" : "json";
}

/** Whether a schema describes an event: an object with `data`, or with fields of events only, in each variant. */
function describesEvent(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>, depth = 0): boolean {
  if (schema === undefined || depth > deepest) return false;
  const shape = resolved(schema, schemas);
  const inner = (part: Schema): boolean => describesEvent(part, schemas, depth + 1);
  const names = [...(shape.object?.properties?.keys() ?? [])];
  // An event may be described by its name alone.
  const isEvent = names.includes("data") || (names.includes("event") && names.every((name) => /^(?:event|id|retry)$/.test(name)));
  return isEvent || (shape.anyOf ?? shape.oneOf)?.every(inner) === true || shape.allOf?.some(inner) === true;
}

/** The maximum depth of compositions, which may be recursive. */
const deepest = 8;
