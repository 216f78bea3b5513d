/**
 * The choices on the way to one value, so that the next attempt can change the last of them.
 * Replays the same path each time and changes the deepest choice with another alternative: depth-first search without a tree.
 */
export class Choices {
  private readonly path: { taken: number; readonly of: number }[] = [];
  private position = 0;

  /** The alternative to take this time, of `of`; 0 first. */
  take(of: number): number {
    const known = this.path[this.position];
    this.position++;
    if (known !== undefined) return Math.min(known.taken, of - 1);
    this.path.push({ taken: 0, of });
    return 0;
  }

  /** Prepares the next attempt; false when every alternative has been tried. */
  next(): boolean {
    this.position = 0;
    for (;;) {
      const last = this.path.at(-1);
      if (last === undefined) return false;
      if (++last.taken < last.of) return true;
      this.path.pop();
    }
  }
}
