import type { ApiModel, Operation } from "../../model/api.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { memoize } from "../../algorithms/memoize.js";
import { forEachPart, references } from "./cycles.js";
import type { Direction, SchemaPlan, ValidatorNames } from "../plan.js";
import { withUsers } from "./referrers.js";

/**
 * Whether a property is omitted in a direction: `readOnly` in requests, `writeOnly` in responses (OpenAPI 3.1 §4.8.24).
 * The mark may be that of the reference's target or of an `allOf` part.
 */
export function omitted(property: Schema, direction: Direction, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  const annotation = direction === "request" ? "readOnly" : "writeOnly";
  if (property.annotations?.[annotation] === true) return true;
  // Most properties refer to nothing.
  if (property.ref === undefined && property.allOf === undefined) return false;
  return isMarked(property, annotation, markedSchemas(schemas)[annotation]);
}

type Mark = "readOnly" | "writeOnly";

function isMarked({ annotations, ref, allOf }: Schema, mark: Mark, named: ReadonlySet<SchemaId>): boolean {
  if (annotations?.[mark] === true || (ref !== undefined && named.has(ref))) return true;
  return allOf?.some((part) => isMarked(part, mark, named)) ?? false;
}

/** The named schemas that are marked themselves, or by their parts: each property needs that information. */
const markedSchemas = memoize((schemas: ReadonlyMap<SchemaId, Schema>): Readonly<Record<Mark, ReadonlySet<SchemaId>>> => ({
  readOnly: markedBy("readOnly", schemas),
  writeOnly: markedBy("writeOnly", schemas),
}));

function markedBy(mark: Mark, schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<SchemaId> {
  const found = new Set<SchemaId>();
  for (const [id, schema] of schemas) if (isMarked(schema, mark, found)) found.add(id);
  return withUsers(found, schemas, composedOf);
}

function composedOf({ ref, allOf }: Schema): readonly SchemaId[] {
  const behind = allOf?.flatMap(composedOf) ?? none;
  return ref === undefined ? behind : [ref, ...behind];
}

const none: readonly SchemaId[] = [];

/** The schemas, by id, whose request and response variants differ: they have such a property, or reach a schema that has one. */
export function directionalSchemas({ schemas }: Pick<ApiModel, "schemas">): ReadonlySet<SchemaId> {
  return directionalOf(schemas);
}

const directionalOf = memoize((schemas: ApiModel["schemas"]) => {
  const found = new Set<SchemaId>();
  for (const [id, schema] of schemas) if (isDirectional(schema, found, schemas)) found.add(id);
  return withUsers(found, schemas, references);
});

/** Whether an inline schema (a body's) has two forms. */
export function isDirectional(schema: Schema, directional: ReadonlySet<SchemaId>, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  let result = false;
  forEachPart(schema, (node) => {
    if (node.ref !== undefined && directional.has(node.ref)) result = true;
    for (const property of node.object?.properties?.values() ?? []) {
      if (omitted(property, "request", schemas) || omitted(property, "response", schemas)) result = true;
    }
  });
  return result;
}

/**
 * The direction of an operation's request and of its responses. A request of a webhook or callback was written by the other side: it is read, like a
 * response.
 */
export function directionsOf({ kind }: Pick<Operation, "kind">): { readonly sent: Direction; readonly received: Direction } {
  return kind === "path" ? { sent: "request", received: "response" } : { sent: "response", received: "request" };
}

/** The names of a schema as a direction has it. */
export function namesFor(schema: SchemaPlan, direction: Direction | undefined): ValidatorNames {
  return direction === "request" && schema.request !== undefined ? schema.request : schema;
}
