import type { Parameter } from "../api.js";

/** Described elsewhere in the document (OpenAPI 3.1 §4.8.12.1). */
const describedElsewhere = new Set(["accept", "content-type", "authorization"]);

/** Whether OpenAPI requires a header parameter to be ignored. */
export function isIgnored({ in: location, name }: Pick<Parameter, "in" | "name">): boolean {
  return location === "header" && describedElsewhere.has(name.toLowerCase());
}
