import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { ApiRule } from "../rule.js";
import { loops } from "../../model/schemas/loops.js";

/** A schema that requires itself has no finite value: `Node` with a required `next: Node`. */
export const noFiniteValue: ApiRule = (model, report) => {
  // Another rule reports a loop that consists of references only.
  const finite = finiteSchemas(model.schemas, loops(model.schemas));
  for (const [id, schema] of model.schemas) if (!finite.has(id)) report("no-finite-value", { schema: id }, schema.place);
};

/**
 * The schemas with a finite value, as far as recursion decides: starting with `known`, schemas that are finite given those so far are added
 * until none is left. Other constraints (bounds, formats) count as satisfiable.
 */
function finiteSchemas(schemas: ReadonlyMap<SchemaId, Schema>, known: ReadonlySet<SchemaId>): ReadonlySet<SchemaId> {
  const finite = new Set<SchemaId>(known);
  const dependents = new Map<SchemaId, Set<SchemaId>>();
  let waiting: Iterable<SchemaId> = schemas.keys();
  for (;;) {
    const next = new Set<SchemaId>();
    for (const id of waiting) {
      const schema = schemas.get(id);
      if (!schema || finite.has(id)) continue;
      const needed = new Set<SchemaId>();
      if (hasFiniteValue(schema, finite, needed)) {
        finite.add(id);
        for (const dependent of dependents.get(id) ?? []) next.add(dependent);
      } else {
        for (const other of needed) dependents.set(other, (dependents.get(other) ?? new Set()).add(id));
      }
    }
    if (next.size === 0) return finite;
    waiting = next;
  }
}

/** `needed` collects the schemas that would change a "no". */
function hasFiniteValue(schema: Schema, finite: ReadonlySet<SchemaId>, needed: Set<SchemaId>): boolean {
  const holds = (part: Schema): boolean => hasFiniteValue(part, finite, needed);
  if (schema.boolean !== undefined) return true;
  if (schema.ref !== undefined && !finite.has(schema.ref)) {
    needed.add(schema.ref);
    return false;
  }
  if (schema.allOf && !schema.allOf.every(holds)) return false;
  if (schema.anyOf && !schema.anyOf.some(holds)) return false;
  if (schema.oneOf && !schema.oneOf.some(holds)) return false;
  if (schema.const !== undefined || schema.enum) return true;
  const types = schema.type ?? ["object", "array", "string"];
  return types.some((type) => (type === "object" ? objectIsFinite(schema, holds) : type === "array" ? arrayIsFinite(schema, holds) : true));
}

function objectIsFinite({ object }: Schema, holds: (part: Schema) => boolean): boolean {
  return (object?.required ?? []).every((name) => {
    const property = object?.properties?.get(name);
    return !property || holds(property);
  });
}

function arrayIsFinite({ array }: Schema, holds: (part: Schema) => boolean): boolean {
  const least = array?.minItems ?? 0;
  if (least === 0) return true;
  const prefix = (array?.prefixItems ?? []).slice(0, least);
  return prefix.every(holds) && (prefix.length >= least || !array?.items || holds(array.items));
}
