import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { numberedCycles, stronglyConnected } from "../../algorithms/strongly-connected.js";
import { memoize } from "../../algorithms/memoize.js";
import { subschemas } from "./subschemas.js";

export interface Cycles {
  /** A number for each cycle, by its schemas. Schemas outside any cycle are absent. */
  readonly cycles: ReadonlyMap<SchemaId, number>;
  /** Every schema after its references, ignoring cycles. */
  readonly order: readonly SchemaId[];
}

/** The cycles that references between schemas make. */
export const cyclesOf: (schemas: ReadonlyMap<SchemaId, Schema>) => Cycles = memoize((schemas) => {
  const edges = new Map<SchemaId, SchemaId[]>();
  for (const [id, schema] of schemas)
    edges.set(
      id,
      references(schema).filter((target) => schemas.has(target)),
    );
  const next = (id: SchemaId): readonly SchemaId[] => edges.get(id) ?? [];
  const components = stronglyConnected(edges.keys(), next);
  return { cycles: numberedCycles(components, next), order: components.flat() };
});

/** Whether data of a schema may have any depth: it refers to a recursive schema or is one. */
export function isBottomless(schema: Schema, schemas: ReadonlyMap<SchemaId, Schema>): boolean {
  const bottomless = bottomlessOf(schemas);
  return references(schema).some((id) => bottomless.has(id));
}

const bottomlessOf = memoize((schemas: ReadonlyMap<SchemaId, Schema>): ReadonlySet<SchemaId> => {
  const { cycles, order } = cyclesOf(schemas);
  const found = new Set(cycles.keys());
  for (const id of order) {
    const schema = schemas.get(id);
    if (schema !== undefined && references(schema).some((target) => found.has(target))) found.add(id);
  }
  return found;
});

/** The schemas that a schema refers to, wherever in it. */
export const references: (schema: Schema) => readonly SchemaId[] = memoize((schema) => {
  const found: SchemaId[] = [];
  forEachPart(schema, ({ ref }) => void (ref !== undefined && found.push(ref)));
  return found;
});

/** The same, including those reached only by discriminators. */
export function linksOf(schema: Schema): SchemaId[] {
  const found: SchemaId[] = [];
  forEachPart(schema, ({ ref, discriminator }) => {
    if (ref !== undefined) found.push(ref);
    if (discriminator !== undefined) for (const id of discriminator.mapping.values()) found.push(id);
  });
  return found;
}

/** A schema and all schemas that are written in it. */
export function forEachPart(schema: Schema, visit: (part: Schema) => void): void {
  const waiting = [schema];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    visit(node);
    // No spread: a schema may have more parts than the stack has room for.
    for (const part of subschemas(node)) waiting.push(part);
  }
}
