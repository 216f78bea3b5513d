/** Where a secret is in a text. `cut` when the text was shortened inside the secret. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly cut?: true;
}

/** Finds all added secrets in a text. Upper and lower case letters are equal. */
interface SecretIndex {
  add(secret: string): void;
  /** Matches in order, none inside another. Neighbours can overlap. */
  find(text: string): Match[];
}

/**
 * Adding one secret must not rebuild the search for all others. Secrets are in groups of growing size, each with its own
 * automaton; groups of equal size are merged. This takes n log n steps for n characters of secrets.
 */
export function createSecretIndex(): SecretIndex {
  interface Group {
    readonly secrets: readonly string[];
    readonly size: number;
    automaton?: Automaton;
  }
  const groups: Group[] = [];
  let searched = 0;
  const merge = (from: number): void => {
    const merged = groups.splice(from);
    if (merged.length > 0) groups.push({ secrets: merged.flatMap(({ secrets }) => secrets), size: sum(merged) });
  };
  const sum = (list: readonly Group[]): number => list.reduce((total, { size }) => total + size, 0);
  return {
    add(secret) {
      groups.push({ secrets: [secret], size: secret.length });
      searched = 0;
      let from = groups.length - 1;
      for (let size = secret.length; from > 0 && (groups[from - 1]?.size ?? 0) <= size; from--) size += groups[from - 1]?.size ?? 0;
      if (from < groups.length - 1) merge(from);
    },
    find(text) {
      if (groups.length === 0) return [];
      // Enough was searched since the last secret to pay for one automaton of all.
      searched += text.length;
      if (groups.length > 1 && searched > sum(groups)) merge(0);
      const [only] = groups;
      if (groups.length === 1 && only !== undefined) return (only.automaton ??= new Automaton(only.secrets)).find(text);
      const found = groups.flatMap((group) => (group.automaton ??= new Automaton(group.secrets)).find(text));
      return withoutInner(found.toSorted((a, b) => a.end - b.end || b.start - a.start));
    },
  };
}

/** Of matches in the order of their ends, those that are inside no other. */
function withoutInner(matches: readonly Match[]): Match[] {
  const remaining: Match[] = [];
  for (const match of matches) {
    while ((remaining.at(-1)?.start ?? -1) >= match.start) remaining.pop();
    remaining.push(match);
  }
  return remaining;
}

/** What programs write instead of the end of a secret. */
const cutMarks = ["\u2026", "...", "***"];
/** The beginning of a secret before such a mark is a match from this length on. */
const shortestCut = 4;

/** Aho and Corasick, "Efficient string matching" (1975): one pass over a text finds any number of words. */
class Automaton {
  /** Open addressing: the node, its character and the node after it. A `Map` of millions of entries takes too much memory. */
  readonly #from: Int32Array;
  readonly #character: Uint16Array;
  readonly #to: Int32Array;
  readonly #fallback: Int32Array;
  readonly #depth: Int32Array;
  /** Length of the longest secret that ends at a node, or 0. */
  readonly #longest: Int32Array;
  /** 1 for the first characters of secrets: most characters of a text are none. */
  readonly #firsts = new Uint8Array(65_536);
  readonly #filter: Filter | undefined;

