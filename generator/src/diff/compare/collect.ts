import type { Difference, Side } from "../change.js";
import type { Context, Root } from "./context.js";
import type { Pair } from "./pair.js";

/** A schema difference with the bodies that it reaches: one finding per cause, however many operations share the schema. */
export interface Reached {
  readonly difference: Difference;
  /** The nearest body, for the witness. */
  readonly root?: Root;
}

/** Schema differences with every operation that reaches them. A schema that nothing reaches cannot break the wire and is left out here. */
export function collectSchemaDifferences(context: Context): readonly Reached[] {
  const rootsByPair = new Map<Pair, Root[]>();
  for (const root of context.roots) rootsByPair.set(root.pair, [...(rootsByPair.get(root.pair) ?? []), root]);
  const order = new Map<string, number>();
  for (const root of context.roots) if (!order.has(root.operation)) order.set(root.operation, order.size);

  const reached: Reached[] = [];
  for (const side of ["request", "response"] as const) {
    for (const pair of context.pairs(side)) {
      if (pair.differences.length === 0) continue;
      const { operations, nearest } = upward(pair, side, rootsByPair);
      if (nearest === undefined) continue;
      const sorted = [...operations].toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      for (const { code, places, parameters, step } of pair.differences) {
        const path = step === undefined ? nearest.path : [...nearest.path, step];
        reached.push({ difference: { code, side, places, parameters, path, operations: sorted }, root: nearest.root });
      }
    }
  }
  return reached;
}

interface Nearest {
  readonly root: Root;
  readonly path: readonly string[];
}

/** Breadth first, so that the first body met is the nearest; bodies before parameters, because a witness needs a whole value. */
function upward(
  start: Pair,
  side: Side,
  rootsByPair: ReadonlyMap<Pair, readonly Root[]>,
): { operations: ReadonlySet<string>; nearest: Nearest | undefined } {
  const operations = new Set<string>();
  let nearest: Nearest | undefined;
  const seen = new Set<Pair>([start]);
  const queue: { pair: Pair; path: readonly string[] }[] = [{ pair: start, path: [] }];
  for (let next = 0; next < queue.length; next += 1) {
    const { pair, path } = queue[next] as (typeof queue)[number];
    for (const root of rootsByPair.get(pair) ?? []) {
      if (root.side !== side) continue;
      operations.add(root.operation);
      if (nearest === undefined || (!nearest.root.isBody && root.isBody)) nearest = { root, path };
    }
    for (const parent of pair.parents) {
      if (seen.has(parent.pair)) continue;
      seen.add(parent.pair);
      queue.push({ pair: parent.pair, path: [parent.step, ...path] });
    }
  }
  return { operations, nearest };
}
