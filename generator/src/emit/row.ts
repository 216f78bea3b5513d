/**
 * Tasks in a row that two threads take from its two ends until they meet: one is there to make all of them, and the other one helps when it has
 * nothing else to do.
 */
export class Row {
  /** @param memory The same on both sides: how many are taken from either end, each in a half of it. */
  constructor(readonly memory: BigInt64Array<SharedArrayBuffer> = new BigInt64Array(new SharedArrayBuffer(8))) {}

  /** The index of the next task from the front of so many; `undefined` where all are taken. */
  first(length: number): number | undefined {
    return this.#take(length, 1n)?.front;
  }

  /** The index of the task that `last` would take. */
  next(length: number): number | undefined {
    const { front, behind } = counts(Atomics.load(this.memory, 0));
    return front + behind < length ? length - 1 - behind : undefined;
  }

  /** The index of the next task from the back. */
  last(length: number): number | undefined {
    const taken = this.#take(length, back);
    return taken === undefined ? undefined : length - 1 - taken.behind;
  }

  /** The same for somebody who begins at the front once more, in the place of one who could not go on. */
  anew(): Row {
    return new Row(new BigInt64Array(new SharedArrayBuffer(8)).fill((Atomics.load(this.memory, 0) / back) * back));
  }

  /** Whether some were taken from the back. */
  get isDivided(): boolean {
    return Atomics.load(this.memory, 0) >= back;
  }

  /** How many had been taken from either end before this one. */
  #take(length: number, step: bigint): { readonly front: number; readonly behind: number } | undefined {
    for (;;) {
      const before = Atomics.load(this.memory, 0);
      const { front, behind } = counts(before);
      if (front + behind >= length) return undefined;
      if (Atomics.compareExchange(this.memory, 0, before, before + step) === before) return { front, behind };
    }
  }
}

const back = 1n << 32n;

/** How many a number says are taken from either end. */
export function counts(taken: bigint): { readonly front: number; readonly behind: number } {
  return { front: Number(taken % back), behind: Number(taken / back) };
}
