import { ownName } from "../../../model/schemas/meaning.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { causeOf, type Both, type Difference, type Side } from "../../change.js";
import { keysOf, type Step } from "../../step.js";
import type { Context, Root } from "../context.js";
import { asJson, isText } from "../../variants/texts.js";
import { ruleByCode } from "../../rules/rules.js";
import type { Pair, SchemaDifference } from "./pair.js";
import type { SchemaComparison } from "./schemas.js";

/** A schema difference with the bodies that it reaches: one finding per cause, however many operations share the schema. */
export interface Reached {
  readonly difference: Difference;
  /** The values that may show it: those of the nearest body, or of a subtype in it. */
  readonly shown?: Shown;
  /** All of them. */
  readonly roots?: readonly Root[];
  /** Where it is. */
  readonly spot?: Spot;
}

/** A pair of schemas, and the property of its objects that a difference is about. */
export interface Spot {
  readonly pair: Pair;
  readonly step?: string;
}

/** Schema differences with every operation that reaches them, and those that none reaches, which cannot break the wire. */
export function collectSchemaDifferences(context: Context): readonly Reached[] {
  const reached = collect(context, context.roots);
  if (context.components.length === 0) return reached;
  const causes = new Set(reached.map(({ difference }) => causeOf({ ...difference, side: "both" })));
  const others = collect(context, context.components).flatMap(({ difference, spot, roots }): Reached[] => {
    const { hints: _, ...ofBoth } = { ...difference, side: "both", operations: [], ofTypes: true } as const;
    return causes.has(causeOf(ofBoth)) ? [] : [{ difference: ofBoth, ...(spot && { spot }), ...(roots && { roots }) }];
  });
  return [...reached, ...others];
}

function collect(context: Context, every: readonly Root[]): readonly Reached[] {
  const rootsByPair = byPair(every);
  const order = new Map<string, number>();
  for (const root of every) if (!order.has(root.operation)) order.set(root.operation, order.size);

  const reached: Reached[] = [];
  for (const side of ["request", "response"] as const) {
    const comparison = context.comparison(side);
    for (const pair of comparison.pairs) {
      const groups: (readonly [Harmless, readonly SchemaDifference[]])[] = [...byHarmlessness(pair, side)];
      for (const [harmless, differences] of groups) {
        const { roots, nearest } = upward(pair, side, rootsByPair, (above) => harmless(comparison, above));
        if (nearest === undefined) {
          const isSame = (): boolean => upward(pair, side, rootsByPair, (above) => isEqual(comparison, above)).nearest === undefined;
          groups.push(...remainingDifferences(pair, harmless, differences, isSame));
          continue;
        }
        const others = [...new Set(roots.map(({ operation }) => operation))].toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        const { subject } = nearest.root;
        const sorted = [...new Set([nearest.root.operation, ...others])];
        for (const { code, places, parameters, step, hints } of differences) {
          // A difference of a parameter itself is reported with the parameter.
          if (code === "default-changed" && subject !== undefined && nearest.path.length === 0) continue;
          const isAsked = code === "default-changed" && !rootsByPair.has(pair) && pair.parents.every(({ asked }) => asked);
          const path = step === undefined ? nearest.path : [...nearest.path, step];
          const affected = code === "xml-changed" ? [...new Set(roots.filter(({ isXml }) => isXml).map(({ operation }) => operation))] : sorted;
          if (code === "xml-changed" && affected.length === 0) continue;
          const difference = {
            code,
            side,
            places,
            parameters: {
              ...parameters,
              ...(subject?.isText === true && aboutNull.has(code) && { written: false }),
              ...(isAsked && { asked: true }),
            },
            path,
            operations: affected,
            ...(subject !== undefined && { subject: subject.words }),
            ...(nearest.subtype && { subtype: ownName((nearest.subtype.root.schemas.new ?? nearest.subtype.root.schemas.old)?.id ?? "") }),
            ...(hints && { hints }),
          };
          const { root, path: way } = nearest.subtype ?? nearest;
          reached.push({
            difference,
            spot: { pair, ...(step !== undefined && { step }) },
            shown: { root, path: step === undefined ? way : [...way, step] },
            roots,
          });
        }
      }
    }
  }
  return requiredEverywhere(reached);
}

/** For a shared default, one location with an optional value is enough. */
function requiredEverywhere(reached: readonly Reached[]): readonly Reached[] {
  const without = ({ difference }: Reached): Difference => {
    const { asked: _, ...parameters } = difference.parameters;
    return { ...difference, parameters };
  };
  const defaults = reached.filter(({ difference: { code, parameters } }) => code === "default-changed" && parameters["asked"] !== true);
  const left = new Set(defaults.map(({ difference }) => causeOf(difference)));
  if (left.size === 0) return reached;
  return reached.map((each) => {
    if (each.difference.code !== "default-changed") return each;
    const difference = without(each);
    return left.has(causeOf(difference)) ? { ...each, difference } : each;
  });
}

