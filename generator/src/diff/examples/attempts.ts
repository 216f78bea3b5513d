import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import { take } from "../../values/json.js";
import type { Difference } from "../change.js";
import type { Root } from "../compare/context.js";
import { keysOf } from "../step.js";
import { memoize } from "../../algorithms/memoize.js";
import { bodiesAlong } from "./along.js";
import { bodies, place, spelled, valueAt } from "./bodies.js";
import { candidatesFor } from "./candidates.js";
import { hintedValues } from "./hints.js";
import { valuesInside } from "./inside.js";
import { partsOf } from "./effort.js";
import { absent, unchanged, type Leaf } from "./leaf.js";
import { along } from "./shrink.js";
import { neighbours } from "./neighbours.js";
import type { Judges } from "./witness.js";

/** Bodies to try: as generated, with other values at the location of the difference, and of branches. */
export function* attempts(
  difference: Difference,
  root: Root,
  accepting: Schema,
  acceptedBy: "old" | "new",
  judges: Judges,
  depth: number = 0,
): Generator<Json> {
  const { code } = difference;
  const path = keysOf(difference.path ?? []);
  // Which branch a value is of, and whether it meets a condition, is up to the draw.
  const isChance = ["union-branch", "values-changed", "constraint"].some((part) => code.startsWith(part));
  const draws = isChance ? 24 : 3;
  const drawn = (version: "old" | "new", schema: Schema): Iterable<Json> => bodies(schema, judges.models[version], root.side, draws);
  const search: Search = {
    difference,
    path,
    // Several paths may give the same value: it is tried once.
    ...(path.length === 0 && { whole: new Set() }),
    branches: [...unvisited(hintedValues(difference, root, acceptedBy, judges), new Set())],
    made: () => inOrder(drawn(acceptedBy, accepting), bodiesAlong(accepting, path, judges.models[acceptedBy], root.side)),
  };
  yield* atThePlace(search);
  if (!isChance) return;
  if (code.startsWith("constraint"))
    yield* withWhatDiffersInside(search, take(unvisited(valuesInside(difference, root.side, judges, depth, attempts), new Set()), mostInside));
  // Values that only one of the two accepts are usually similar to common ones.
  const other = acceptedBy === "old" ? "new" : "old";
  const refusing = root.schemas[other];
  yield* take(near(search, refusing === undefined ? [] : drawn(other, refusing)), mostNear);
}

/** The inputs of a search for one difference. */
interface Search {
  readonly difference: Difference;
  readonly path: readonly string[];
  /** Whole values that were tried, if the path selects no part. */
  readonly whole?: Set<string>;
  /** Values of branches, and of the schemas inside the keyword. */
  readonly branches: readonly Json[];
  readonly made: () => Iterable<Json>;
}

/** Bodies as generated, and with values between the two documents at the location of the difference. */
function* atThePlace({ difference, path, whole, branches, made }: Search): Generator<Json> {
  if (whole !== undefined) {
    // A branch has values that a draw of the whole may never be.
    for (const leaf of unvisited([...branches, ...branches.flatMap((branch) => candidatesFor(difference, branch))], whole))
      if (leaf !== unchanged && leaf !== absent) yield leaf;
  }
  const leaves = whole === undefined ? branches : [];
  for (const body of aloneFirst(path, made)) yield* within(body, path, whole, (value) => [...leaves, ...candidatesFor(difference, value)]);
}

/** Bodies with values that the schemas inside the keyword distinguish. */
function* withWhatDiffersInside({ path, whole, made }: Search, inside: Iterable<Json>): Generator<Json> {
  const leaves = [...inside];
  const around = inOrder(whole === undefined ? take(made(), 1) : [null], take(having(path, made()), mostBodies));
  for (const body of around) yield* within(body, path, whole, (value) => leaves.flatMap((leaf) => [leaf, ...joined(value, leaf)]));
}

/** Values that differ inside a keyword, and the bodies that contain them. */
const mostInside = 1_200;
const mostBodies = 3;

/** Of a body with thousands of properties, the part on the path is much cheaper to evaluate, and often enough. */
function* aloneFirst(path: readonly string[], made: () => Iterable<Json>): Generator<Json> {
  for (const body of take(made(), smallestAndFull)) {
    const alone = isLarge(body) && hasAt(path, body) ? along(body, path) : undefined;
    if (alone !== undefined) yield alone;
  }
  yield* made();
}

const smallestAndFull = 2;

/** Parts of a body that is large. */
const large = 100;

/** Each search begins with the same bodies. */
function isLarge(body: Json): boolean {
  return typeof body === "object" && body !== null && hasManyParts(body);
}

const hasManyParts = memoize((body: Json & object) => partsOf(body) > large);

function hasAt(path: readonly string[], body: Json): boolean {
  return spelled(path, body).some((at) => valueAt(body, at) !== undefined);
}

/** Bodies with a value at the end of the path. */
function* having(path: readonly string[], values: Iterable<Json>): Generator<Json> {
  for (const body of values) if (hasAt(path, body)) yield body;
}

/** Neighbours that are tried of one value, and of all. */
const mostNearOne = 120;
const mostNear = 2_000;

/** Variants of a body of either document that differ in one location. Trying one twice costs less than detecting the repetition. */
function* near({ path, whole, branches, made }: Search, ofOther: Iterable<Json>): Generator<Json> {
  for (const body of inOrder(whole === undefined ? [] : branches, made(), ofOther))
    yield* within(body, path, undefined, (value) => (value === undefined ? [] : take(neighbours(value), mostNearOne)));
}

/** The body with each of the leaves at the end of the path. */
function* within(
  body: Json,
  path: readonly string[],
  whole: Set<string> | undefined,
  leavesFor: (present: Json | undefined) => Iterable<Leaf>,
): Generator<Json> {
  for (const at of spelled(path, body)) {
    const leaves = leavesFor(valueAt(body, at));
    for (const leaf of whole === undefined ? leaves : unvisited(leaves, whole)) {
      const found = leaf === unchanged ? body : place(body, at, leaf);
      if (found !== undefined) yield found;
    }
  }
}

/** Items for `contains` may follow prefix items. */
function joined(present: Json | undefined, leaf: Json): readonly Json[] {
  if (!Array.isArray(present) || !Array.isArray(leaf) || present.length === 0) return [];
  const [items, more] = [present as readonly Json[], leaf as readonly Json[]];
  return [
    [...items, ...more],
    [...items.slice(0, -1), ...more],
  ];
}

function* unvisited<T extends Leaf>(leaves: Iterable<T>, visited: Set<string>): Generator<T> {
  for (const leaf of leaves) {
    const text = typeof leaf === "symbol" ? undefined : JSON.stringify(leaf);
    if (text !== undefined && visited.has(text)) continue;
    if (text !== undefined) visited.add(text);
    yield leaf;
  }
}

function* inOrder(...sources: readonly Iterable<Json>[]): Generator<Json> {
  for (const source of sources) yield* source;
}
