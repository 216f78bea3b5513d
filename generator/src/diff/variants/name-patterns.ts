import type { Alternative } from "./alternative.js";
import { isAnything, isNothing } from "./emptiness.js";
import { both, isDisjoint, isWithin, knownAs, languageOf, without, type Language } from "./language.js";
import { conjunction, type Node } from "./node.js";

/** Whether each name that the one pattern matches is matched by the other. */
export function isPart(inner: string, outer: string): boolean {
  const [names, others] = [languageOf(inner), languageOf(outer)];
  return names !== undefined && others !== undefined && isWithin(names, others) === true;
}

/** The constraints of other patterns on every name that the pattern matches. */
export function otherPatternSchemas(pattern: string, patterns: Alternative["patternProperties"]): readonly Node[] {
  return [...(patterns ?? [])].filter(([other]) => other !== pattern && isPart(pattern, other)).map(([, schema]) => schema);
}

/** A pattern of the names that some of these match; `undefined` where there are none. */
export function anyOf(patterns: readonly string[]): string | undefined {
  return patterns.length < 2 ? patterns[0] : patterns.map((pattern) => `(?:${pattern})`).join("|");
}

/**
 * The conjunction of both for names by pattern. A name that only one of them describes is any other name in the other: if that is closed, only names
 * that match patterns of both remain.
 */
export function meetingPatterns(a: Alternative, b: Alternative): Alternative["patternProperties"] {
  if (a.patternProperties === undefined && b.patternProperties === undefined) return undefined;
  const met = new Map<string, Node>();
  const add = (pattern: string, schema: Node): void => {
    const known = met.get(pattern);
    met.set(pattern, known === undefined || known.key === schema.key ? schema : conjunction([known, schema]));
  };
  for (const [alternative, other] of [
    [a, b],
    [b, a],
  ] as const)
    for (const [pattern, schema] of alternative.patternProperties ?? [])
      for (const [names, stated] of remainingSchemas(pattern, schema, other)) add(names, stated);
  return met.size === 0 ? undefined : met;
}

/** The rest of a pattern's schema, and the other constraints on names that it matches, next to another alternative. */
function remainingSchemas(
  pattern: string,
  schema: Node,
  { patternProperties, additional }: Alternative,
): readonly (readonly [pattern: string, schema: Node])[] {
  const others = anyOf([...(patternProperties?.keys() ?? [])].toSorted());
  if (additional === undefined || additional.schemas.every(isAnything) || patternProperties?.has(pattern)) return [[pattern, schema]];
  const isClosed = isNothing(additional);
  const [names, known] = [languageOf(pattern), others === undefined ? undefined : languageOf(others)];
  const areApart = others === undefined || (names !== undefined && known !== undefined && isDisjoint(names, known) === true);
  if (areApart) return isClosed ? [] : [[pattern, conjunction([schema, additional])]];
  if (isPart(pattern, others)) return [[pattern, conjunction([schema, ...otherPatternSchemas(pattern, patternProperties)])]];
  if (isClosed) return [[common(pattern, others), schema]];
  return [
    [pattern, schema],
    [outside(pattern, others), additional],
  ];
}

/** Names that both match: the narrower of two, or a look-ahead for each. */
function common(a: string, b: string): string {
  if (isPart(b, a)) return b;
  const [first, second] = [a, b].toSorted() as [string, string];
  return named(`^(?=${fromStart(first)})(?=${fromStart(second)})`, first, second, both);
}

/** Names that the one matches and the other does not. */
function outside(pattern: string, others: string): string {
  return named(`^(?=${fromStart(pattern)})(?!${fromStart(others)})`, pattern, others, without);
}

/** A look-ahead over the rest of a text has no automaton: its meaning is composed of its parts. */
function named(text: string, a: string, b: string, combine: (a: Language, b: Language) => Language | undefined): string {
  knownAs(text, () => {
    const [first, second] = [languageOf(a), languageOf(b)];
    return first && second && combine(first, second);
  });
  return text;
}

function fromStart(pattern: string): string {
  if (pattern.includes("|")) return `[^]*(?:${pattern})`;
  return pattern.startsWith("^") ? pattern.slice(1) : `[^]*${pattern}`;
}
