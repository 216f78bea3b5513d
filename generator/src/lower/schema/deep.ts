import type { Report } from "../../diagnostics/diagnostic.js";
import type { Schema, SchemaId } from "../../model/schema.js";
import { stronglyConnected } from "../../strongly-connected.js";

/** Stages that recurse have stack for a thousand or so. */
const farthest = 700;
/** What a step costs: a union is tried branch by branch, with further calls for each. */
const steps = { reference: 1, part: 1, branch: 3 } as const;

/**
 * Reports the schema that leads on the farthest, where every stage after this could not follow: through `$ref`, `allOf`, `anyOf` and `oneOf`,
 * which all speak of the same value.
 */
export function reportDeepReferences(schemas: ReadonlyMap<SchemaId, Schema>, report: Report): void {
  const targets = new Map<SchemaId, readonly Target[]>();
  for (const [id, schema] of schemas) {
    const found = [...targetsOf(schema, 0)];
    if (found.length > 0) targets.set(id, found);
  }
  const distances = new Map<SchemaId, number>();
  let deepest: { readonly id: SchemaId; readonly distance: number } | undefined;
  // Each after those that it leads to.
  for (const [id] of stronglyConnected(targets.keys(), (each) => targets.get(each)?.map((target) => target.id) ?? [])) {
    if (id === undefined) continue;
    let distance = 0;
    for (const target of targets.get(id) ?? []) distance = Math.max(distance, target.cost + (distances.get(target.id) ?? 0));
    distances.set(id, distance);
    if (distance > (deepest?.distance ?? farthest)) deepest = { id, distance };
  }
  const schema = deepest === undefined ? undefined : schemas.get(deepest.id);
  if (schema !== undefined) report("references-too-deep", undefined, schema.place);
}

interface Target {
  readonly id: SchemaId;
  readonly cost: number;
}

function* targetsOf({ ref, allOf, anyOf, oneOf }: Schema, cost: number): Generator<Target> {
  if (ref !== undefined) yield { id: ref, cost: cost + steps.reference };
  for (const part of allOf ?? []) yield* targetsOf(part, cost + steps.part);
  for (const branches of [anyOf, oneOf]) for (const branch of branches ?? []) yield* targetsOf(branch, cost + steps.branch);
}
