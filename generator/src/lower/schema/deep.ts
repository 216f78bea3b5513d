import type { Report } from "../../diagnostics/diagnostic.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { stronglyConnected } from "../../algorithms/strongly-connected.js";

/** Recursive stages have stack for about a thousand references. The largest of a thousand real documents needs 46. */
const farthest = 700;
/** The cost of a step: a value is compared with all schemas of a chain, and branches are tried one by one, so time is polynomial in the length. */
const steps = { reference: 1, part: 6, branch: 10 } as const;

/**
 * Reports a schema whose chain is too deep for later stages: through `$ref`, `allOf`, `anyOf`, `oneOf`, `not`, `if`
 * and `dependentSchemas`, which all apply to the same value.
 * @returns Whether there is one.
 */
export function reportDeepReferences(schemas: ReadonlyMap<SchemaId, Schema>, report: Report): boolean {
  const targets = new Map<SchemaId, readonly Target[]>();
  for (const [id, schema] of schemas) {
    const found = [...targetsOf(schema, 0)];
    if (found.length > 0) targets.set(id, found);
  }
  const distances = new Map<SchemaId, number>();
  let deepest: { readonly id: SchemaId; readonly distance: number } | undefined;
  // In an order in which each schema follows its targets.
  for (const [id] of stronglyConnected(targets.keys(), (each) => targets.get(each)?.map((target) => target.id) ?? [])) {
    if (id === undefined) continue;
    let distance = 0;
    for (const target of targets.get(id) ?? []) distance = Math.max(distance, target.cost + (distances.get(target.id) ?? 0));
    distances.set(id, distance);
    if (distance > (deepest?.distance ?? farthest)) deepest = { id, distance };
  }
  const schema = deepest === undefined ? undefined : schemas.get(deepest.id);
  if (schema !== undefined) report("references-too-deep", undefined, schema.place);
  return schema !== undefined;
}

interface Target {
  readonly id: SchemaId;
  readonly cost: number;
}

function* targetsOf(schema: Schema, cost: number): Generator<Target> {
  const { ref, allOf = [], anyOf = [], oneOf = [], not, if: condition, then, else: otherwise, object } = schema;
  if (ref !== undefined) yield { id: ref, cost: cost + steps.reference };
  for (const part of allOf) yield* targetsOf(part, cost + steps.part);
  for (const branch of [...anyOf, ...oneOf, not, condition, then, otherwise, ...(object?.dependentSchemas?.values() ?? [])])
    if (branch !== undefined) yield* targetsOf(branch, cost + steps.branch);
}
