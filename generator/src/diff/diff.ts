import type { ApiModel } from "../model/api.js";
import { causeOf, type Change, type Difference, type Level, type Surface } from "./change.js";
import { collectSchemaDifferences, unexplainedRoots, type Reached, type Spot } from "./compare/schemas/collect.js";
import { compareComponents, compareInfo, compareTags } from "./compare/components.js";
import { Context } from "./compare/context.js";
import { compareNames } from "./compare/names.js";
import { compareOperations, haveCommonOperation } from "./compare/operations/operations.js";
import { compareSecuritySchemes } from "./compare/operations/security.js";
import { judge, messageAt, type Locate, type Policy, type TypeLevel } from "./judge.js";
import { ruleByCode } from "./rules/rules.js";
import { adviseBump, type Semver } from "./semver.js";
import { explainByExample } from "./examples/explain-by-example.js";
import { findWitness, type Judges } from "./examples/witness.js";
import { findTypeChanges, unknownLevel } from "./types/find-type-changes.js";

export interface DiffOptions {
  /** `file:line:column` of a location, for people. Default: the pointer only. */
  readonly locate?: Locate;
  /** Compiled validators of both documents; with them, each breaking schema change is shown by a value. */
  readonly judges?: Judges;
  /** Levels of rules on which good tools disagree. */
  readonly policy?: Policy;
  /** ISO 8601 date: deprecated parts whose sunset has passed by then may be removed. Default: none. */
  readonly today?: string;
}

export interface Diff {
  /** Worst first, then by operation and location. */
  readonly changes: readonly Change[];
  readonly semver: Semver;
  /** False when the two documents describe no common operation: everything was removed and added. */
  readonly comparable: boolean;
  /** How many bodies, parameters, headers and components have generated types that are too large to be compared: there, the rules decide. */
  readonly uncomparedTypes: number;
  /** The difference behind each change. */
  readonly origins: ReadonlyMap<Change, Origin>;
  /** The compared parts. */
  readonly context: Context;
}

/** The origin of a change in the schemas of both documents. */
interface Origin {
  readonly difference: Difference;
  readonly spots: readonly Spot[];
}

/**
 * Changes between two documents and their effect on consumers: match → compare → judge → example.
 * Schemas are compared by their values, never as text.
 */
export function diff(old: ApiModel, next: ApiModel, options: DiffOptions = {}): Diff {
  const locate = options.locate ?? ((_, place) => place.file + place.pointer);
  const context = new Context(old, next, options.today);
  compareInfo(context);
  compareTags(context);
  compareOperations(context);
  compareSecuritySchemes(context);
  compareComponents(context);
  compareNames(context);

  const reached = collectSchemaDifferences(context);
  const types = findTypeChanges(context, reached);
  const changes: Change[] = [];
  const origins = new Map<Change, Origin>();
  const add = (change: Change, difference: Difference, spots: readonly Spot[]): void => {
    const added = forStability(change, context);
    changes.push(added);
    origins.set(added, { difference, spots });
  };
  const breaks = new Set<string>();
  const all = [...context.differences.map((found) => ({ difference: found })), ...reached, ...types.others];
  for (const { difference, shown: by, spots, sources } of onePerCause(all)) {
    const ofTypes = spots.length === 0 ? undefined : worst(sources.map((source) => types.levels.get(source)));
    for (const change of judge(difference, locate, options.policy, ofTypes)) {
      const reported = options.judges === undefined ? change : shown(change, difference, by, options.judges);
      add(reported, difference, spots);
      if (reported.level === "breaking" && reported.surface === "wire") breaks.add(causeOf(difference));
    }
  }
  if (options.judges !== undefined) {
    for (const ofOneCause of unexplainedRoots(context, reached, (difference) => breaks.has(causeOf(difference)))) {
      const explained = explainByExample(ofOneCause, context, options.judges);
      if (explained === undefined) continue;
      const { difference, ...shows } = explained;
      const spots = ofOneCause.map(({ suspect, pair }) => ({ pair: suspect ?? pair }));
      for (const change of judge(difference, locate, options.policy)) add({ ...change, ...shows }, difference, spots);
    }
  }
  const sorted = changes.toSorted(compareChanges);
  return {
    changes: sorted,
    semver: adviseBump(sorted, old.info.version, next.info.version),
    comparable: old.operations.length === 0 || haveCommonOperation(old, next),
    uncomparedTypes: types.uncompared,
    origins,
    context,
  };
}

