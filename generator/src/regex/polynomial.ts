import { visitRegExpAST, type AST } from "@eslint-community/regexpp";
import { numberedCycles, stronglyConnected } from "../algorithms/strongly-connected.js";
import { overlapAll, type Characters } from "./characters.js";
import { Positions, TooLarge } from "./positions.js";
import { parse } from "./slow.js";

/** Patterns with more positions are not looked at: the search is cubic in them. */
const limit = 60;
/** So many questions take less than a tenth of a second. A pattern that needs more is one of which many parts read the same. */
const budget = 1_000_000;

class TooMany extends Error {}

/**
 * Whether a backtracking engine can take a time that grows with the square of a text, or faster: `\s+$`, `^a*a*b`. A search that may begin anywhere
 * counts as a loop in front.
 *
 * Polynomial is exactly: one text leads from a position p back to p, from p to another position q, and from q back to q (Weber and Seidl, "On the
 * degree of ambiguity of finite automata"), and what follows can fail.
 *
 * @param unsure What is said of a pattern that is too large to be looked at.
 */
export function isPolynomial(pattern: string, unsure = false): boolean {
  // Most patterns repeat nothing without an end, and need no parser.
  if (!/[*+]|,\}|\d\d\}/.test(pattern)) return false;
  return parse(pattern)?.alternatives.some((alternative) => isSlow(alternative, unsure)) === true;
}

function isSlow(alternative: AST.Alternative, unsure: boolean): boolean {
  const positions = new Positions();
  const [first] = alternative.elements;
  try {
    const search = first?.type === "Assertion" && first.kind === "start" ? undefined : positions.anywhere();
    const body = positions.read(alternative);
    if (positions.characters.length > limit) return unsure;
    if (search !== undefined) positions.connect(search.last, body.first);
    // Where the pattern may end, the search does, unless something is asked of the place.
    const ends = asksForPlace(alternative) ? new Set<number>() : body.last;
    return hasTwoLoops(positions, ends);
  } catch (error) {
    if (error instanceof TooLarge) return unsure;
    // What is matched another way, though it need not be, is matched all the same.
    if (error instanceof TooMany) return true;
    throw error;
  }
}

/** Whether there is an assertion (`$`, `\b`, a look-around) that can fail, the one in front aside. */
function asksForPlace(alternative: AST.Alternative): boolean {
  let found = false;
  visitRegExpAST(alternative, {
    onAssertionEnter(assertion) {
      if (assertion !== alternative.elements[0]) found = true;
    },
  });
  return found;
}

/**
 * Looks for p and q in loops of the automaton such that three ways at a time, over one text, lead from (p, p, q) to (p, q, q).
 *
 * All pairs are looked for at once: with a step from each (p, q, q) back to its (p, p, q), the two are in one component where there is such a text.
 * Steps back of other pairs find nothing else: they change where the middle way is alone, which the first one leads from p, and the last one to q.
 */
function hasTwoLoops(positions: Positions, ends: ReadonlySet<number>): boolean {
  const next = positions.follow.map((following) => [...following]);
  const loop = numberedCycles(
    stronglyConnected(next.keys(), (position) => next[position] ?? []),
    (position) => next[position] ?? [],
  );
  const within = next.map((following, position) => following.filter((other) => loop.has(position) && loop.get(other) === loop.get(position)));
  const count = next.length;
  const key = (a: number, b: number, c: number): number => (a * count + b) * count + c;
  const overlaps = new Overlaps(positions.characters);
  const steps = (state: number): readonly number[] => {
    const [a, b, c] = [Math.floor(state / count / count), Math.floor(state / count) % count, state % count];
    const reached = a !== b && b === c ? [key(a, a, c)] : [];
    for (const x of within[a] ?? []) {
      for (const z of within[c] ?? []) {
        if (!overlaps.all(x, x, z)) continue;
        for (const y of next[b] ?? []) if (overlaps.all(x, y, z)) reached.push(key(x, y, z));
      }
    }
    return reached;
  };
  const loops = [...loop.keys()];
  const pairs = loops.flatMap((p) => loops.filter((q) => q !== p && !ends.has(q)).map((q) => [p, q] as const));
  const starts = pairs.map(([p, q]) => key(p, p, q));
  const component = numberedCycles(stronglyConnected(starts, steps), steps);
  return pairs.some(([p, q]) => component.has(key(p, p, q)) && component.get(key(p, p, q)) === component.get(key(p, q, q)));
}

/** Whether one character is read at three positions; worked out once for each three. */
class Overlaps {
  readonly #characters: readonly Characters[];
  readonly #known: Uint8Array;
  #asked = 0;

  constructor(characters: readonly Characters[]) {
    this.#characters = characters;
    this.#known = new Uint8Array(characters.length ** 3);
  }

  /** @throws {TooMany} When that has been asked too often. */
  all(a: number, b: number, c: number): boolean {
    if (++this.#asked > budget) throw new TooMany();
    const count = this.#characters.length;
    const index = (a * count + b) * count + c;
    this.#known[index] ||= overlapAll(this.#characters[a] ?? [], this.#characters[b] ?? [], this.#characters[c] ?? []) ? yes : no;
    return this.#known[index] === yes;
  }
}

const yes = 1;
const no = 2;
