import type { Schema } from "../../model/schemas/schema.js";
import { node, type Node } from "./node.js";

const nowhere = { file: "", pointer: "#" };

/** The schema `false`: nothing is a value of it. */
export const nothing: Node = node([{ id: "~nothing", place: nowhere, boolean: false }]);

/** Nothing satisfies it: it is, or contains, the schema `false`. */
export function isNothing(candidate: Node): boolean {
  return candidate.schemas.some((schema) => schema.boolean === false || (schema.not !== undefined && isAnything(schema.not)));
}

/** `true`, `{}`, and a schema of annotations only. */
export function isAnything(schema: Schema): boolean {
  for (const key of Object.keys(schema)) {
    if (key === "id" || key === "place" || key === "annotations" || key === "spelled" || key === "format" || key === "formatIsAnnotation") continue;
    if (key === "boolean" && schema.boolean === true) continue;
    return false;
  }
  return true;
}