const rank: Readonly<Record<Level, number>> = { breaking: 0, warning: 1, safe: 2, documentation: 3 };
const surfaces: Readonly<Record<Surface, number>> = { wire: 0, types: 1, documentation: 2 };

const shownReasons: Readonly<Record<Difference["side"], string>> = {
  request: "Requests with such a value are rejected.",
  response: "Readers may get a value that they do not expect.",
  both: "Code may meet a value that it does not expect.",
};

/** A break of a schema with an example, or with the reason why there is none. An example decides what inclusion could not. */
function shown(change: Change, difference: Difference, by: Reached["shown"], judges: Judges): Change {
  const rule = ruleByCode.get(change.code);
  if (by === undefined || change.surface !== "wire" || rule?.about === undefined) return change;
  if (change.level !== "breaking" && !(change.level === "warning" && rule.about === "values")) return change;
  const witness = findWitness({ ...difference, path: by.path }, by.root, judges);
  if (witness !== undefined) {
    if (rule.undecidable !== true) return { ...change, witness };
    const message = rule.proved === undefined ? change.message : messageAt(rule.proved(difference.parameters, witness.acceptedBy), difference);
    return { ...change, level: "breaking", message, help: shownReasons[difference.side], witness };
  }
  return { ...change, help: `${change.help} No breaking value was found.` };
}

/** A break of operations that the old document marks as draft or alpha is a warning. */
function forStability(change: Change, { unstable }: Context): Change {
  const { level, operations, help } = change;
  if (level !== "breaking" || operations.length === 0 || !operations.every((key) => unstable.has(key))) return change;
  return { ...change, level: "warning", help: `${help} The old document marks the operation as draft or alpha (x-stability-level).` };
}

/** `undefined`: the rule decides. */
function worst(levels: readonly (TypeLevel | typeof unknownLevel | undefined)[]): { readonly level?: TypeLevel } | undefined {
  if (levels.includes(unknownLevel)) return undefined;
  const level = levels.find((each) => each === "breaking") ?? levels.find((each) => each === "safe");
  return level === undefined ? {} : { level };
}

/** A difference with all that it was found in. */
type Caused = Reached & Pick<Origin, "spots"> & { readonly sources: readonly Difference[] };

/** Equal texts at equal locations are one finding, however many operations share the component. */
function onePerCause(found: readonly Reached[]): readonly Caused[] {
  const byCause = new Map<string, Caused>();
  for (const { spot, ...reached } of found) {
    const { operations, hints, statuses } = reached.difference;
    const cause = causeOf(reached.difference);
    const known = byCause.get(cause);
    const spots = [...(known?.spots ?? []), ...(spot === undefined ? [] : [spot])];
    const sources = [...(known?.sources ?? []), reached.difference];
    if (known === undefined) byCause.set(cause, { ...reached, spots, sources });
    else
      byCause.set(cause, {
        ...known,
        spots,
        sources,
        difference: {
          ...known.difference,
          operations: [...new Set([...known.difference.operations, ...operations])],
          ...(hints && { hints: together(known.difference.hints, hints) }),
          ...(statuses && { statuses: [...new Set([...(known.difference.statuses ?? []), ...statuses])] }),
        },
      });
  }
  return [...byCause.values()];
}

/** One keyword may be reported for several types: each has its own schemas for examples. */
function together(known: Difference["hints"] = {}, more: NonNullable<Difference["hints"]>): NonNullable<Difference["hints"]> {
  return { old: [...new Set([...(known.old ?? []), ...(more.old ?? [])])], new: [...new Set([...(known.new ?? []), ...(more.new ?? [])])] };
}

function compareChanges(a: Change, b: Change): number {
  return (
    rank[a.level] - rank[b.level] ||
    surfaces[a.surface] - surfaces[b.surface] ||
    order(a.operation ?? "", b.operation ?? "") ||
    order(a.pointer.new ?? a.pointer.old ?? "", b.pointer.new ?? b.pointer.old ?? "") ||
    order(a.code, b.code)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
