import { camel, longest, pascal } from "./names.js";

/** What wants a name: its own words, and what it is in the document whatever stands around it. */
interface Named {
  readonly words: string;
  readonly identity: string;
}

/** The same with what its words are worth, which a comparison would work out again each time. */
interface Ranked extends Named {
  readonly rank: 0 | 1 | 2;
}

export function ranked<T extends Named>(named: T): T & Ranked {
  return { ...named, rank: rank(named.words) };
}

/**
 * Who is asked first where two want one name: whoever is spelled just like it, then by identity. Never by the place in the document, so
 * that moving things about, or adding others anywhere, renames nothing.
 */
export function compareNamed(a: Ranked, b: Ranked): number {
  const difference = a.rank - b.rank;
  if (difference !== 0) return difference;
  return a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0;
}

/** Operations in the order in which they are asked for their names. */
export function inNameOrder<T extends { readonly operationId?: string; readonly key: string }>(operations: readonly T[]): T[] {
  return operations
    .map((operation) => ranked({ operation, words: operation.operationId ?? "", identity: operation.key }))
    .toSorted(compareNamed)
    .map(({ operation }) => operation);
}

/** A name as it is written; one that has to be changed; none. */
function rank(words: string): 0 | 1 | 2 {
  if (words === "") return 2;
  // Most that has to be changed can be told at a glance: a name that is not cut has such marks nowhere, and an underscore at its start alone.
  if (/[-. ]/.test(words) || (words.length <= longest && words.lastIndexOf("_") > 0)) return 1;
  return camel(words) === words || pascal(words) === words ? 0 : 1;
}
