import type { AST } from "@eslint-community/regexpp";
import { charactersOf, type Characters } from "./characters.js";

/** Positions, each with the number of paths to it. */
type PathCounts = ReadonlyMap<number, number>;

/** Part of an automaton: where it begins, where it ends, and in how many ways it can be empty. */
export interface Fragment {
  readonly first: PathCounts;
  readonly last: PathCounts;
  readonly empty: number;
}

export class TooLarge extends Error {}

const mostPositions = 5_000;
/** Repetitions of one character that are counted out. Of others, so many as `copies`. */
const counted = 100;
const copies = 4;
/** So many ways to read nothing cost an engine too much. */
const mostEmpty = 16;
const emptyFragment: Fragment = { first: new Map(), last: new Map(), empty: 1 };

/**
 * A pattern as an automaton without empty moves (Glushkov), in which each move has the number of ways in which a backtracking engine makes
 * it. An engine never has more ways than the automaton: where repetitions are not counted out, it has those of a loop.
 */
export class WeightedAutomaton {
  readonly characters: Characters[] = [];
  readonly follow: Map<number, number>[] = [];
  /** Whether a loop represents required repetitions. The automaton then ends earlier than the pattern. */
  endsEarly = false;

  /** @throws {TooLarge} */
  read(element: AST.Element | AST.Alternative): Fragment {
    switch (element.type) {
      case "Group":
      case "CapturingGroup":
        return this.#either(element.alternatives.map((alternative) => this.read(alternative)));
      case "Alternative":
        return this.#sequence(element.elements.map((part) => () => this.read(part)));
      case "Quantifier":
        return this.#repeat(element);
      case "Assertion":
        return emptyFragment;
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return this.#position(charactersOf(element));
      case "Backreference":
      case "ExpressionCharacterClass":
        throw new TooLarge();
    }
  }

  #position(characters: Characters): Fragment {
    if (this.characters.length >= mostPositions) throw new TooLarge();
    const position = this.characters.push(characters) - 1;
    this.follow.push(new Map());
    return { first: new Map([[position, 1]]), last: new Map([[position, 1]]), empty: 0 };
  }

  #sequence(parts: readonly (() => Fragment)[]): Fragment {
    let result = emptyFragment;
    for (const part of parts) {
      const next = part();
      this.#connect(result.last, next.first);
      result = {
        first: sum(result.first, next.first, result.empty),
        last: sum(next.last, result.last, next.empty),
        empty: bounded(result.empty * next.empty),
      };
    }
    return result;
  }

  #either(parts: readonly Fragment[]): Fragment {
    const [first, last] = [new Map<number, number>(), new Map<number, number>()];
    let empty = 0;
    for (const part of parts) {
      add(first, part.first, 1);
      add(last, part.last, 1);
      empty = bounded(empty + part.empty);
    }
    return { first, last, empty };
  }

  #repeat({ element, min, max }: AST.Quantifier): Fragment {
    if (max === 0) return emptyFragment;
    const read = (): Fragment => this.read(element);
    const first = read();
    const exact = isCharacter(element) ? counted : copies;
    // A part that may be empty distributes a text among its repetitions in many ways.
    if (first.empty > 0 && min > copies) throw new TooLarge();
    if (min > exact) this.endsEarly = true;
    const needed = Math.min(min, exact);
    const parts = Array.from({ length: needed }, (_, index) => (index === 0 ? () => first : read));
    if (min === max && min <= exact) return this.#sequence(parts);
    const rest = (): Fragment => {
      const body = needed === 0 ? first : read();
      if (max > 1) this.#connect(body.last, body.first);
      return { ...body, empty: bounded(body.empty + 1) };
    };
    return this.#sequence([...parts, rest]);
  }

  #connect(from: PathCounts, to: PathCounts): void {
    for (const [position, left] of from) {
      const follow = this.follow[position] as Map<number, number>;
      for (const [next, entered] of to) follow.set(next, bounded((follow.get(next) ?? 0) + left * entered));
      this.#moves += to.size;
      if (this.#moves > mostMoves) throw new TooLarge();
    }
  }

  #moves = 0;
}

const mostMoves = 50_000;

function isCharacter(element: AST.Element): boolean {
  return element.type === "Character" || element.type === "CharacterSet" || element.type === "CharacterClass";
}

function bounded(ways: number): number {
  if (ways > mostEmpty) throw new TooLarge();
  return ways;
}

function sum(a: PathCounts, b: PathCounts, times: number): PathCounts {
  if (times === 0 || b.size === 0) return a;
  if (a.size === 0 && times === 1) return b;
  const result = new Map(a);
  add(result, b, times);
  return result;
}

function add(to: Map<number, number>, ways: PathCounts, times: number): void {
  for (const [position, count] of ways) to.set(position, bounded((to.get(position) ?? 0) + count * times));
}
