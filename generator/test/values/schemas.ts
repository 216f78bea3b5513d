import { lowerSchema } from "../../src/compile/lower-schema.js";
import type { Json, Schema } from "../../src/model/index.js";

/** A schema in the model, with the schemas that it refers to: `#`, `#/$defs/name`. */
export function modelOf(document: Json): { readonly schema: Schema; readonly schemas: ReadonlyMap<string, Schema> } {
  const { root, schemas } = lowerSchema(document, { dialect: "openapi-3.1" });
  return { schema: root, schemas };
}
