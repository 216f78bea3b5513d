import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schema.js";
import { hidden } from "../../values/index.js";
import type { Side } from "../change.js";

/** `readOnly` does not exist in requests, `writeOnly` not in responses (OpenAPI 3.1 §4.8.24). */
export function isAbsent(property: Schema, model: ApiModel, side: Side): boolean {
  const { ref, allOf, annotations } = property;
  // Asked of every property of a document: nothing is walked for those that refer to nothing.
  if (ref === undefined && allOf === undefined) return annotations?.[side === "request" ? "readOnly" : "writeOnly"] === true;
  return hidden(property, model, side);
}
