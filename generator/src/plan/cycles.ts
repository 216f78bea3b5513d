import type { Schema, SchemaId } from "../model/schema.js";
import { subschemas } from "./subschemas.js";

export interface Cycles {
  /** A number for each cycle, by the nodes that stand in it. Nodes outside any cycle are absent. */
  readonly cycles: ReadonlyMap<SchemaId, number>;
  /** Every node after those that it leads to, cycles aside. */
  readonly order: readonly SchemaId[];
}

/** The cycles that references between schemas make. */
export function cyclesOf(schemas: ReadonlyMap<SchemaId, Schema>): Cycles {
  const edges = new Map<SchemaId, SchemaId[]>();
  for (const [id, schema] of schemas)
    edges.set(
      id,
      references(schema).filter((target) => schemas.has(target)),
    );
  return stronglyConnected(edges);
}

/** Tarjan's strongly connected components, without recursion: documents may chain references deeply. */
export function stronglyConnected(edges: ReadonlyMap<string, readonly string[]>): Cycles {
  const found = new Map<SchemaId, number>();
  const finished: SchemaId[] = [];
  const order = new Map<SchemaId, number>();
  const low = new Map<SchemaId, number>();
  const open: SchemaId[] = [];
  const isOpen = new Set<SchemaId>();
  let component = 0;
  for (const start of edges.keys()) {
    if (order.has(start)) continue;
    const path: { readonly id: SchemaId; next: number }[] = [];
    const enter = (id: SchemaId): void => {
      order.set(id, order.size);
      low.set(id, order.size - 1);
      open.push(id);
      isOpen.add(id);
      path.push({ id, next: 0 });
    };
    enter(start);
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const { id } = frame;
      const target = edges.get(id)?.[frame.next++];
      if (target !== undefined) {
        if (!order.has(target)) enter(target);
        else if (isOpen.has(target)) low.set(id, Math.min(low.get(id) ?? 0, order.get(target) ?? 0));
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low.set(parent.id, Math.min(low.get(parent.id) ?? 0, low.get(id) ?? 0));
      if (low.get(id) !== order.get(id)) continue;
      const members = open.splice(open.lastIndexOf(id));
      for (const member of members) {
        isOpen.delete(member);
        finished.push(member);
      }
      component++;
      if (members.length > 1 || edges.get(id)?.includes(id) === true) for (const member of members) found.set(member, component);
    }
  }
  return { cycles: found, order: finished };
}

/** The schemas that a schema refers to, wherever in it. */
export function references(schema: Schema): SchemaId[] {
  const found: SchemaId[] = [];
  const waiting = [schema];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.ref !== undefined) found.push(node.ref);
    // No spread: a schema may have more parts than the stack has room for.
    for (const part of subschemas(node)) waiting.push(part);
  }
  return found;
}
