/** A stream of numbers that depends on its seed and nothing else: no clock, no `Math.random`. */
export interface Random {
  /** An integer from 0 to `below` - 1. */
  below(below: number): number;
  pick<T>(items: readonly T[]): T;
  /** Another stream, for a part of the value, so that a change in one part does not move the others. */
  fork(label: string | number): Random;
}

/** FNV-1a over the UTF-16 units of a text: how a pointer becomes a seed. */
export function hash(text: string, start: number = 0x811c9dc5): number {
  let state = start;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return state >>> 0;
}

/** @param seed Called for the first number: most values need none. */
export function randomFrom(seed: () => number): Random {
  return new Mulberry(seed);
}

/** Mulberry32: 32 bits of state are plenty for test data, and the same on every platform. */
class Mulberry implements Random {
  #state: number | undefined;

  constructor(private readonly seed: () => number) {}

  below(limit: number): number {
    return limit <= 1 ? 0 : Math.floor(this.#next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  fork(label: string | number): Random {
    return new Mulberry(() => hash(String(label), this.seed() ^ 0x9e3779b9));
  }

  #next(): number {
    const state = ((this.#state ?? this.seed() >>> 0) + 0x6d2b79f5) >>> 0;
    this.#state = state;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}
