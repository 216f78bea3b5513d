import type { Parameter } from "../api.js";

/** Described elsewhere, whatever stands here (OpenAPI 3.1 §4.8.12.1). */
const elsewhere = new Set(["accept", "content-type", "authorization"]);

/** Whether a header parameter says nothing: OpenAPI tells everyone to ignore it. */
export function isIgnored({ in: location, name }: Pick<Parameter, "in" | "name">): boolean {
  return location === "header" && elsewhere.has(name.toLowerCase());
}