  constructor(secrets: readonly string[]) {
    this.#filter = filterOf(secrets);
    const nodes = 1 + secrets.reduce((total, { length }) => total + length, 0);
    const slots = 2 ** Math.ceil(Math.log2(nodes * 2));
    this.#from = new Int32Array(slots).fill(-1);
    this.#character = new Uint16Array(slots);
    this.#to = new Int32Array(slots);
    this.#fallback = new Int32Array(nodes);
    this.#depth = new Int32Array(nodes);
    this.#longest = new Int32Array(nodes);
    const parents = new Int32Array(nodes);
    const characters = new Uint16Array(nodes);
    let count = 1;
    for (const secret of secrets) {
      let node = 0;
      for (let at = 0; at < secret.length; at++) {
        const character = folded(secret.charCodeAt(at));
        const slot = this.#slot(node, character);
        if (this.#from[slot] === -1) {
          this.#from[slot] = node;
          this.#character[slot] = character;
          this.#to[slot] = count;
          parents[count] = node;
          characters[count] = character;
          this.#depth[count] = at + 1;
          if (node === 0) this.#firsts[character] = 1;
          count++;
        }
        node = this.#to[slot]!;
      }
      this.#longest[node] = secret.length;
    }
    // Shallow nodes first: a fallback is always shallower than its node.
    const order = Array.from({ length: count - 1 }, (_, index) => index + 1).toSorted((a, b) => this.#depth[a]! - this.#depth[b]!);
    for (const node of order) {
      const parent = parents[node]!;
      const fallback = parent === 0 ? 0 : this.#step(this.#fallback[parent]!, characters[node]!);
      this.#fallback[node] = fallback;
      if (this.#longest[node] === 0) this.#longest[node] = this.#longest[fallback]!;
    }
  }

  find(text: string): Match[] {
    if (this.#filter !== undefined && !this.#filter.mayHold(text) && !cutMarks.some((mark) => text.includes(mark))) return [];
    const remaining: Match[] = [];
    const firsts = this.#firsts;
    let node = 0;
    for (let at = 0; at < text.length; at++) {
      const character = folded(text.charCodeAt(at));
      if (node === 0 && firsts[character] === 0) continue;
      if (this.#depth[node]! >= shortestCut && this.#longest[node] === 0 && cutMarks.some((mark) => text.startsWith(mark, at)))
        remaining.push({ start: at - this.#depth[node]!, end: at, cut: true });
      node = this.#step(node, character);
      const length = this.#longest[node]!;
      if (length === 0) continue;
      const start = at + 1 - length;
      while ((remaining.at(-1)?.start ?? -1) >= start) remaining.pop();
      remaining.push({ start, end: at + 1 });
    }
    return remaining;
  }

  #step(from: number, character: number): number {
    for (let node = from; ; node = this.#fallback[node]!) {
      const slot = this.#slot(node, character);
      if (this.#from[slot] !== -1) return this.#to[slot]!;
      if (node === 0) return 0;
    }
  }

  /** The slot of a transition, or the free one where it belongs. */
  #slot(node: number, character: number): number {
    const mask = this.#from.length - 1;
    let slot = (Math.imul(node, 0x9e3779b1) ^ Math.imul(character, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while (this.#from[slot] !== -1 && (this.#from[slot] !== node || this.#character[slot] !== character)) slot = (slot + 1) & mask;
    return slot;
  }
}

/** Shows that a text has none of some words, at few of its characters (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994). */
class Filter {
  /** How many characters no word can end at, by the last characters that were read. */
  readonly #shifts: Uint8Array;
  /** The beginnings of words, as numbers. */
  readonly #beginnings = new Set<number>();
  /** Of the beginnings. */
  readonly #length: number;

  constructor(words: readonly string[]) {
    this.#length = words.reduce((least, { length }) => Math.min(least, length), longestBeginning);
    this.#shifts = new Uint8Array(65_536).fill(this.#length - block + 1);
    for (const word of words) {
      for (let end = block - 1; end < this.#length; end++) {
        const slot = blockAt(word, end);
        this.#shifts[slot] = Math.min(this.#shifts[slot]!, this.#length - 1 - end);
      }
      this.#beginnings.add(this.#beginning(word, 0));
    }
  }

  /** Whether a word may be in a text. */
  mayHold(text: string): boolean {
    const shifts = this.#shifts;
    for (let end = this.#length - 1; end < text.length;) {
      const shift = shifts[blockAt(text, end)]!;
      if (shift === 0 && this.#beginnings.has(this.#beginning(text, end - this.#length + 1))) return true;
      end += shift || 1;
    }
    return false;
  }

  #beginning(text: string, start: number): number {
    let hash = 0;
    for (let at = start; at < start + this.#length; at++) hash = Math.imul(hash, 31) + folded(text.charCodeAt(at));
    return hash | 0;
  }
}

/** Characters that a filter reads together. */
const block = 3;
const longestBeginning = 32;
/** With more characters of beginnings, most blocks of a text are in one of them. */
const mostFiltered = 20_000;

function filterOf(words: readonly string[]): Filter | undefined {
  const isShort = words.some(({ length }) => length <= block);
  return isShort || words.length * longestBeginning > mostFiltered ? undefined : new Filter(words);
}

function blockAt(text: string, end: number): number {
  return ((folded(text.charCodeAt(end - 2)) << 10) ^ (folded(text.charCodeAt(end - 1)) << 5) ^ folded(text.charCodeAt(end))) & 0xffff;
}

function folded(character: number): number {
  return character >= 65 && character <= 90 ? character + 32 : character;
}

/** The text as the index compares it. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
