import { escapeToken, type JsonPointer } from "../../model/place.js";

/** An outline of a text that has no aliases, as plain data: another thread may have made it. */
export interface OutlineData {
  readonly start: Int32Array<ArrayBuffer>;
  readonly next: Int32Array<ArrayBuffer>;
  readonly key: Int32Array<ArrayBuffer>;
  readonly names: ReadonlyMap<number, string>;
}

/**
 * Where every node of a parsed file starts, as three parallel lists: a node's children follow it, and `next` is the node after its last child.
 * A tree of objects for a file of 13 MB would cost more than the file's values.
 */
export class Outline {
  readonly #text: string;
  readonly #start: Offsets;
  readonly #next: Offsets;
  /** Where a key ends that the text has as it is, for few are ever read, or the complement (`~`) of an item's index. */
  readonly #key: Offsets;
  /** Any other key. */
  readonly #names: Map<number, string>;
  readonly #open: number[] = [];
  readonly #count: number[] = [];
  readonly #alias = new Map<number, number>();

  /**
   * @param text The file's text. Not asked for where all keys are given.
   * @param data What there is of it already.
   */
  constructor(text = "", data?: OutlineData) {
    this.#text = text;
    this.#start = new Offsets(data?.start);
    this.#next = new Offsets(data?.next);
    this.#key = new Offsets(data?.key);
    this.#names = new Map(data?.names);
  }

