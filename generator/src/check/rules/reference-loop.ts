import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import type { ApiRule } from "../rule.js";

/** A schema whose `$ref`s (or members of `allOf`) lead back to it says nothing but itself (JSON Schema Core §9.4.1). */
export const referenceLoop: ApiRule = (model, report) => {
  const done = new Set<SchemaId>();
  for (const id of model.schemas.keys()) {
    const loop = findLoop(id, model.schemas, done, []);
    const schema = loop === undefined ? undefined : model.schemas.get(loop);
    if (schema && loop !== undefined)
      report("reference-loop", { reference: loop }, schema.ref === undefined ? schema.place : child(schema.place, "$ref"));
  }
};

function findLoop(id: SchemaId, schemas: ReadonlyMap<SchemaId, Schema>, done: Set<SchemaId>, path: readonly SchemaId[]): SchemaId | undefined {
  if (path.includes(id)) return id;
  if (done.has(id)) return undefined;
  const schema = schemas.get(id);
  for (const target of schema ? held(schema) : []) {
    const loop = findLoop(target, schemas, done, [...path, id]);
    if (loop !== undefined) return loop;
  }
  done.add(id);
  return undefined;
}

/** The schemas that must hold wherever this one does. */
function held(schema: Schema): SchemaId[] {
  return [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? []).flatMap(held)];
}