const aboutNull = new Set(["null-added", "null-removed"]);

/** Whether values show that a difference inside the pair changes nothing for the side in question. */
type Harmless = (comparison: SchemaComparison, pair: Pair) => boolean;

const never: Harmless = () => false;
/** One set of values in two spellings. */
const isEqual: Harmless = (comparison, pair) => comparison.isStillAllowed(pair) && comparison.wasExpected(pair);
/** The same, if the correspondence of branches is a guess: differences of guessed pairs do not count. */
const isEqualUnion: Harmless = (comparison, pair) => pair.branched && isEqual(comparison, pair);
/** For senders: whether the old values are still allowed; for readers: whether the new ones were expected. */
const isContained: Readonly<Record<Side, Harmless>> = {
  request: (comparison, pair) => comparison.isStillAllowed(pair),
  response: (comparison, pair) => comparison.wasExpected(pair),
};

/** The same question about values in JSON, which distinguishes 5 from "5", for values written as text. */
const inJson: ReadonlyMap<Harmless, Harmless> = new Map(
  [isEqual, isEqualUnion, isContained.request, isContained.response].map((harmless) => [
    harmless,
    (comparison, { old, next, ...pair }) => harmless(comparison, { ...pair, old: asJson(old), next: asJson(next) }),
  ]),
);

/** Further reasons that make the differences harmless, and the report if they do not hold. */
function remainingDifferences(
  { old, next }: Pair,
  harmless: Harmless,
  differences: readonly SchemaDifference[],
  isSame: () => boolean,
): readonly (readonly [Harmless, readonly SchemaDifference[]])[] {
  const withParameters = (found: readonly SchemaDifference[], more: SchemaDifference["parameters"]): readonly SchemaDifference[] =>
    found.map((difference) => ({ ...difference, parameters: { ...difference.parameters, ...more } }));
  const typed = isText(old) && isText(next) ? inJson.get(harmless) : undefined;
  // The texts are equal, or there are more harmless ones, but code that compiles distinguishes 5 from "5".
  if (typed !== undefined) return [[typed, withParameters(differences, { texts: isSame() ? "same" : "within" })]];
  // Proved to be harmless, but not to be nothing.
  const isProved = [isContained.request, isContained.response].some((each) => harmless === each || harmless === inJson.get(each));
  const softened = isProved ? differences.filter(({ code }) => ruleByCode.get(code)?.undecidable) : [];
  return softened.length > 0 ? [[isEqual, withParameters(softened, { contained: true })]] : [];
}

/**
 * Bodies with a change that none of the given changes explains, without a proof of containment: branches of a `oneOf` that
 * overlap now, for example, or a warning without an example (`isBreak` identifies those with one). One per pair of schemas,
 * grouped by the locations that they reach: an example of one shows the change in all.
 */
export function unexplainedRoots(
  context: Context,
  reached: readonly Reached[],
  isBreak: (difference: Difference) => boolean,
): readonly (readonly Unexplained[])[] {
  const explained = new Set<Pair>();
  const touched = new Map<Pair, Unexplained>();
  const names = new Map<Pair, Set<string>>();
  for (const suspect of suspects(context)) if (!touched.has(suspect.root.pair)) touched.set(suspect.root.pair, suspect);
  for (const { difference, roots = [] } of reached) {
    const rule = ruleByCode.get(difference.code);
    const about = rule?.about;
    for (const root of roots) {
      const level = rule?.level(difference.parameters)[root.side];
      const isReported = level === "breaking" || (level === "warning" && about !== "names" && rule?.undecidable !== true) || isBreak(difference);
      if (isReported) explained.add(root.pair);
      if (about === "values") {
        const known = touched.get(root.pair) ?? { root, path: [], pair: root.pair };
        const differences = known.differences ?? [];
        if (differences.length < mostTried) touched.set(root.pair, { ...known, differences: [...differences, difference] });
      } else if (about === "names") names.set(root.pair, (names.get(root.pair) ?? new Set()).add(keysOf(difference.path ?? []).at(-1) ?? ""));
    }
  }
  const left = [...touched.values()].flatMap((unexplained) => {
    const { root } = unexplained;
    if (root.subject !== undefined || explained.has(root.pair) || isContained[root.side](context.comparison(root.side), root.pair)) return [];
    const avoided = names.get(root.pair);
    return [{ ...unexplained, ...(avoided && { avoided }) }];
  });
  return byCause(left);
}

