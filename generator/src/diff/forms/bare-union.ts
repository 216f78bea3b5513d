import type { Schema } from "../../model/schema.js";

const bare = new WeakMap<Schema, Schema>();

/**
 * A union with a `defaultMapping` (OpenAPI 3.2 §4.25, Discriminator Object) as any other union that has a discriminator: its branches say nothing of the tag, which is compared by itself.
 */
export function bareUnion(schema: Schema): Schema {
  const said = schema.annotations?.defaultMapping;
  if (said === undefined) return schema;
  let known = bare.get(schema);
  if (known === undefined) {
    const { anyOf: _, ...others } = schema;
    bare.set(schema, (known = { ...others, [schema.spelled?.["anyOf"] === "oneOf" ? "oneOf" : "anyOf"]: said.branches }));
  }
  return known;
}
