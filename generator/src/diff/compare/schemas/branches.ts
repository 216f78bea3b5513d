import { both } from "../../change.js";
import type { Alternative } from "../../variants/alternative.js";
import type { AlternativeResolver } from "../../variants/alternative-resolver.js";
import type { Inclusion } from "../proofs/included.js";
import { matchBranches, trialLimit } from "./match-branches.js";
import type { Pair } from "./pair.js";
import { bothPlaces, placeOf, placeOfBranch } from "./places.js";
import { describeBranch } from "./words.js";

/** Questions about branches, and the comparison of corresponding ones. */
export interface Branching {
  readonly old: AlternativeResolver;
  readonly next: AlternativeResolver;
  /** Whether the values of the old document are still allowed. */
  readonly narrowed: Inclusion;
  /** Whether the values of the new one were expected. */
  readonly widened: Inclusion;
  readonly compare: (old: Alternative, next: Alternative) => void;
}

/** Added and removed branches of one kind; corresponding alternatives are passed on. */
export function compareBranches(
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  { old, next, narrowed, widened, compare }: Branching,
): void {
  const match = matchBranches(before, after, old, next, (was, is) => narrowed.alternative(was, is) && widened.alternative(is, was));
  for (const [was, is] of match.pairs) compare(was, is);
  // One alternative that becomes several, or the reverse, is reported as added and removed branches.
  if (before.length > 1 === after.length > 1 && before.some(isExclusive) !== after.some(isExclusive))
    pair.differences.push({ code: "constraint-changed", places: bothPlaces(before[0], after[0], "oneOf"), parameters: { keyword: "oneOf" } });
  if ((before.some(isExclusive) || after.some(isExclusive)) && exclusions(before) !== exclusions(after)) pair.suspect = true;
  // A branch that another one of the other document covers has not gone: unions are split and merged freely.
  const covered = match.removed.length * after.length <= trialLimit;
  for (const alternative of match.removed) {
    if (covered && after.some((candidate) => narrowed.alternative(alternative, candidate))) continue;
    pair.differences.push({
      code: "union-branch-removed",
      places: both(placeOfBranch(alternative), after[0] && placeOf(after[0])),
      parameters: { branch: describeBranch(alternative) },
    });
  }
  const coveredNew = match.added.length * before.length <= trialLimit;
  for (const alternative of match.added) {
    if (coveredNew && before.some((candidate) => widened.alternative(alternative, candidate))) continue;
    pair.differences.push({
      code: "union-branch-added",
      places: both(before[0] && placeOf(before[0]), placeOfBranch(alternative)),
      parameters: { branch: describeBranch(alternative) },
    });
  }
}

/** An added or removed discriminator value is reported by its branch. */
export function goesWithItsBranch({ differences }: Pair): void {
  const branchChanges = new Set(
    differences.filter(({ code }) => code.startsWith("union-branch-")).map(({ code, parameters }) => `${code} ${String(parameters["branch"])}`),
  );
  const others = differences.filter(
    ({ code, parameters }) => !branchChanges.has(`${code.replace("discriminator-value-", "union-branch-")} ${String(parameters["target"])}`),
  );
  differences.splice(0, differences.length, ...others);
}

function isExclusive(alternative: Alternative): boolean {
  return [...(alternative.conjuncts?.values() ?? [])].some(({ keyword }) => keyword === "oneOf");
}

/** Which branches exclude each other, as text. */
function exclusions(alternatives: readonly Alternative[]): string {
  const texts = alternatives.flatMap(({ conjuncts }) =>
    [...(conjuncts ?? [])].filter(([, { keyword }]) => keyword === "oneOf").map(([text]) => text),
  );
  return [...new Set(texts)].toSorted().join(" ");
}
