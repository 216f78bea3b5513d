import type { AST } from "@eslint-community/regexpp";
import { charactersOf, everything, type Characters } from "./characters.js";

/**
 * A pattern as an automaton without empty transitions (Glushkov): each character that is read is a position, and `follow`
 * has the possible next positions. Two paths through the automaton are two ways to match.
 */
export interface Fragment {
  readonly first: ReadonlySet<number>;
  readonly last: ReadonlySet<number>;
  readonly nullable: boolean;
}

/** Patterns that need more are not analysed: they have large counts, not nested repetitions. */
const limit = 160;
const copies = 4;

export class TooLarge extends Error {}

export class Positions {
  readonly characters: Characters[] = [];
  readonly follow: Set<number>[] = [];
  /** Whether one position follows another in two ways, as in `(a*)*`: two paths with the same positions. */
  twice = false;

  read(element: AST.Element | AST.Pattern | AST.Alternative): Fragment {
    switch (element.type) {
      case "Pattern":
      case "Group":
      case "CapturingGroup":
        return this.#either(element.alternatives.map((alternative) => this.read(alternative)));
      case "Alternative":
        return this.#sequence(element.elements.map((part) => () => this.read(part)));
      case "Quantifier":
        return this.#repeat(element);
      case "Assertion":
        return empty;
      case "Backreference":
        return this.#position(everything);
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return this.#position(charactersOf(element));
      case "ExpressionCharacterClass":
        return this.#position(everything);
    }
  }

  #position(characters: Characters): Fragment {
    if (this.characters.length >= limit) throw new TooLarge();
    const position = this.characters.push(characters) - 1;
    this.follow.push(new Set());
    return { first: new Set([position]), last: new Set([position]), nullable: false };
  }

  #sequence(parts: readonly (() => Fragment)[]): Fragment {
    let result = empty;
    for (const part of parts) result = this.#then(result, part());
    return result;
  }

  #then(a: Fragment, b: Fragment): Fragment {
    this.connect(a.last, b.first);
    return {
      first: a.nullable ? union(a.first, b.first) : a.first,
      last: b.nullable ? union(a.last, b.last) : b.last,
      nullable: a.nullable && b.nullable,
    };
  }

  #either(parts: readonly Fragment[]): Fragment {
    return {
      first: new Set(parts.flatMap(({ first }) => [...first])),
      last: new Set(parts.flatMap(({ last }) => [...last])),
      nullable: parts.length === 0 || parts.some(({ nullable }) => nullable),
    };
  }

  /** `x{2,5}` is `xx` and some more; the maximum does not affect ambiguity. */
  #repeat({ element, min, max }: AST.Quantifier): Fragment {
    if (max === 0) return empty;
    const read = (): Fragment => this.read(element);
    const needed = Array.from({ length: Math.min(min, copies) }, () => read);
    if (min === max) return this.#sequence(needed);
    if (max === 1) return { ...read(), nullable: true };
    return this.#sequence([...needed, () => this.#star(read())]);
  }

  #star(body: Fragment): Fragment {
    this.connect(body.last, body.first);
    return { ...body, nullable: true };
  }

  connect(from: ReadonlySet<number>, to: ReadonlySet<number>): void {
    for (const position of from) {
      for (const next of to) {
        if (this.follow[position]?.has(next)) this.twice = true;
        this.follow[position]?.add(next);
      }
    }
  }
}

const empty: Fragment = { first: new Set(), last: new Set(), nullable: true };

function union(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a, ...b]);
}
