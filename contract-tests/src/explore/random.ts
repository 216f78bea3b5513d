/** Random choices that repeat for the same seed. */
export interface Random {
  readonly seed: number;
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  pick<T>(items: readonly T[]): T | undefined;
  /** Lower-case letters and digits, the first one a letter. */
  word(length: number): string;
}

/** Mulberry32: small, fast, and the same on every platform. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(items: readonly T[]): T | undefined => items[integer(0, items.length - 1)];
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const word = (length: number): string =>
    Array.from({ length }, (_, index) => pick([...(index === 0 ? letters : `${letters}0123456789`)]) ?? "a").join("");
  return { seed, next, integer, pick, word };
}
