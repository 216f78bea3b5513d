/** Alternatives that may be made for one node: large public documents take 620 at the most. */
const mostOfOne = 20_000;
/** What all nodes of one document may take beyond what is usual for one, before each is left with that. */
const [usual, mostOfAll] = [1_000, 500_000];

/**
 * What it takes to work out what schemas mean: a schema that leads back to itself in many ways has as many meanings as there are ways, and a
 * conjunction of unions as many as there are choices.
 */
export class Work {
  /** How often something rested on the way to it: a schema that leads back to itself, or a question that is part of its own answer. */
  cuts = 0;
  left = mostOfOne;
  #spent = 0;
  readonly #outer: number[] = [];

  begin(): void {
    this.#outer.push(this.left);
    this.left = this.#spent < mostOfAll ? mostOfOne : usual;
  }

  end(): void {
    const most = this.#spent < mostOfAll ? mostOfOne : usual;
    this.#spent += Math.max(most - this.left - usual, 0);
    this.left = this.#outer.pop() ?? mostOfOne;
  }

  /** Whether schemas stay as they are written from here on. */
  get isDone(): boolean {
    return this.left < 0;
  }
}
