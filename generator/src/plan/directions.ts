import type { ApiModel } from "../model/api.js";
import type { Schema, SchemaId } from "../model/schema.js";
import type { Direction, SchemaPlan, ValidatorNames } from "./plan.js";
import { subschemas } from "./subschemas.js";

/**
 * Whether a property is left out of a direction: `readOnly` ones are never sent, `writeOnly` ones never come back (OpenAPI 3.1 §4.8.24).
 * A reference has what its target says, and an `allOf` what one of its parts says.
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

const marked = new WeakMap<ReadonlyMap<SchemaId, Schema>, Readonly<Record<Mark, ReadonlySet<SchemaId>>>>();

/** The named schemas that are marked themselves, or by what they are composed of: each property asks for those of its own. */
function markedSchemas(schemas: ReadonlyMap<SchemaId, Schema>): Readonly<Record<Mark, ReadonlySet<SchemaId>>> {
  let known = marked.get(schemas);
  if (known === undefined) marked.set(schemas, (known = { readOnly: markedBy("readOnly", schemas), writeOnly: markedBy("writeOnly", schemas) }));
  return known;
}

function markedBy(mark: Mark, schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<SchemaId> {
  const found = new Set<SchemaId>();
  const users = new Map<SchemaId, SchemaId[]>();
  for (const [id, schema] of schemas) {
    if (isMarked(schema, mark, found)) found.add(id);
    for (const target of composedOf(schema)) {
      const list = users.get(target);
      if (list === undefined) users.set(target, [id]);
      else list.push(id);
    }
  }
  // A set takes in what is added while it is walked.
  for (const id of found) for (const user of users.get(id) ?? []) found.add(user);
  return found;
}

function composedOf({ ref, allOf }: Schema): readonly SchemaId[] {
  const behind = allOf?.flatMap(composedOf) ?? none;
  return ref === undefined ? behind : [ref, ...behind];
}

const none: readonly SchemaId[] = [];

const perSchemas = new WeakMap<ApiModel["schemas"], ReadonlySet<SchemaId>>();

/** The schemas, by id, whose request and response forms differ: they have such a property, or reach a schema that has one. */
export function directionalSchemas(model: Pick<ApiModel, "schemas">): ReadonlySet<SchemaId> {
  let directional = perSchemas.get(model.schemas);
  if (directional === undefined) perSchemas.set(model.schemas, (directional = findDirectional(model)));
  return directional;
}

function findDirectional(model: Pick<ApiModel, "schemas">): ReadonlySet<SchemaId> {
  const users = new Map<SchemaId, SchemaId[]>();
  const found = new Set<SchemaId>();
  for (const [id, schema] of model.schemas) {
    walk(schema, (node) => {
      if (node.ref !== undefined) {
        const list = users.get(node.ref);
        if (list === undefined) users.set(node.ref, [id]);
        else list.push(id);
      }
      for (const property of node.object?.properties?.values() ?? []) {
        if (omitted(property, "request", model.schemas) || omitted(property, "response", model.schemas)) found.add(id);
      }
    });
  }
  const waiting = [...found];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const user of users.get(id) ?? []) {
      if (found.has(user)) continue;
      found.add(user);
      waiting.push(user);
    }
  }
  return found;
}

/** Whether an inline schema (a body's) has two forms. */
export function isDirectional(schema: Schema, directional: ReadonlySet<SchemaId>, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  let answer = false;
  walk(schema, (node) => {
    if (node.ref !== undefined && directional.has(node.ref)) answer = true;
    for (const property of node.object?.properties?.values() ?? []) {
      if (omitted(property, "request", schemas) || omitted(property, "response", schemas)) answer = true;
    }
  });
  return answer;
}

function walk(schema: Schema, visit: (schema: Schema) => void): void {
  const waiting: Schema[] = [schema];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    visit(node);
    for (const inner of subschemas(node)) waiting.push(inner);
  }
}

/** The names of a schema as a direction has it. */
export function namesFor(schema: SchemaPlan, direction: Direction | undefined): ValidatorNames {
  return direction === "request" && schema.request !== undefined ? schema.request : schema;
}
