import { escapeToken, type JsonPointer } from "../../model/place.js";
import { lastUpTo } from "../source-file.js";

/**
 * Where every node of a parsed file starts, as three parallel lists: a node's children follow it, and `next` is the node after its last child.
 * A tree of objects for a file of 13 MB would cost more than the file's values.
 */
export class Outline {
  readonly #text: string;
  readonly #start = new Offsets();
  readonly #next = new Offsets();
  /** Where a key ends that the text has as it is, for few are ever read, or the complement (`~`) of an item's index. */
  readonly #key = new Offsets();
  /** Any other key. */
  readonly #names = new Map<number, string>();
  readonly #open: number[] = [];
  readonly #count: number[] = [];
  readonly #alias = new Map<number, number>();

  /** @param text The file's text. Not needed where all keys are given. */
  constructor(text = "") {
    this.#text = text;
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

  /** Records that the node `index` repeats the node `target` (a YAML alias). */
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

  /** The offset of the node at the end of the tokens, or of its nearest ancestor. */
  offset(tokens: readonly string[]): number {
    let at: Nodes = [0];
    for (const token of tokens) {
      const found = this.#children(at, token);
      if (found === undefined) break;
      at = found;
    }
    return this.#start.at(at[0] ?? 0);
  }

  /** Keys that are repeated in one node, each with the offset of the first. A merge key may be repeated. */
  repeated(): { readonly pointer: JsonPointer; readonly key: string; readonly first: number }[] {
    const found: { pointer: JsonPointer; key: string; first: number }[] = [];
    for (let parent = 0; parent < this.#start.length; parent++) {
      const keys = new Map<string, { first: number; count: number }>();
      const end = this.#next.at(parent);
      for (let index = parent + 1; index < end; index = this.#next.at(index)) {
        const key = this.#keyOf(index);
        if (typeof key !== "string" || key === "<<") continue;
        const occurrences = keys.get(key) ?? { first: this.#start.at(index), count: 0 };
        occurrences.count += 1;
        keys.set(key, occurrences);
        if (occurrences.count === 2) found.push({ pointer: this.#pointerOf(index), key, first: occurrences.first });
      }
    }
    return found;
  }

  /** The node that an offset lies in: the deepest of those that start last before it. */
  pointerAt(offset: number): JsonPointer {
    return this.#pointerOf(lastUpTo(this.#latestStarts(), offset));
  }

  #pointerOf(node: number): JsonPointer {
    const parents = this.#parentsOf();
    const keys: string[] = [];
    for (let at = node; at > 0; at = parents[at] ?? 0) keys.push(`/${escapeToken(this.#keyOf(at))}`);
    return `#${keys.toReversed().join("")}`;
  }

  #parents: Int32Array | undefined;
  #parentsOf(): Int32Array {
    if (this.#parents !== undefined) return this.#parents;
    const parents = new Int32Array(this.#start.length);
    for (let parent = 0; parent < parents.length; parent++) {
      for (let index = parent + 1; index < this.#next.at(parent); index = this.#next.at(index)) parents[index] = parent;
    }
    return (this.#parents = parents);
  }

  #latest: Int32Array | undefined;
  /** Of each node the greatest offset up to it: a value that is not written has none. */
  #latestStarts(): Int32Array {
    if (this.#latest !== undefined) return this.#latest;
    const latest = this.#start.list.slice();
    for (let index = 1; index < latest.length; index++) latest[index] = Math.max(latest[index] ?? 0, latest[index - 1] ?? 0);
    return (this.#latest = latest);
  }

  /** The members of that name. Values of repeated keys may be merged, and a merge key adds its target's members. */
  #children(nodes: Nodes, token: string, depth = 0): Nodes | undefined {
    const members = this.#membersOf(nodes);
    const own = members.get(token);
    if (own !== undefined || token === "<<" || depth > mostMerges) return own;
    const merges = members.get("<<");
    return merges && this.#children(this.#lenders(merges), token, depth + 1);
  }

  /** Of one node by the node that it is, of several by their list: each is worked out once. */
  readonly #single = new Map<number, Members>();
  readonly #several = new WeakMap<Nodes, Members>();
  #membersOf(nodes: Nodes): Members {
    const [first = 0, second] = nodes;
    const only = second === undefined ? (this.#alias.get(first) ?? first) : undefined;
    const known = only === undefined ? this.#several.get(nodes) : this.#single.get(only);
    if (known !== undefined) return known;
    const members = new Map<string, number[]>();
    for (const node of nodes) this.#addMembers(this.#alias.get(node) ?? node, members);
    if (only === undefined) this.#several.set(nodes, members);
    else this.#single.set(only, members);
    return members;
  }

  #addMembers(parent: number, members: Map<string, number[]>): void {
    const inside: number[] = [];
    for (let index = parent + 1; index < this.#next.at(parent); index = this.#next.at(index)) inside.push(index);
    for (const index of inside.toReversed()) {
      const key = String(this.#keyOf(index));
      const equal = members.get(key);
      if (equal === undefined) members.set(key, [index]);
      else if (!this.#alias.has(index)) equal.push(index);
    }
  }

  readonly #lent = new WeakMap<Nodes, Nodes>();
  /** The target of a merge key: a mapping, or a list of mappings. */
  #lenders(merges: Nodes): Nodes {
    const known = this.#lent.get(merges);
    if (known !== undefined) return known;
    const lenders = merges.flatMap((merge) => {
      const target = this.#alias.get(merge) ?? merge;
      return this.#isList(target) ? [...this.#membersOf([target]).values()].toReversed().flat() : [target];
    });
    this.#lent.set(merges, lenders);
    return lenders;
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

/** Nodes of one name, the one that counts first: of equal keys the last, as in `JSON.parse`. */
type Nodes = readonly number[];
type Members = ReadonlyMap<string, Nodes>;

/** Merge keys inside the targets of merge keys. */
const mostMerges = 100;

/** A growing list of integers. An array would take twice the memory, and the garbage collector would scan all of it. */
class Offsets {
  #list = new Int32Array(1024);
  length = 0;

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
