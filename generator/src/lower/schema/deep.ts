import type { Report } from "../../diagnostics/diagnostic.js";
import { depthLimit } from "../../load/limits.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import { stronglyConnected } from "../../strongly-connected.js";
import { asked } from "./endless.js";

/**
 * Reports a schema from which more references lead on, one after the other, than every stage after this may follow: through `$ref`, `allOf`,
 * `anyOf` and `oneOf`, which all speak of the same value. The longest such way is reported, once.
 */
export function reportDeepReferences(schemas: ReadonlyMap<SchemaId, Schema>, report: Report): void {
  const targets = new Map<SchemaId, readonly SchemaId[]>();
  for (const [id, schema] of schemas) {
    const found = asked(schema);
    if (found.length > 0) targets.set(id, found);
  }
  if (targets.size <= depthLimit) return;
  const depths = new Map<SchemaId, number>();
  let deepest: { readonly id: SchemaId; readonly depth: number } | undefined;
  // Each after those that it leads to.
  for (const [id] of stronglyConnected(targets.keys(), (each) => targets.get(each) ?? [])) {
    if (id === undefined) continue;
    const depth = 1 + (targets.get(id) ?? []).reduce((most, target) => Math.max(most, depths.get(target) ?? 0), 0);
    depths.set(id, depth);
    if (depth > (deepest?.depth ?? depthLimit)) deepest = { id, depth };
  }
  const schema = deepest === undefined ? undefined : schemas.get(deepest.id);
  if (schema !== undefined) report("references-too-deep", { limit: depthLimit }, schema.place);
}
