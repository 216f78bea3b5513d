import type { Alternative } from "../../variants/alternative.js";
import { isWholeKind, kinds } from "../../variants/alternative.js";
import type { AlternativeResolver } from "../../variants/alternative-resolver.js";
import { itemAt } from "../../variants/intersect.js";
import { anything, isWritten, node, nodeOf, type Node } from "../../variants/node.js";
import type { Step } from "../../step.js";
import { compareAnnotations } from "./annotations.js";
import { compareBranches, goesWithItsBranch, type Branching } from "./branches.js";
import { commonSubtypes, compareDiscriminators } from "./discriminators.js";
import { compareFacets } from "./facets.js";
import { Inclusion } from "../proofs/included.js";
import type { Pair, Parent, SchemaDifference } from "./pair.js";
import { compareProperties } from "./properties.js";
import { compareTypes, goesWithItsType } from "./types.js";
import type { Unchanged } from "./unchanged.js";

/** A nested pair, and its role in the outer one. */
type Inside = Parent;

/** A visited pair, with its visited nested pairs. */
interface OpenPair {
  readonly pair: Pair;
  readonly inside: readonly Inside[];
  next: number;
}

/** Compares the schemas of two documents for one side of the wire. Each pair is compared once; recursion closes on itself. */
export class SchemaComparison {
  readonly pairs: Pair[] = [];
  /** By the keys of both nodes, one after the other: put together they would be a long text for each question. */
  readonly #known = new Map<string, Map<string, Pair>>();
  readonly #begun = new Set<Pair>();
  /** The nested pairs of the current pair. */
  readonly #inside: Inside[] = [];
  readonly #narrowed: Inclusion;
  readonly #widened: Inclusion;

  constructor(
    readonly old: AlternativeResolver,
    readonly next: AlternativeResolver,
    /** Whether any body is XML, where properties have names of their own for the wire. */
    readonly isXml: boolean,
    /** Absent: every schema is compared. */
    readonly unchanged?: Unchanged,
  ) {
    [this.#narrowed, this.#widened] = Inclusion.both(old, next);
  }

  compare(old: Node, next: Node): Pair {
    const pair = this.#pair(old, next);
    // A pair waits here until its parts have been compared, so that a long chain of references does not exhaust the stack.
    const open = this.#begun.has(pair) ? [] : [this.#begin(pair)];
    for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
      const child = current.inside[current.next];
      if (child === undefined) {
        open.pop();
        continue;
      }
      if (this.#begun.has(child.pair)) {
        current.next += 1;
        child.pair.parents.push({ ...child, pair: current.pair });
      } else open.push(this.#begin(child.pair));
    }
    return pair;
  }

  #begin(pair: Pair): OpenPair {
    this.#begun.add(pair);
    this.pairs.push(pair);
    this.#look(pair);
    return { pair, inside: this.#inside.splice(0), next: 0 };
  }

  #pair(old: Node, next: Node): Pair {
    let known = this.#known.get(old.key);
    if (known === undefined) this.#known.set(old.key, (known = new Map()));
    let pair = known.get(next.key);
    if (pair === undefined) known.set(next.key, (pair = { old, next, branched: false, suspect: false, differences: [], parents: [] }));
    return pair;
  }

  /** The differences of the pair itself; nested pairs are recorded. */
  #look(pair: Pair): void {
    const { old, next } = pair;
    if (this.unchanged?.areSame(old, next) === true) return;
    this.#annotations(pair, old, next);
    for (const subtype of commonSubtypes(old, next, this.old.model, this.next.model))
      this.#inside.push({ pair: this.#pair(nodeOf(subtype.old), nodeOf(subtype.new)), subtype });
    if (old.schemas.length === 0 && next.schemas.length === 0) return;

    const oldAlternatives = this.old.of(old);
    const newAlternatives = this.next.of(next);
    compareTypes(pair, oldAlternatives, newAlternatives);
    // If one of the two allows anything, its types describe the change.
    const isReported = pair.differences.some(({ code }) => code === "type-widened" || code === "type-narrowed");
    if (isReported && isEverything(old, this.old) !== isEverything(next, this.next)) return;
    for (const kind of kinds) {
      const before = oldAlternatives.filter((alternative) => alternative.kind === kind);
      const after = newAlternatives.filter((alternative) => alternative.kind === kind);
      if (before.length > 1 || after.length > 1) pair.branched = true;
      if (before.length > 0 && after.length > 0) compareBranches(pair, before, after, this.#branching(pair));
    }
    goesWithItsBranch(pair);
    goesWithItsType(pair, oldAlternatives, newAlternatives);
  }

  /** Whether every value that the old schema allowed is still allowed: proved, or not. */
  isStillAllowed(pair: Pair): boolean {
    return this.#narrowed.node(pair.old, pair.next);
  }

  isIncluded(old: Node, next: Node): boolean {
    return this.#narrowed.node(old, next);
  }

  /** Whether every value that the new schema allows was expected: proved, or not. */
  wasExpected(pair: Pair): boolean {
    return this.#widened.node(pair.next, pair.old);
  }

  #branching(pair: Pair): Branching {
    const [narrowed, widened] = [this.#narrowed, this.#widened];
    return { old: this.old, next: this.next, narrowed, widened, compare: (was, is) => this.#alternative(pair, was, is) };
  }

  #alternative(pair: Pair, old: Alternative, next: Alternative): void {
    compareFacets(old, next, (difference) => pair.differences.push(difference));
    if (old.kind === "array") this.#items(old, next);
    if (old.kind !== "object") return;
    const models = { oldModel: this.old.model, newModel: this.next.model };
    compareProperties({ pair, old, next, ...models, side: this.next.side, isXml: this.isXml, child: (...part) => this.#child(...part) });
  }

  #items(old: Alternative, next: Alternative): void {
    const length = Math.max(old.prefix?.length ?? 0, next.prefix?.length ?? 0);
    for (let index = 0; index < length; index += 1) this.#child({ index }, itemAt(old, index), itemAt(next, index), true);
    this.#child({ index: length, onwards: true }, old.items ?? anything, next.items ?? anything, true);
  }

  #child(step: Step, old: Node, next: Node, isRequired = false): void {
    if (old.schemas.length === 0 && next.schemas.length === 0) return;
    this.#inside.push({ pair: this.#pair(old, next), step, ...(isRequired && { asked: true }) });
  }

  #annotations(pair: Pair, old: Node, next: Node): void {
    const report = (difference: SchemaDifference): void => void pair.differences.push(difference);
    compareAnnotations(old, next, this.old.model, this.next.model, report);
    compareDiscriminators(old, next, this.old.model, this.next.model, report);
  }
}

/** Whatever is known of how it is written. */
function isEverything({ schemas }: Node, resolver: AlternativeResolver): boolean {
  return resolver.of(node(schemas.filter(isWritten))).filter(isWholeKind).length === kinds.length;
}
