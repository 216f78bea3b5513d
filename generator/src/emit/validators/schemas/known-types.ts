import type { JsonType, Schema } from "../../../model/schemas/schema.js";
import type { SchemaGraph } from "../../../plan/schemas/schema-graph.js";

const known = new WeakMap<Schema, Schema>();
const implied = new WeakSet<Schema>();

/**
 * The schema with its own type added to untyped parts of the same value, such as `then: { required: ["x"] }`: values of
 * other types are rejected before, so the parts only test objects, or lists.
 */
export function withKnownTypes(schema: Schema, graph: SchemaGraph): Schema {
  // Most schemas have no parts, and need not be cached.
  if (!isComposed(schema)) return schema;
  const before = known.get(schema);
  if (before !== undefined) return before;
  const result = make(schema, graph);
  known.set(schema, result);
  return result;
}

function make(schema: Schema, graph: SchemaGraph): Schema {
  const [type, ...more] = schema.type ?? [];
  if (more.length > 0 || (type !== "object" && type !== "array")) return schema;
  const typed = (part: Schema): Schema => {
    // Targets of references have functions of their own, for values of all types.
    if (part.type !== undefined || part[type] === undefined || !isOnlyOf(part, type) || graph.get(part.id) === part) return part;
    const withType: Schema = { ...part, type: [type] };
    implied.add(withType);
    return withType;
  };
  const parts = {
    allOf: schema.allOf?.map(typed),
    anyOf: schema.anyOf?.map(typed),
    oneOf: schema.oneOf?.map(typed),
    not: schema.not && typed(schema.not),
    if: schema.if && typed(schema.if),
    then: schema.then && typed(schema.then),
    else: schema.else && typed(schema.else),
  };
  const given = Object.entries(parts).filter(([, part]) => [part].flat().some((each) => each !== undefined && implied.has(each)));
  return given.length === 0 ? schema : { ...schema, ...Object.fromEntries(given) };
}

/** Whether there are parts that are applied to the same value. */
function isComposed({ allOf, anyOf, oneOf, not, if: condition }: Schema): boolean {
  return allOf !== undefined || anyOf !== undefined || oneOf !== undefined || not !== undefined || condition !== undefined;
}

/** Whether a schema has no keyword for other types. */
function isOnlyOf(
  { ref, number, string, array, object, enum: values, const: value, format }: Schema,
  type: Extract<JsonType, "object" | "array">,
): boolean {
  return [ref, number, string, values, value, format, type === "object" ? array : object].every((each) => each === undefined);
}
