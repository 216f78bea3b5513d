import type { Place } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import { PairGraph, type Ways } from "../../usage/pair-graph.js";
import { both, causeOf, type Both, type Difference, type Side } from "../change.js";
import type { Context, Root } from "../compare/context.js";
import type { Pair } from "../compare/schemas/pair.js";
import type { Reached, Spot } from "../compare/schemas/collect.js";
import type { TypeLevel } from "../judge.js";
import { ruleByCode } from "../rules/rules.js";
import type { Step } from "../step.js";
import { isWritten, nodeOf, type Node } from "../variants/node.js";
import { TypeComparison, type TypeChange } from "./type-changes.js";
import { areSameUnions, TypeSets, type TypeSet } from "./type-set.js";

/** The effect of schema differences on the generated types. */
export interface TypeFindings {
  /** By the difference of schemas. A difference without an entry changes no type. */
  readonly levels: ReadonlyMap<Difference, TypeLevel | typeof unknownLevel>;
  /** Changes of types that no difference on the wire explains. */
  readonly others: readonly Reached[];
  /** How many bodies, parameters, headers and components have types that were not compared. */
  readonly uncompared: number;
}

/** The types are too deep or too large to be compared: the rule of the change decides. */
export const unknownLevel = "unknown";

/**
 * After so many steps of paths to changes, the rules of the remaining changes decide. Where each of 4,000 bodies leads to all schemas, the paths
 * would fill the memory. The paths of 100 edits of a document of 13 MB have 12,000 steps.
 */
const mostSteps = 250_000;

/** A change of a type in one body, parameter, header or component, with the compared schemas on the way to it. */
interface Found {
  readonly root: Root;
  readonly change: TypeChange;
  readonly ways: Ways;
  isExplained: boolean;
}

/**
 * Compares the generated types of everything whose schemas were compared. Types and values differ: a union branch whose values another branch
 * allows changes nothing on the wire, but the properties that code can read.
 */
export function findTypeChanges(context: Context, reached: readonly Reached[]): TypeFindings {
  const graph = new PairGraph(context);
  const levels = new Map<Difference, TypeLevel | typeof unknownLevel>();
  const unknown = new Set<Root>();
  const compare = comparing(context, graph);
  const found = [...context.roots, ...context.components].flatMap((root) => {
    const changes = compare(root);
    if (changes === undefined) unknown.add(root);
    return changes ?? [];
  });
  for (const { difference, roots = [] } of reached) if (roots.some((root) => unknown.has(root))) levels.set(difference, unknownLevel);
  const uncompared = unknown.size;
  if (found.length === 0) return { levels, others: [], uncompared };
  const byRoot = new Map<Root, Found[]>();
  for (const each of found) {
    const list = byRoot.get(each.root);
    if (list === undefined) byRoot.set(each.root, [each]);
    else list.push(each);
  }
  const attribute = (isRelated: (each: Found, spot: Spot) => boolean, candidates: readonly Reached[]): void => {
    for (const { difference, spot, roots = [] } of candidates) {
      if (spot === undefined) continue;
      for (const each of roots.flatMap((root) => byRoot.get(root) ?? [])) {
        if (!isRelated(each, spot)) continue;
        each.isExplained = true;
        if (levels.get(difference) === undefined || levels.get(difference) === "safe") levels.set(difference, each.change.level);
      }
    }
  };
  const [ofTypes, ofValues] = [true, false].map((isOfTypes) =>
    reached.filter(({ difference: { code } }) => (ruleByCode.get(code)?.types !== undefined) === isOfTypes),
  ) as [Reached[], Reached[]];
  attribute(({ ways }, spot) => reaches(ways, spot) || isBelow(graph, ways, spot), ofTypes);
  attribute((each, spot) => !each.isExplained && isAt(each.ways, spot), ofValues);
  return {
    levels,
    others: unexplained(
      context,
      found.filter(({ isExplained }) => !isExplained),
    ),
    uncompared,
  };
}

function comparing(context: Context, graph: PairGraph): (root: Root) => readonly Found[] | undefined {
  const known = new Map<string, readonly TypeChange[] | undefined>();
  let steps = 0;
  const sides = { request: typesFor(context, "request"), response: typesFor(context, "response") };
  return (root) => {
    const { old, next, comparison, isSame } = sides[root.side];
    if (steps > mostSteps) return undefined;
    if (isSame(nodeOf(root.schemas.old), nodeOf(root.schemas.new))) return [];
    const [was, is] = [old.of(root.schemas.old), next.of(root.schemas.new)];
    const key = `${root.side} ${was.id} ${is.id}`;
    if (!known.has(key)) known.set(key, comparison.changes(was, is));
    const changes = known.get(key);
    steps += changes?.reduce((sum, { path }) => sum + path.length, 0) ?? 0;
    return changes?.map((change) => ({ root, change, ways: graph.follow(root.pair, pointerOf(change.path)), isExplained: false }));
  };
}

