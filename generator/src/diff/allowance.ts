/** How much of one kind of work may be done. */
export interface Limits {
  /** What one question may take: many times what it takes in large public documents. */
  readonly one: number;
  /** What is usual for one: with so much each is left once all of them have taken theirs. */
  readonly usual: number;
  /** What all questions together may take beyond that. */
  readonly all: number;
}

/**
 * What is left of work that some documents have no end of, counted in steps, so that what is found does not depend on the machine. One question that
 * takes very long is given up, and thousands that take long each are asked less of, where the usual ones still get their answers.
 */
export class Allowance {
  #taken = 0;
  #beyond = 0;
  /** What questions had taken when another one was asked for their sake, which has an allowance of its own. */
  readonly #outer: number[] = [];

  constructor(readonly limits: Limits) {}

  /** Another question, which is asked for the sake of none. */
  next(): void {
    this.#taken = 0;
  }

  begin(): void {
    this.#outer.push(this.#taken);
    this.#taken = 0;
  }

  end(): void {
    this.#taken = this.#outer.pop() ?? 0;
  }

  take(steps: number): void {
    const before = Math.max(this.#taken, this.limits.usual);
    this.#taken += steps;
    this.#beyond += Math.max(this.#taken - before, 0);
  }

  /** Whether the question at hand may take no more. */
  get isSpent(): boolean {
    const { one, usual, all } = this.limits;
    return this.#taken >= (this.#beyond >= all ? usual : one);
  }
}
