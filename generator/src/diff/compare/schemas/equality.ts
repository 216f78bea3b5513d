/**
 * Whether values are equal in every part and order. Pairs of parts of models that were found equal are not compared
 * again: operations share parameters. For plain data, lists, maps and sets, without cycles.
 */
export class Equality {
  readonly #same = new Map<object, object>();

  areSame(a: unknown, b: unknown): boolean {
    if (Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (this.#same.get(a) === b) return true;
    if (!this.#haveSameParts(a, b)) return false;
    // Only parts that may be shared: remembering every part costs more than comparing it.
    if ("place" in a) this.#same.set(a, b);
    return true;
  }

  // Loops without allocations: this covers two whole documents.
  #haveSameParts(a: object, b: object): boolean {
    if (Array.isArray(a)) return Array.isArray(b) && this.#haveSameItems(a, b);
    if (a instanceof Map) return b instanceof Map && this.#haveSameEntries(a, b);
    if (a instanceof Set) return b instanceof Set && this.#haveSameItems([...a], [...b]);
    if (Array.isArray(b) || b instanceof Map || b instanceof Set) return false;
    const names = Object.keys(b);
    let index = 0;
    // Ignores inherited members: it is plain data.
    for (const name in a) {
      if (name !== names[index] || !this.areSame((a as Parts)[name], (b as Parts)[name])) return false;
      index++;
    }
    return index === names.length;
  }

  #haveSameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
    if (a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!this.areSame(a[index], b[index])) return false;
    return true;
  }

  #haveSameEntries(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
    if (a.size !== b.size) return false;
    if (a.size === 0) return true;
    const others = b.entries();
    for (const [key, value] of a) {
      const [otherKey, other] = others.next().value as [unknown, unknown];
      if (!this.areSame(key, otherKey) || !this.areSame(value, other)) return false;
    }
    return true;
  }
}

type Parts = Readonly<Record<string, unknown>>;
