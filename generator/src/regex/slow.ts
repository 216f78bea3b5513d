import { visitRegExpAST, type AST } from "@eslint-community/regexpp";
import { memoize } from "../algorithms/memoize.js";
import { stronglyConnected } from "../algorithms/strongly-connected.js";
import { charactersOf, overlap, type Characters } from "./characters.js";
import { Positions, TooLarge } from "./positions.js";
import { patternSyntax } from "./read.js";

/**
 * The part of a pattern that can match one text in exponentially many ways, all of which a backtracking engine tries when the rest
 * of the pattern fails: `(a+)+$`. `undefined` if there is none.
 *
 * Exponential means: inside a repetition, one text leads from a position back to itself along two different paths
 * (Weber and Seidl, "On the degree of ambiguity of finite automata"). The search runs in the automaton of each repetition, two paths at a time.
 * A long sequence of optional parts is as slow.
 * A part that is too large for the search does not count as slow.
 */
export function slowPart(pattern: string): string | undefined {
  // Most patterns repeat no group and leave little open, and need no parser.
  if (!/\)(?:[*+]|\{\d)|(?:[?}*][^?}*]*){16}/.test(pattern)) return undefined;
  const tree = patternSyntax(pattern)?.tree;
  if (!tree) return undefined;
  let slow: string | undefined;
  visitRegExpAST(tree, {
    onQuantifierEnter(quantifier) {
      if (quantifier.max >= many && canFailAfter(quantifier) && isAmbiguous(quantifier)) slow ??= quantifier.raw;
    },
    onAlternativeEnter(alternative) {
      slow ??= openRow(alternative);
    },
  });
  return slow;
}

/** A sequence of optional parts that is so long that a text can be distributed among them in countless ways: `a?a?a?…$`. */
function openRow({ elements }: AST.Alternative): string | undefined {
  let row: readonly OpenPiece[] = [];
  for (const element of elements) {
    const piece = openPiece(element);
    const before = row.at(-1);
    row = piece === undefined ? [] : before !== undefined && overlap(before.characters, piece.characters) ? [...row, piece] : [piece];
    if (row.length >= many) return row.map(({ raw }) => raw).join("");
  }
  return undefined;
}

interface OpenPiece {
  readonly characters: Characters;
  readonly raw: string;
}

/** One character, or characters of one kind, so often or less often. */
function openPiece(element: AST.Element): OpenPiece | undefined {
  if (element.type !== "Quantifier" || element.min === element.max) return undefined;
  const inner = element.element;
  if (inner.type !== "Character" && inner.type !== "CharacterSet" && inner.type !== "CharacterClass") return undefined;
  return { characters: charactersOf(inner), raw: element.raw };
}

/** A repetition that ends soon ends its search soon. */
const many = 16;

/** Whether anything after the repetition can make the match fail; without that, the first way is the last. */
function canFailAfter(quantifier: AST.Quantifier): boolean {
  let inner: AST.Node = quantifier;
  for (;;) {
    const outer = inner.parent as AST.Node | null;
    if (!outer) return false;
    if (outer.type === "Quantifier" && outer.max > 1) return true;
    if (outer.type === "Alternative" && lastThatMustMatch(outer) > inner.start) return true;
    inner = outer;
  }
}

/** The index of the last required part of an alternative; -1 if all are optional. */
const lastThatMustMatch = memoize(({ elements }: AST.Alternative): number => elements.findLast(mustMatch)?.start ?? -1);

function mustMatch(element: AST.Element): boolean {
  if (element.type === "Quantifier") return element.min > 0 && mustMatch(element.element);
  if (element.type === "Group" || element.type === "CapturingGroup") return element.alternatives.every(({ elements }) => elements.some(mustMatch));
  return true;
}

function isAmbiguous({ element, raw }: AST.Quantifier): boolean {
  if (!/[*+}?|]/.test(raw.slice(0, -1))) return false;
  const positions = new Positions();
  try {
    const body = positions.read(element);
    positions.connect(body.last, body.first);
    return positions.twice || hasTwoPaths(positions);
  } catch (error) {
    if (error instanceof TooLarge) return false;
    throw error;
  }
}

/** Maximum number of moves of two paths: some hundredths of a second. There can be as many as the fourth power of the positions. */
const mostMoves = 1_000_000;

/**
 * Searches for positions p ≠ q that two paths from one start reach at the same time, and that meet again: (s,s) → (p,q) → … → (r,r) in
 * the product of the automaton with itself. All four are in one strongly connected component, so that r leads back to s.
 */
function hasTwoPaths({ characters, follow }: Positions): boolean {
  const count = characters.length;
  // An empty class reads nothing: no path leads through it.
  const next = (position: number): number[] => [...(follow[position] ?? [])].filter((to) => characters[to]?.length !== 0);
  const components = stronglyConnected(characters.keys(), next);
  const componentOf = new Map(components.flatMap((members, number) => members.map((position) => [position, number] as const)));
  const inside = Array.from(characters, (_, position) => next(position).filter((to) => componentOf.get(to) === componentOf.get(position)));

  const isVisited = new Uint8Array(count * count);
  const waiting = inside.map((_, position) => [position, position] as const);
  let left = mostMoves;
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [first, second] = pair;
    left -= (inside[first]?.length ?? 0) * (inside[second]?.length ?? 0);
    if (left < 0) throw new TooLarge();
    for (const a of inside[first] ?? []) {
      for (const b of inside[second] ?? []) {
        if (a === b) {
          if (first !== second) return true;
          continue;
        }
        const [low, high] = a < b ? [a, b] : [b, a];
        if (isVisited[low * count + high] === 1) continue;
        isVisited[low * count + high] = 1;
        if (overlap(characters[low] ?? [], characters[high] ?? [])) waiting.push([low, high]);
      }
    }
  }
  return false;
}
