import type { Schema } from "../../../model/schema.js";
import type { Scope } from "../keyword.js";

/**
 * Whether testing a value before reporting on it would be wasted: where the schema leads back to where we are (each level
 * would test all the levels below it again), or where the report is no longer than the test.
 */
export function repeats(schema: Schema, scope: Scope): boolean {
  const { graph, root } = scope.module;
  if (graph.leadsBack(schema, root.id)) return true;
  if (schema.ref !== undefined) return graph.isRecursive(schema.ref);
  return (
    schema.object === undefined &&
    schema.array === undefined &&
    schema.anyOf === undefined &&
    schema.oneOf === undefined &&
    schema.allOf === undefined
  );
}
