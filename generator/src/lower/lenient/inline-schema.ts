import type { Schema } from "../../model/schemas/schema.js";
import type { Context } from "../context.js";
import type { Part } from "./part.js";

/** What a parameter and a header have of their own, by whatever name a schema may have something, too. */
const own: ReadonlySet<string> = new Set(["description", "required", "deprecated", "example", "examples"]);

/**
 * What a parameter or a header without a schema says of its value: in Swagger 2.0 that stands among its own fields, and whoever moves to 3.x by hand may
 * leave it there. `undefined` where it says no type.
 */
export function schemaBeside(context: Context, part: Part): Schema | undefined {
  if (!part.has("type")) return undefined;
  context.report("as-in-swagger-2", { field: "type", as: "schema" }, part.at("type"));
  const { keywords } = context.schemas.dialect;
  return context.schemas.lower(
    Object.fromEntries(Object.entries(part.value).filter(([field]) => keywords.has(field) && !own.has(field))),
    part.place,
  );
}
