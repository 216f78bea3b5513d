import type { JsonType, Schema } from "../../../model/schemas/schema.js";
import type { SchemaGraph } from "../../../plan/schemas/schema-graph.js";

/**
 * The schema without branches that its own `type` excludes: they count as `false`. The accepted values stay the same, and the compiler,
 * which knows the tested type, does not compare an object with a string (TS2367).
 */
export function withoutExcluded(schema: Schema, graph: SchemaGraph): Schema {
  if (schema.type === undefined || !composes(schema)) return schema;
  return narrowed(schema, new Set(schema.type.includes("number") ? [...schema.type, "integer"] : schema.type), graph);
}

function narrowed(schema: Schema, types: ReadonlySet<JsonType>, graph: SchemaGraph): Schema {
  const branch = (each: Schema): Schema => {
    if (each.boolean !== undefined) return each;
    if (![...graph.types(each)].some((type) => types.has(type))) return { id: each.id, place: each.place, boolean: false };
    return composes(each) && each.ref === undefined && graph.get(each.id) !== each ? narrowed(each, types, graph) : each;
  };
  const all = (branches: readonly Schema[] | undefined): readonly Schema[] | undefined => {
    const found = branches?.map(branch);
    return found?.some((each, index) => each !== branches?.[index]) === true ? found : branches;
  };
  const parts = {
    allOf: all(schema.allOf),
    anyOf: all(schema.anyOf),
    oneOf: all(schema.oneOf),
    not: schema.not && branch(schema.not),
    if: schema.if && branch(schema.if),
  };
  const changed = Object.entries(parts).filter(([keyword, part]) => part !== schema[keyword as keyof typeof parts]);
  // The same object if nothing changes: facts about a schema are cached by identity.
  return changed.length === 0 ? schema : { ...schema, ...Object.fromEntries(changed) };
}

function composes(schema: Schema): boolean {
  return (
    schema.allOf !== undefined || schema.anyOf !== undefined || schema.oneOf !== undefined || schema.not !== undefined || schema.if !== undefined
  );
}