/** The location or the differences that put a body here, nearest first. */
function byCause(unexplained: readonly Unexplained[]): readonly (readonly Unexplained[])[] {
  const numbers = new Map<unknown, number>();
  const numberOf = (cause: unknown): number => {
    if (!numbers.has(cause)) numbers.set(cause, numbers.size);
    return numbers.get(cause) as number;
  };
  const groups = new Map<string, Unexplained[]>();
  for (const each of unexplained) {
    const key = [each.suspect, ...(each.differences ?? [])].map(numberOf).join();
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** The maximum number of differences of a body that are tried one by one if none of them explains the change. */
const mostTried = 8;

/** A body whose values changed, and the location inside it where a value may show that. */
export interface Unexplained {
  readonly root: Root;
  readonly path: readonly Step[];
  readonly pair: Pair;
  /** The union inside it whose branches exclude each other differently now. */
  readonly suspect?: Pair;
  /** Its opaque changes. */
  readonly differences?: readonly Difference[];
  /** Properties that came or went: an open object is not contained in the strict sense, so that a value with one of them shows nothing else. */
  readonly avoided?: ReadonlySet<string>;
}

/** Unions whose branches exclude each other differently now, with the bodies that they reach. */
function suspects(context: Context): readonly Unexplained[] {
  const rootsByPair = byPair(context.roots);
  return (["request", "response"] as const).flatMap((side) => {
    const comparison = context.comparison(side);
    const pairs = comparison.pairs.filter(({ suspect }) => suspect);
    return pairs.flatMap((pair) => {
      if (isContained[side](comparison, pair)) return [];
      const { nearest, roots } = upward(pair, side, rootsByPair, () => false);
      // The others are reported with their common part nearest to them.
      return nearest === undefined
        ? []
        : [
            { ...nearest, pair, suspect: pair },
            ...roots.filter((root) => root !== nearest.root).map((root) => ({ root, path: [], pair: root.pair, suspect: pair })),
          ];
    });
  });
}

function byPair(roots: readonly Root[]): ReadonlyMap<Pair, readonly Root[]> {
  const found = new Map<Pair, Root[]>();
  for (const root of roots) found.set(root.pair, [...(found.get(root.pair) ?? []), root]);
  return found;
}

/** The differences of a pair by what would make them harmless, in order. */
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

interface Nearest extends Shown {
  /** A value of the subtype that it is in shows it, where one of the base does not. */
  readonly subtype?: Shown;
}

/** A whole value, and the path to a location in it. */
interface Shown {
  readonly root: Root;
  readonly path: readonly Step[];
}

/** Breadth first, so that the first body met is the nearest; bodies before parameters, because a witness needs a whole value. */
function upward(
  start: Pair,
  side: Side,
  rootsByPair: ReadonlyMap<Pair, readonly Root[]>,
  isHarmless: (pair: Pair) => boolean,
): { roots: readonly Root[]; nearest: Nearest | undefined } {
  const roots: Root[] = [];
  let nearest: { readonly root: Root; readonly from: Above } | undefined;
  const [visited, seenWithin] = [new Set([start]), new Set<Pair>()];
  const queue: Above[] = [{ pair: start, name: undefined, below: undefined, extending: undefined }];
  for (let next = 0; next < queue.length; next += 1) {
    const from = queue[next] as Above;
    const { pair, extending } = from;
    // A proof about a base schema does not hold for its subtypes.
    if (extending === undefined && isHarmless(pair)) continue;
    for (const root of rootsByPair.get(pair) ?? []) {
      if (root.side !== side) continue;
      roots.push(root);
      if (nearest === undefined || (nearest.root.subject !== undefined && root.subject === undefined)) nearest = { root, from };
    }
    for (const { pair: above, step, subtype } of pair.parents) {
      const within = extending ?? (subtype && { schemas: subtype, from });
      const known = within === undefined ? visited : seenWithin;
      if (known.has(above)) continue;
      known.add(above);
      queue.push({ pair: above, name: step, below: from, extending: within });
    }
  }
  return { roots: [...new Set(roots)], nearest: nearest && { root: nearest.root, ...pathsFrom(nearest.from, nearest.root) } };
}

/** A pair on the way up, and how one gets down again. */
interface Above {
  readonly pair: Pair;
  readonly name: Step | undefined;
  readonly below: Above | undefined;
  /** The innermost subtype that is below: of its base, a validator knows nothing of it. */
  readonly extending: { readonly schemas: Both<Schema>; readonly from: Above } | undefined;
}

function pathsFrom(top: Above, { operation, side }: Root): Omit<Nearest, "root"> {
  const { extending } = top;
  if (extending === undefined) return { path: pathFrom(top) };
  const { schemas, from } = extending;
  return { path: pathFrom(top), subtype: { root: { pair: from.pair, operation, side, schemas }, path: pathFrom(from) } };
}

function pathFrom(top: Above): readonly Step[] {
  const path: Step[] = [];
  for (let step: Above | undefined = top; step !== undefined; step = step.below) if (step.name !== undefined) path.push(step.name);
  return path;
}
