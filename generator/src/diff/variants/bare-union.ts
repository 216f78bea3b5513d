import type { Schema } from "../../model/schemas/schema.js";
import { memoize } from "../../algorithms/memoize.js";

/**
 * A union with a `defaultMapping` (OpenAPI 3.2 §4.25, Discriminator Object) like any other union with a discriminator: without constraints on the
 * property, which is compared by itself.
 */
export function bareUnion(schema: Schema): Schema {
  return schema.annotations?.defaultMapping === undefined ? schema : withoutTags(schema);
}

const withoutTags = memoize((schema: Schema): Schema => {
  const { anyOf: _, ...others } = schema;
  return { ...others, [schema.spelled?.["anyOf"] === "oneOf" ? "oneOf" : "anyOf"]: schema.annotations?.defaultMapping?.branches };
});
