import type { Schema } from "./schema.js";

const identity: ReadonlySet<string> = new Set(["id", "place", "annotations", "spelled"]);

/** Whether a schema accepts any value because it has no assertion. */
export function isUnconstrained(schema: Schema): boolean {
  return Object.keys(schema).every((key) => identity.has(key));
}
