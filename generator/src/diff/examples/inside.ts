import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import { take } from "../../values/json.js";
import type { Difference, Side } from "../change.js";
import type { Root } from "../compare/context.js";
import type { Pair } from "../compare/schemas/pair.js";
import { SchemaComparison } from "../compare/schemas/schemas.js";
import { AlternativeResolver } from "../variants/alternative-resolver.js";
import { nodeOf } from "../variants/node.js";
import type { Step } from "../step.js";
import type { Judges } from "./witness.js";

/** Values that are tried of each difference inside the keyword. */
const mostOfEach = 300;
/** Keywords whose inner keywords are searched. */
const deepest = 2;

/** Bodies worth trying for a difference, as `attempts` makes them of one schema. */
export type Attempts = (
  difference: Difference,
  root: Root,
  accepting: Schema,
  acceptedBy: "old" | "new",
  judges: Judges,
  depth: number,
) => Iterable<Json>;

/**
 * Values that the schemas inside of a keyword distinguish: no longer rejected by `not`, or newly satisfying a condition. The two
 * are compared like the schemas of a body, and each difference has values of its own.
 */
export function* valuesInside({ hints }: Difference, side: Side, judges: Judges, depth: number, attempts: Attempts): Generator<Json> {
  const { old = [], new: next = [] } = hints ?? {};
  if (depth >= deepest || old.length !== next.length) return;
  for (const [index, before] of old.entries()) {
    const schemas = { old: before, new: next[index] as Schema };
    const comparison = new SchemaComparison(
      new AlternativeResolver(judges.models.old, side),
      new AlternativeResolver(judges.models.new, side),
      false,
    );
    const start = comparison.compare(nodeOf(schemas.old), nodeOf(schemas.new));
    const root: Root = { pair: start, operation: "", side, schemas };
    for (const pair of comparison.pairs)
      for (const { code, places, parameters, hints: within, step } of pair.differences) {
        const path = [...pathTo(pair, start), ...(step === undefined ? [] : [step])];
        const difference: Difference = { code, side, places, parameters, path, operations: [], ...(within && { hints: within }) };
        for (const acceptedBy of ["old", "new"] as const)
          yield* take(attempts(difference, root, schemas[acceptedBy], acceptedBy, judges, depth + 1), mostOfEach);
      }
  }
}

/** The shortest way down: every pair was reached from the first one. */
function pathTo(pair: Pair, start: Pair): readonly Step[] {
  const paths = new Map<Pair, readonly Step[]>([[pair, []]]);
  // The loop also visits members added during iteration.
  for (const [current, path] of paths) {
    if (current === start) return path;
    for (const { pair: parent, step } of current.parents) if (!paths.has(parent)) paths.set(parent, step === undefined ? path : [step, ...path]);
  }
  return [];
}
