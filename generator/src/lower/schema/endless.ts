import type { Losses } from "../losses.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import { loops } from "../../model/schemas/loops.js";
import { child } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";

/**
 * Removes references that lead back to a schema without a constraint on the value (JSON Schema Core §9.4.1 leaves their meaning
 * undefined). The rest has the intended meaning: `A` as `anyOf: [A, string]` is string, `A` as `allOf: [A, B]` is `B`,
 * and two names for each other accept everything. Each removed reference is reported.
 */
export function withoutEndlessReferences(schemas: ReadonlyMap<SchemaId, Schema>, report: Report, losses: Losses): ReadonlyMap<SchemaId, Schema> {
  const looping = loops(schemas);
  if (looping.size === 0) return schemas;
  const result = new Map(schemas);
  const visited = new Set<SchemaId>();
  const open = new Set<SchemaId>();
  for (const start of schemas.keys()) {
    if (!looping.has(start) || visited.has(start)) continue;
    // By hand: a document may chain schemas by the thousand.
    const path = [enter(start)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const target = frame.targets.pop();
      if (target === undefined) {
        open.delete(frame.id);
        path.pop();
      } else if (open.has(target)) {
        const schema = result.get(frame.id);
        if (schema)
          result.set(
            frame.id,
            without(schema, target, (at) => leaveOut(at, target)),
          );
      } else if (!visited.has(target)) path.push(enter(target));
    }
  }
  return result;

  function leaveOut(schema: Schema, reference: SchemaId): void {
    const place = child(schema.place, "$ref");
    losses.add("keyword", place);
    report("endless-reference", { reference }, place);
  }

  function enter(id: SchemaId): { readonly id: SchemaId; readonly targets: SchemaId[] } {
    visited.add(id);
    open.add(id);
    const schema = schemas.get(id);
    const targets = schema === undefined ? [] : [...new Set(referencedSchemas(schema))].filter((target) => looping.has(target));
    return { id, targets: targets.toReversed() };
  }
}

/** The schemas that apply to the same value through references, `allOf`, `anyOf` and `oneOf`. */
function referencedSchemas(schema: Schema): SchemaId[] {
  return [
    ...appliedWith(schema),
    ...choices(schema).flatMap(referencedSchemas),
    ...(schema.allOf ?? []).flatMap((part) => choices(part).flatMap(referencedSchemas)),
  ];
}

/** Those that have to hold wherever this one does. */
function appliedWith({ ref, allOf }: Schema): SchemaId[] {
  return [...(ref === undefined ? [] : [ref]), ...(allOf ?? []).flatMap(appliedWith)];
}

function choices({ anyOf, oneOf }: Schema): readonly Schema[] {
  return [...(anyOf ?? []), ...(oneOf ?? [])];
}

function without(schema: Schema, target: SchemaId, leaveOut: (schema: Schema) => void): Schema {
  const { ref, allOf, anyOf, oneOf, discriminator, ...rest } = schema;
  if (ref === target) leaveOut(schema);
  const parts = allOf?.map((part) => without(part, target, leaveOut)).filter((part) => !isUnconstrained(part));
  // A branch that holds only where the whole does decides nothing.
  const branches = (list: readonly Schema[] | undefined): readonly Schema[] | undefined =>
    list?.flatMap((branch) => {
      const left = without(branch, target, leaveOut);
      return appliedWith(branch).includes(target) ? [] : [left];
    });
  const [any, one] = [branches(anyOf), branches(oneOf)];
  return {
    ...rest,
    ...(ref === undefined || ref === target ? {} : { ref }),
    ...(parts === undefined || parts.length === 0 ? {} : { allOf: parts }),
    ...(any === undefined || any.length === 0 ? {} : { anyOf: any }),
    ...(one === undefined || one.length === 0 ? {} : { oneOf: one }),
    ...(discriminator === undefined
      ? {}
      : { discriminator: { ...discriminator, mapping: new Map([...discriminator.mapping].filter(([, id]) => id !== target)) } }),
  };
}

/** The rest of a part that consisted of the reference only. */
function isUnconstrained(schema: Schema): boolean {
  return Object.keys(schema).every((key) => key === "id" || key === "place" || key === "spelled");
}
