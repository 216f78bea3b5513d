import type { ApiModel } from "../model/api.js";
import type { Change, Level, Surface } from "./change.js";
import { collectSchemaDifferences } from "./compare/collect.js";
import { compareComponents, compareInfo } from "./compare/components.js";
import { Context } from "./compare/context.js";
import { compareOperations, haveCommonOperation } from "./compare/operations.js";
import { compareSecuritySchemes } from "./compare/security.js";
import { judge, type Locate, type Policy } from "./judge.js";
import { adviseBump, type Semver } from "./semver.js";
import { findWitness, type Judges } from "./witness/witness.js";

export interface DiffOptions {
  /** `file:line:column` of a place, for people. Default: the pointer alone. */
  readonly locate?: Locate;
  /** Compiled validators of both documents; with them, each breaking schema change is shown by a value. */
  readonly judges?: Judges;
  /** Levels of rules on which good tools disagree. */
  readonly policy?: Policy;
}

export interface Diff {
  /** Worst first, then by operation and place. */
  readonly changes: readonly Change[];
  readonly semver: Semver;
  /** False when the two documents describe no common operation: everything was removed and added. */
  readonly comparable: boolean;
}

/**
 * What changed between two documents, and for whom: match → compare → judge → witness.
 * Schemas are compared by the values that they allow, never as text.
 */
export function diff(old: ApiModel, next: ApiModel, options: DiffOptions = {}): Diff {
  const locate = options.locate ?? ((_, place) => place.file + place.pointer);
  const context = new Context(old, next);
  compareInfo(context);
  compareOperations(context);
  compareSecuritySchemes(context);
  compareComponents(context);

  const changes: Change[] = context.differences.flatMap((difference) => judge(difference, locate, options.policy));
  for (const { difference, root } of collectSchemaDifferences(context)) {
    for (const change of judge(difference, locate, options.policy)) {
      const isProvable = change.surface === "wire" && change.level !== "documentation" && root?.isBody === true;
      const witness = isProvable && options.judges !== undefined ? findWitness(change, difference, root, options.judges) : undefined;
      // A value settles what inclusion could not decide.
      changes.push(witness === undefined ? change : { ...change, level: change.level === "warning" ? "breaking" : change.level, witness });
    }
  }
  const sorted = dedupe(changes).toSorted(compareChanges);
  return {
    changes: sorted,
    semver: adviseBump(sorted, old.info.version, next.info.version),
    comparable: old.operations.length === 0 || haveCommonOperation(old, next),
  };
}

const rank: Readonly<Record<Level, number>> = { breaking: 0, warning: 1, safe: 2, documentation: 3 };
const surfaces: Readonly<Record<Surface, number>> = { wire: 0, types: 1, documentation: 2 };

/** One change per cause: two pairs that meet at the same places (an inlined schema and its component) say the same once. */
function dedupe(changes: readonly Change[]): readonly Change[] {
  const byKey = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify([
      change.code,
      change.surface,
      change.side,
      change.pointer,
      change.pointer.old === undefined && change.pointer.new === undefined ? change.message : "",
      isNamed(change) ? change.message : "",
    ]);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, change);
    else
      byKey.set(key, {
        ...known,
        ...((known.witness ?? change.witness) ? { witness: known.witness ?? (change.witness as Change["witness"] & object) } : {}),
        operations: [...new Set([...known.operations, ...change.operations])],
      });
  }
  return [...byKey.values()];
}

/** Codes of which one place can hold several: each property, value or scheme is its own change. */
function isNamed(change: Change): boolean {
  return /property|branch|header|security|scope|words|value|parameter|component|media-type|status/.test(change.code);
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
