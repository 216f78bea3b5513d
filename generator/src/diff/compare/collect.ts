import type { Difference, Level, Side } from "../change.js";
import type { Context, Root } from "./context.js";
import { ruleByCode } from "../rules/rules.js";
import type { Pair, SchemaDifference } from "./pair.js";
import type { SchemaComparison } from "./schemas.js";

/** A schema difference with the bodies that it reaches: one finding per cause, however many operations share the schema. */
export interface Reached {
  readonly difference: Difference;
  /** The nearest body, for the witness. */
  readonly root?: Root;
  /** All of them. */
  readonly roots?: readonly Root[];
}

/** Schema differences with every operation that reaches them. A schema that nothing reaches cannot break the wire and is left out here. */
export function collectSchemaDifferences(context: Context): readonly Reached[] {
  const rootsByPair = new Map<Pair, Root[]>();
  for (const root of context.roots) rootsByPair.set(root.pair, [...(rootsByPair.get(root.pair) ?? []), root]);
  const order = new Map<string, number>();
  for (const root of context.roots) if (!order.has(root.operation)) order.set(root.operation, order.size);

  const reached: Reached[] = [];
  for (const side of ["request", "response"] as const) {
    const comparison = context.comparison(side);
    for (const pair of comparison.pairs.values()) {
      for (const [harmless, differences] of byHarmlessness(pair, side)) {
        const { roots, nearest } = upward(pair, side, rootsByPair, (above) => harmless(comparison, above));
        if (nearest === undefined) continue;
        const sorted = [...new Set(roots.map(({ operation }) => operation))].toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        for (const { code, places, parameters, step } of differences) {
          // Of a parameter itself it is told with the parameter.
          if (code === "default-changed" && !nearest.root.isBody && nearest.path.length === 0) continue;
          const path = step === undefined ? nearest.path : [...nearest.path, step];
          const told = code === "xml-changed" ? [...new Set(roots.filter(({ isXml }) => isXml).map(({ operation }) => operation))] : sorted;
          if (code === "xml-changed" && told.length === 0) continue;
          reached.push({ difference: { code, side, places, parameters, path, operations: told }, root: nearest.root, roots });
        }
      }
    }
  }
  return reached;
}

/** Whether values tell that a difference inside the pair changes nothing for who is asked about. */
type Harmless = (comparison: SchemaComparison, pair: Pair) => boolean;

const never: Harmless = () => false;
/** One set of values in two spellings. */
const isEqual: Harmless = (comparison, pair) => comparison.isStillAllowed(pair) && comparison.wasExpected(pair);
/** The same, where it is a guess which branch became which: what the branches seem to differ in is no difference. */
const isEqualUnion: Harmless = (comparison, pair) => pair.branched && isEqual(comparison, pair);
/** Who sends is asked whether the old values are still allowed; who reads, whether the new ones were expected. */
const isContained: Readonly<Record<Side, Harmless>> = {
  request: (comparison, pair) => comparison.isStillAllowed(pair),
  response: (comparison, pair) => comparison.wasExpected(pair),
};

/**
 * Bodies in which something changed that none of the given changes explains, though containment is not proved: branches of a `oneOf` that
 * came to overlap, for example. One per pair of schemas. Where properties came or went, an open object is not contained in the strict sense.
 */
export function unexplainedRoots(context: Context, reached: readonly Reached[]): readonly Root[] {
  const explained = new Set<Pair>();
  const touched = new Map<Pair, Root>();
  for (const { difference, roots = [] } of reached) {
    const rule = ruleByCode.get(difference.code);
    const about = rule?.about;
    for (const root of roots) {
      if (about !== undefined && !touched.has(root.pair)) touched.set(root.pair, root);
      if (about === "names" || isAlarm(rule?.level(difference.parameters)[root.side])) explained.add(root.pair);
    }
  }
  return [...touched.values()].filter(
    (root) => root.isBody && !explained.has(root.pair) && !isContained[root.side](context.comparison(root.side), root.pair),
  );
}

/** By the book, whatever a team's policy makes of it. */
function isAlarm(level: Level | undefined): boolean {
  return level === "breaking" || level === "warning";
}

/** The differences of a pair by what would make them harmless, in their order. */
function byHarmlessness(pair: Pair, side: Side): ReadonlyMap<Harmless, readonly SchemaDifference[]> {
  const groups = new Map<Harmless, SchemaDifference[]>();
  for (const difference of pair.differences) {
    const rule = ruleByCode.get(difference.code);
    const level = rule?.level(difference.parameters)[side];
    let harmless = never;
    if (rule?.about === "values") harmless = level === "safe" || level === undefined ? isEqual : isContained[side];
    else if (rule?.about === "names") harmless = isEqualUnion;
    groups.set(harmless, [...(groups.get(harmless) ?? []), difference]);
  }
  return groups;
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
  isHarmless: (pair: Pair) => boolean,
): { roots: readonly Root[]; nearest: Nearest | undefined } {
  const roots: Root[] = [];
  let nearest: Nearest | undefined;
  const seen = new Set<Pair>([start]);
  const queue: { pair: Pair; path: readonly string[] }[] = [{ pair: start, path: [] }];
  for (let next = 0; next < queue.length; next += 1) {
    const { pair, path } = queue[next] as (typeof queue)[number];
    if (isHarmless(pair)) continue;
    for (const root of rootsByPair.get(pair) ?? []) {
      if (root.side !== side) continue;
      roots.push(root);
      if (nearest === undefined || (!nearest.root.isBody && root.isBody)) nearest = { root, path };
    }
    for (const parent of pair.parents) {
      if (seen.has(parent.pair)) continue;
      seen.add(parent.pair);
      queue.push({ pair: parent.pair, path: [parent.step, ...path] });
    }
  }
  return { roots, nearest };
}
