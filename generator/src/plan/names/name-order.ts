import { camel, longest, pascal } from "./names.js";

/** A claim to a name: its words, and an identity that does not depend on its surroundings. */
interface Named {
  readonly words: string;
  readonly identity: string;
}

/** The same with a precomputed sort key. */
interface Ranked extends Named {
  readonly rank: 0 | 1 | 2;
}

export function ranked<T extends Named>(named: T): T & Ranked {
  return { ...named, rank: rank(named.words) };
}

/**
 * The order of claims to one name: an exact spelling first, then by identity. Never by position in the document, so
 * that moving or adding parts renames nothing.
 */
export function compareNamed(a: Ranked, b: Ranked): number {
  const difference = a.rank - b.rank;
  if (difference !== 0) return difference;
  return a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0;
}

/** Operations in the order of their claims. */
export function inNameOrder<T extends { readonly operationId?: string; readonly key: string }>(operations: readonly T[]): T[] {
  return operations
    .map((operation) => ranked({ operation, words: operation.operationId ?? "", identity: operation.key }))
    .toSorted(compareNamed)
    .map(({ operation }) => operation);
}

/** A name as it is written; one that has to be changed; none. */
function rank(words: string): 0 | 1 | 2 {
  if (words === "") return 2;
  // A quick test for changes: an uncut name has such marks nowhere, and an underscore at its start only.
  if (/[-. ]/.test(words) || (words.length <= longest && words.lastIndexOf("_") > 0)) return 1;
  return camel(words) === words || pascal(words) === words ? 0 : 1;
}
