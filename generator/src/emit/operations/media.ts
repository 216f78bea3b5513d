import type { MediaType } from "../../model/api.js";
import type { Schema, SchemaId } from "../../model/schema.js";

/** What kind of body a media type makes: it decides how the body is written, read and typed. */
export type BodyKind = "json" | "form" | "multipart" | "text" | "binary" | "events" | "lines" | "any";

export function bodyKind(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): BodyKind {
  const type = (media.mediaType.split(";")[0] ?? "").trim().toLowerCase();
  if (/^application\/(x-)?(ndjson|jsonl|json-?lines|json-seq)$|\+json-seq$/.test(type)) return "lines";
  if (type === "text/event-stream") return "events";
  if (/[/+]json$/.test(type)) return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type.startsWith("multipart/")) return "multipart";
  if (/^text\/|[/+](xml|yaml|toml|javascript|graphql|sql)$|^application\/x-(yaml|sh)$/.test(type)) return "text";
  if (type.includes("*")) {
    const shape = resolved(media.schema, schemas);
    if (shape?.format === "binary") return "binary";
    return shape?.object !== undefined || shape?.array !== undefined || shape?.type?.some((each) => each !== "string") ? "json" : "any";
  }
  return "binary";
}

/** A schema with its plain references followed. */
export function resolved(schema: Schema | undefined, schemas: ReadonlyMap<SchemaId, Schema>): Schema | undefined {
  let current = schema;
  // A chain of references that never ends is legal to write: the bound keeps us from following it.
  for (let hops = 0; current?.ref !== undefined && hops < 32; hops += 1) current = schemas.get(current.ref);
  return current;
}

/** What the schema of an event stream speaks of: each event's data as JSON or as text, or (OpenAPI 3.2's `itemSchema`) the whole event. */
export function eventData(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): "json" | "text" | "whole" {
  if (resolved(media.itemSchema, schemas)?.object?.properties?.has("data")) return "whole";
  const schema = resolved(media.itemSchema ?? media.schema, schemas);
  return schema === undefined || (schema.type?.length === 1 && schema.type[0] === "string") ? "text" : "json";
}

/** Properties of a multipart body that are files: binary strings, media types of their own, and lists of these. */
export function fileProperties(media: MediaType, schemas: ReadonlyMap<SchemaId, Schema>): string[] {
  const files = new Set<string>();
  const visit = (schema: Schema | undefined, depth: number): void => {
    const shape = resolved(schema, schemas);
    if (shape === undefined || depth > 8) return;
    for (const [name, property] of shape.object?.properties ?? []) {
      const own = resolved(property, schemas);
      const items = resolved(own?.array?.items, schemas);
      if (isFile(own) || isFile(items)) files.add(name);
    }
    for (const part of [...(shape.allOf ?? []), ...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]) visit(part, depth + 1);
  };
  visit(media.schema, 0);
  return [...files];
}

function isFile(schema: Schema | undefined): boolean {
  if (schema === undefined) return false;
  const { contentMediaType, contentEncoding } = schema.string ?? {};
  return schema.format === "binary" || (contentMediaType !== undefined && contentEncoding === undefined && !/json/.test(contentMediaType));
}
