import { visitRegExpAST, type AST } from "@eslint-community/regexpp";
import { numberedCycles, stronglyConnected } from "../../strongly-connected.js";
import { overlapAll } from "./characters.js";
import { Positions, TooLarge } from "./positions.js";
import { parse } from "./slow.js";

/** Patterns with more positions are not looked at: the search is cubic in them. */
const limit = 60;

/**
 * Whether a backtracking engine can take a time that grows with the square of a text, or faster: `\s+$`, `^a*a*b`. A search that may begin anywhere
 * counts as a loop in front.
 *
 * Polynomial is exactly: one text leads from a position p back to p, from p to another position q, and from q back to q (Weber and Seidl, "On the
 * degree of ambiguity of finite automata"), and what follows can fail.
 */
export function isPolynomial(pattern: string): boolean {
  // Most patterns repeat nothing without an end, and need no parser.
  if (!/[*+]|,\}|\d\d\}/.test(pattern)) return false;
  return parse(pattern)?.alternatives.some(isSlow) === true;
}

function isSlow(alternative: AST.Alternative): boolean {
  const positions = new Positions();
  const [first] = alternative.elements;
  try {
    const search = first?.type === "Assertion" && first.kind === "start" ? undefined : positions.anywhere();
    const body = positions.read(alternative);
    if (positions.characters.length > limit) return false;
    if (search !== undefined) positions.connect(search.last, body.first);
    // Where the pattern may end, the search does, unless something is asked of the place.
    const ends = asksForPlace(alternative) ? new Set<number>() : body.last;
    return hasTwoLoops(positions, ends);
  } catch (error) {
    if (error instanceof TooLarge) return false;
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

/** Looks for p and q in loops of the automaton such that three ways at a time, over one text, lead from (p, p, q) to (p, q, q). */
function hasTwoLoops({ characters, follow }: Positions, ends: ReadonlySet<number>): boolean {
  const all = characters.map((_, index) => index);
  const next = (position: number): readonly number[] => [...(follow[position] ?? [])];
  const loop = numberedCycles(stronglyConnected(all, next), next);
  const loops = [...loop.keys()];
  const inLoop = (position: number, of: number): boolean => loop.get(position) === loop.get(of);
  return loops.some((p) =>
    loops.some((q) => {
      if (p === q || ends.has(q)) return false;
      const wanted = key(p, q, q);
      const seen = new Set([key(p, p, q)]);
      const waiting: (readonly [number, number, number])[] = [[p, p, q]];
      for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
        for (const a of next(at[0])) {
          if (!inLoop(a, p)) continue;
          for (const c of next(at[2])) {
            if (!inLoop(c, q)) continue;
            for (const b of next(at[1])) {
              const reached = key(a, b, c);
              if (seen.has(reached) || !overlapAll(characters[a] ?? [], characters[b] ?? [], characters[c] ?? [])) continue;
              if (reached === wanted) return true;
              seen.add(reached);
              waiting.push([a, b, c]);
            }
          }
        }
      }
      return false;
    }),
  );
}

function key(a: number, b: number, c: number): number {
  return (a * limit + b) * limit + c;
}