  /** Nothing is added to it afterwards. */
  get data(): OutlineData {
    return { start: this.#start.list, next: this.#next.list, key: this.#key.list, names: this.#names };
  }

  /**
   * Adds a node inside the one that is open. `start` is the offset of its key, or of its first character where it has none.
   * @param key The key, or the offset where it ends, before its closing quote, in a text that writes it as it is.
   */
  add(start: number, key?: string | number): number {
    const depth = this.#open.length - 1;
    const index = this.#start.length;
    this.#start.push(start);
    if (typeof key === "string" || (key === undefined && depth < 0)) this.#names.set(index, key ?? "");
    this.#key.push(typeof key === "number" ? key : ~(this.#count[depth] ?? 0));
    if (depth >= 0) this.#count[depth] = (this.#count[depth] ?? 0) + 1;
    this.#next.push(index + 1);
    return index;
  }

  open(index: number): void {
    this.#open.push(index);
    this.#count.push(0);
  }

  close(): void {
    const index = this.#open.pop();
    this.#count.pop();
    if (index !== undefined) this.#next.set(index, this.#start.length);
  }

  /** Says that the node `index` is the node `target` written a second time (a YAML alias). */
  alias(index: number, target: number): void {
    this.#alias.set(index, target);
  }

  /** The pointer of the node that is open. */
  pointer(): JsonPointer {
    return `#${this.#open
      .slice(1)
      .map((index) => `/${escapeToken(this.#keyOf(index))}`)
      .join("")}`;
  }

  /** The offset of the node that the tokens lead to, or of its nearest ancestor. */
  offset(tokens: readonly string[]): number {
    return this.#start.at(this.#nearest(0, tokens).at);
  }

  /** The node that the tokens lead to from another one, or as far as they lead. */
  #nearest(from: number, tokens: readonly string[]): { readonly at: number; readonly left: number } {
    let at = from;
    for (const [step, token] of tokens.entries()) {
      const parent = this.#alias.get(at) ?? at;
      const found = this.#child(parent, token);
      const left = tokens.length - step;
      if (found === undefined) return { at, left };
      if (this.#before.has(found)) return this.#amongEqual(found, tokens.slice(step + 1));
      at = found;
    }
    return { at, left: 0 };
  }

  /** What stands under equal keys may have been put together. */
  #amongEqual(last: number, tokens: readonly string[]): { readonly at: number; readonly left: number } {
    let nearest = this.#nearest(last, tokens);
    for (let way = this.#before.get(last); way !== undefined && nearest.left > 0; way = this.#before.get(way)) {
      const other = this.#alias.has(way) ? nearest : this.#nearest(way, tokens);
      if (other.left < nearest.left) nearest = other;
    }
    return nearest;
  }

  /** Keys that stand a second time among the members of one node, each with the offset of the first; a merge key may. */
  repeated(): { readonly pointer: JsonPointer; readonly key: string; readonly first: number }[] {
    const found: { pointer: JsonPointer; key: string; first: number }[] = [];
    for (let parent = 0; parent < this.#start.length; parent++) {
      const keys = new Map<string, number>();
      const end = this.#next.at(parent);
      for (let index = parent + 1; index < end; index = this.#next.at(index)) {
        const key = this.#keyOf(index);
        if (typeof key !== "string" || key === "<<") continue;
        const first = keys.get(key);
        if (first !== undefined) found.push({ pointer: this.#pointerOf(index), key, first });
        else keys.set(key, this.#start.at(index));
      }
    }
    return found;
  }

  #pointerOf(node: number): JsonPointer {
    let pointer = "#";
    for (let at = 0; at !== node;) {
      let inner = at + 1;
      while (this.#next.at(inner) <= node) inner = this.#next.at(inner);
      at = inner;
      pointer += `/${escapeToken(this.#keyOf(at))}`;
    }
    return pointer;
  }

  /** The node that an offset lies in: the deepest of those that start last before it. */
  pointerAt(offset: number): JsonPointer {
    let at = 0;
    let pointer = "#";
    for (;;) {
      const end = this.#next.at(at);
      let inner: number | undefined;
      for (let index = at + 1; index < end && this.#start.at(index) <= offset; index = this.#next.at(index)) inner = index;
      if (inner === undefined) return pointer;
      at = inner;
      pointer += `/${escapeToken(this.#keyOf(at))}`;
    }
  }

  /** Objects with many children are asked for often; the last of two equal keys wins, as in `JSON.parse`. */
  readonly #children = new Map<number, Map<string, number>>();
  /** Of a key that stands before in the same object: where. */
  readonly #before = new Map<number, number>();
  #child(parent: number, token: string): number | undefined {
    let children = this.#children.get(parent);
    if (!children) {
      children = new Map();
      const end = this.#next.at(parent);
      for (let index = parent + 1; index < end; index = this.#next.at(index)) {
        const key = String(this.#keyOf(index));
        const before = children.get(key);
        if (before !== undefined) this.#before.set(index, before);
        children.set(key, index);
      }
      this.#children.set(parent, children);
    }
    // A merge key (<<) lends its target's members.
    const own = children.get(token);
    const merged = own === undefined ? children.get("<<") : undefined;
    return merged === undefined || token === "<<" ? own : this.#merged(this.#alias.get(merged) ?? merged, token);
  }

  #merged(target: number, token: string): number | undefined {
    const direct = this.#child(target, token);
    if (direct !== undefined || !this.#isList(target)) return direct;
    const end = this.#next.at(target);
    for (let index = target + 1; index < end; index = this.#next.at(index)) {
      const found = this.#child(this.#alias.get(index) ?? index, token);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isList(index: number): boolean {
    return typeof this.#keyOf(index + 1) === "number" && this.#next.at(index) > index + 1;
  }

  /** The key of a member, the index of an item. */
  #keyOf(index: number): string | number {
    const name = this.#names.get(index);
    if (name !== undefined) return name;
    const key = this.#key.at(index);
    if (key < 0) return ~key;
    const start = this.#start.at(index);
    const first = this.#text[start];
    return this.#text.slice(first === '"' || first === "'" ? start + 1 : start, key);
  }
}

/** Whole numbers, added at the end. An array would take twice the memory, all of it the collector's to look at. */
class Offsets {
  #list: Int32Array<ArrayBuffer>;
  length: number;

  constructor(list?: Int32Array<ArrayBuffer>) {
    this.#list = list ?? new Int32Array(1024);
    this.length = list?.length ?? 0;
  }

  get list(): Int32Array<ArrayBuffer> {
    return this.#list.subarray(0, this.length);
  }

  push(offset: number): void {
    if (this.length === this.#list.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.#list);
      this.#list = longer;
    }
    this.#list[this.length++] = offset;
  }

  set(index: number, offset: number): void {
    this.#list[index] = offset;
  }

  /** 0 behind the last one. */
  at(index: number): number {
    return this.#list[index] ?? 0;
  }
}
