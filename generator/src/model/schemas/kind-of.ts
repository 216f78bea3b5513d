import type { ApiModel } from "../api.js";
import type { Schema } from "./schema.js";

/** The kind of a schema's values: `mixed` if there are several. */
export type Kind = "scalar" | "array" | "object" | "mixed";

/** The kind of values, through references and unions. */
export function kindOf(model: Pick<ApiModel, "schemas">, schema: Schema, depth = 0): Kind {
  if (depth > 10) return "mixed";
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  if (target) return kindOf(model, target, depth + 1);
  const types = schema.type?.filter((type) => type !== "null");
  if (types !== undefined && types.length > 0) {
    const kinds = new Set(types.map((type) => (type === "array" || type === "object" ? type : "scalar")));
    const [only] = kinds;
    return kinds.size === 1 && only !== undefined ? only : "mixed";
  }
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (parts.length > 0) {
    const kinds = new Set(parts.map((part) => kindOf(model, part, depth + 1)));
    const [only] = kinds;
    return kinds.size === 1 && only !== undefined ? only : "mixed";
  }
  if (schema.object?.properties?.size) return "object";
  if (schema.array?.items) return "array";
  return "scalar";
}
