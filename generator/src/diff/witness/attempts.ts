import type { Json } from "../../model/json.js";
import { placeKey } from "../../model/place.js";
import type { Schema } from "../../model/schema.js";
import { take } from "../../values/json.js";
import type { Difference, Side } from "../change.js";
import type { Root } from "../compare/context.js";
import { deepText } from "../forms/text.js";
import { bodiesAlong } from "./along.js";
import { bodies, branchesWithin, place, spelled, valueAt } from "./bodies.js";
import { atBounds, candidatesFor, ofNames, ofPatterns } from "./candidates.js";
import { valuesInside } from "./inside.js";
import { absent, unchanged, type Leaf } from "./leaf.js";
import { neighbours } from "./neighbours.js";
import type { Judges } from "./witness.js";

/** Bodies worth trying: as they are made, with other values at the place of the difference, and those of branches. */
export function* attempts(
  difference: Difference,
  root: Root,
  accepting: Schema,
  acceptedBy: "old" | "new",
  judges: Judges,
  depth: number = 0,
): Generator<Json> {
  const path = difference.path ?? [];
  const hints = isAboutBranches(difference) ? [...valuesOfBranches(difference, root, judges)] : hinted(difference, judges, root.side);
  const branches = [...unseen([...branchesOf(difference, acceptedBy, judges, root.side), ...hints], new Set())];
  // Many ways lead to one whole value: it is tried once.
  const whole = path.length === 0 ? new Set<string>() : undefined;
  if (whole !== undefined) {
    // A branch has values that a draw of the whole may never be.
    for (const leaf of unseen([...branches, ...branches.flatMap((branch) => candidatesFor(difference, branch))], whole))
      if (leaf !== unchanged && leaf !== absent) yield leaf;
  }
  // Which branch a value is of, and whether it meets a condition, is up to the draw.
  const isChance = ["union-branch", "values-changed", "constraint"].some((part) => difference.code.startsWith(part));
  const draws = isChance ? 24 : 3;
  const model = judges.models[acceptedBy];
  const made = (): Iterable<Json> => inOrder(bodies(accepting, model, root.side, draws), bodiesAlong(accepting, path, model, root.side));
  for (const body of made())
    yield* within(body, path, whole, (value) => [...(path.length === 0 ? [] : branches), ...candidatesFor(difference, value)]);
  if (!isChance) return;
  if (difference.code.startsWith("constraint")) {
    const inside = [...take(unseen(valuesInside(difference, root.side, judges, depth, attempts), new Set()), mostInside)];
    const around = inOrder(path.length === 0 ? [null] : take(made(), 1), take(having(path, made()), mostBodies));
    for (const body of around) yield* within(body, path, whole, (value) => inside.flatMap((leaf) => [leaf, ...joined(value, leaf)]));
  }
  // What only one of the two takes is seldom far from what either does.
  const other = acceptedBy === "old" ? "new" : "old";
  const refusing = root.schemas[other];
  const ofOther = refusing === undefined ? [] : bodies(refusing, judges.models[other], root.side, draws);
  yield* take(near(path, inOrder(path.length === 0 ? branches : [], made(), ofOther)), mostNear);
}

/** Values of what differs inside a keyword, and the bodies that they are put into. */
const mostInside = 1_200;
const mostBodies = 3;

/** Those in which something stands where the path leads. */
function* having(path: readonly string[], values: Iterable<Json>): Generator<Json> {
  for (const body of values) if (spelled(path, body).some((at) => valueAt(body, at) !== undefined)) yield body;
}

/** Neighbours that are tried of one value, and of all. */
const mostNearOne = 120;
const mostNear = 2_000;

/** Trying one of them twice costs less than telling that it was tried. */
function* near(path: readonly string[], values: Iterable<Json>): Generator<Json> {
  for (const body of values) yield* within(body, path, undefined, (value) => (value === undefined ? [] : take(neighbours(value), mostNearOne)));
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
    for (const leaf of whole === undefined ? leaves : unseen(leaves, whole)) {
      const found = leaf === unchanged ? body : place(body, at, leaf);
      if (found !== undefined) yield found;
    }
  }
}

/** What a list is to contain may stand behind what it begins with. */
function joined(present: Json | undefined, leaf: Json): readonly Json[] {
  if (!Array.isArray(present) || !Array.isArray(leaf) || present.length === 0) return [];
  const [items, more] = [present as readonly Json[], leaf as readonly Json[]];
  return [
    [...items, ...more],
    [...items.slice(0, -1), ...more],
  ];
}

function* unseen<T extends Leaf>(leaves: Iterable<T>, seen: Set<string>): Generator<T> {
  for (const leaf of leaves) {
    const text = typeof leaf === "symbol" ? undefined : JSON.stringify(leaf);
    if (text !== undefined && seen.has(text)) continue;
    if (text !== undefined) seen.add(text);
    yield leaf;
  }
}

function* inOrder(...sources: readonly Iterable<Json>[]): Generator<Json> {
  for (const source of sources) yield* source;
}

/** Values of the branch that came or went, where it is a component. */
function branchesOf(difference: Difference, version: "old" | "new", judges: Judges, side: Side): readonly Json[] {
  const at = difference.places[version];
  const schema = !difference.code.startsWith("union-branch") || at === undefined ? undefined : judges.models[version].schemas.get(placeKey(at));
  return schema === undefined ? [] : [...bodies(schema, judges.models[version], side, 3)];
}

/** What changed inside the keyword is in one of these, or in none. */
const drawsOfHints = 8;

/** Values of the schemas inside the keyword: what a `not` refuses, what a condition holds for. */
function hinted({ hints }: Difference, { models }: Judges, side: Side): readonly Json[] {
  const found: Json[] = [];
  for (const version of ["old", "new"] as const)
    for (const hint of hints?.[version] ?? [])
      for (const schema of [hint, ...branchesWithin(hint, models[version])])
        found.push(
          ...(schema.enum ?? []),
          ...(schema.const === undefined ? [] : [schema.const]),
          ...atBounds(schema),
          ...ofNames(schema),
          ...ofPatterns(schema),
          ...bodies(schema, models[version], side, drawsOfHints),
        );
  return found;
}

/** Branches of a `oneOf` overlap now, or no longer do. */
function isAboutBranches({ code, parameters, path = [] }: Difference): boolean {
  return code === "values-changed" || (code === "constraint-changed" && parameters["keyword"] === "oneOf" && path.length === 0);
}

/**
 * Values of every branch of the body on either side: where branches came to overlap, or ceased to, one of them shows it. A branch that did not
 * change has the same ones on both.
 */
function* valuesOfBranches({ hints }: Difference, { schemas, side }: Root, { models }: Judges): Generator<Json> {
  const known = new Set<string>();
  for (const version of ["old", "new"] as const) {
    const [whole, model] = [schemas[version], models[version]];
    for (const schema of hints?.[version] ?? (whole === undefined ? [] : [whole])) {
      for (const branch of branchesWithin(schema, model)) {
        const text = deepText(branch, model, side);
        if (!known.has(text)) yield* bodies(branch, model, side, 2);
        known.add(text);
      }
    }
  }
}
