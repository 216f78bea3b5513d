import type { Schema } from "../../model/schemas/schema.js";
import type { Context } from "../context.js";
import type { Part } from "./part.js";

/** Fields of parameters and headers that are also names of schema keywords. */
const own: ReadonlySet<string> = new Set(["description", "required", "deprecated", "example", "examples"]);

/**
 * The schema keywords among the fields of a parameter or header without `schema`: Swagger 2.0 has them there, and manual migrations to 3.x may
 * keep them. Returns `undefined` without a type.
 */
export function inlineSchema(context: Context, part: Part): Schema | undefined {
  if (!part.has("type")) return undefined;
  context.report("as-in-swagger-2", { field: "type", as: "schema" }, part.at("type"));
  const { keywords } = context.schemas.dialect;
  return context.schemas.lower(
    Object.fromEntries(Object.entries(part.value).filter(([field]) => keywords.has(field) && !own.has(field))),
    part.place,
  );
}