function typesFor(
  context: Context,
  side: Side,
): { old: TypeSets; next: TypeSets; comparison: TypeComparison; isSame: (a: Node, b: Node) => boolean } {
  const [old, next] = [new TypeSets(context.old, side), new TypeSets(context.next, side)];
  const { unchanged } = context.comparison(side);
  const isSame = (a: Node, b: Node): boolean => unchanged?.areSame(a, b) === true;
  const schemaOf = (type: TypeSet): Schema | undefined => old.schemaOf(type) ?? next.schemaOf(type);
  const areSame = (a: TypeSet, b: TypeSet): boolean => {
    const [own, other] = [schemaOf(a), schemaOf(b)];
    return own !== undefined && other !== undefined ? isSame(nodeOf(own), nodeOf(other)) : areSameUnions(a, b, areSame);
  };
  const comparison = new TypeComparison(side, areSame);
  return { old, next, comparison, isSame };
}

/** Whether the path leads to the spot, or through it. */
function reaches({ at, steps }: Ways, { pair, step }: Spot): boolean {
  return at.some((pairs, depth) => pairs.includes(pair) && (step === undefined || steps[depth] === step || steps[depth] === "*"));
}

/** Whether the spot is below the end of the path. */
function isBelow(graph: PairGraph, { ends }: Ways, { pair }: Spot): boolean {
  const above = graph.above(pair);
  return ends.some((end) => above.has(end));
}

/** Whether the spot is the end of the path. */
function isAt({ at, steps, ends }: Ways, { pair, step }: Spot): boolean {
  return step === undefined ? ends.includes(pair) : steps.at(-1) === step && at.at(-2)?.includes(pair) === true;
}

/** One difference for each change, however many bodies have it. Components matter where no operation has the change. */
function unexplained(context: Context, found: readonly Found[]): readonly Reached[] {
  const components = new Set(context.components);
  const byCause = new Map<string, Reached>();
  const ofOperations = new Set<string>();
  for (const each of found) {
    const { root } = each;
    const { difference, spot } = differenceOf(context, each);
    const ofBoth = { ...difference, side: "both", operations: [] } as const;
    const isComponent = components.has(root);
    if (!isComponent) ofOperations.add(causeOf(ofBoth));
    else if (ofOperations.has(causeOf(ofBoth))) continue;
    const own = isComponent ? ofBoth : difference;
    const cause = causeOf(own);
    const known = byCause.get(cause);
    if (known === undefined) byCause.set(cause, { difference: own, spot, roots: [root] });
    else if (!isComponent) {
      const operations = [...new Set([...known.difference.operations, root.operation])];
      const statuses = [...new Set([...(known.difference.statuses ?? []), ...(root.statuses ?? [])])];
      byCause.set(cause, {
        ...known,
        difference: { ...known.difference, operations, ...(statuses.length > 0 && { statuses }) },
        roots: [...(known.roots ?? []), root],
      });
    }
  }
  return [...byCause.values()];
}

function differenceOf(context: Context, { root, change, ways }: Found): { difference: Difference; spot: Spot } {
  const { path, level, types } = change;
  const { side, operation, subject, statuses } = root;
  const last = path.at(-1);
  const isProperty = types.old === undefined || types.new === undefined;
  const property = isProperty && typeof last === "string" ? last : undefined;
  const depth = ways.at.findLastIndex((pairs, index) => pairs.length > 0 && (property === undefined || index < path.length));
  const pair = ways.at[depth]?.[0] ?? root.pair;
  const places = property === undefined ? placesOf(pair) : placesOfProperty(context, side, ways.at[depth] ?? [pair], property);
  const code =
    property === undefined ? "generated-type-changed" : types.new === undefined ? "generated-property-removed" : "generated-property-added";
  const difference: Difference = {
    code,
    side,
    places,
    parameters: { level, ...types, ...(property !== undefined && { property }) },
    path,
    operations: [operation],
    ...(subject && { subject: subject.words }),
    ...(statuses && { statuses }),
  };
  return { difference, spot: { pair, ...(property !== undefined && depth === path.length - 1 && { step: property }) } };
}

function placesOf({ old, next }: Pair): Both<Place> {
  const place = ({ schemas }: Node): Place | undefined => schemas.find(isWritten)?.place;
  return both(place(old), place(next));
}

/** Where the property is listed; in the document without it, the object. */
function placesOfProperty(context: Context, side: Side, pairs: readonly Pair[], name: string): Both<Place> {
  const { old, next } = context.comparison(side);
  const [first] = pairs;
  const listed = (version: "old" | "next"): Place | undefined => {
    const resolver = version === "old" ? old : next;
    for (const pair of pairs)
      for (const { properties } of resolver.of(pair[version])) {
        const place = properties?.get(name)?.node.schemas.find(isWritten)?.place;
        if (place !== undefined) return place;
      }
    return undefined;
  };
  const around = first === undefined ? {} : placesOf(first);
  return both(listed("old") ?? around.old, listed("next") ?? around.new);
}

/** As a usage manifest names it. */
function pointerOf(path: readonly Step[]): string {
  return path.map((step) => `/${typeof step === "string" ? step.replaceAll("~", "~0").replaceAll("/", "~1") : "*"}`).join("");
}
