/** How much of one kind of work may be done. */
export interface Limits {
  /** The maximum for one question: many times the need of large public documents. */
  readonly one: number;
  /** The usual need of one question: each gets at least this once all questions have used their share. */
  readonly usual: number;
  /** The shared maximum of all questions beyond that. */
  readonly all: number;
}

/**
 * A budget of steps for unbounded work, so that results do not depend on the machine. A question that takes very long is stopped, and
 * thousands of long questions get less each, while usual ones still get results.
 */
export class Allowance {
  #taken = 0;
  #beyond = 0;
  /** The steps used when another question started on their behalf, with its own budget. */
  readonly #outer: number[] = [];

  constructor(readonly limits: Limits) {}

  /** A question on its own behalf. */
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

  /** Whether the current question has used its budget. */
  get isSpent(): boolean {
    const { one, usual, all } = this.limits;
    return this.#taken >= (this.#beyond >= all ? usual : one);
  }
}
