import type { Both, Level, Side } from "../change.js";
import type { Step } from "../step.js";
import { Assignability, partsOf, typeOf, typeWords } from "./relation.js";
import { orAbsent, type TypeSet } from "./type-set.js";

/** A change of a generated type, at the innermost location that shows it. */
export interface TypeChange {
  /** `breaking`: code that compiled no longer does. `safe`: the type differs, and code that compiled still does. */
  readonly level: Extract<Level, "breaking" | "safe">;
  readonly path: readonly Step[];
  /** The types; of a property that came or went, only one. */
  readonly types: Both<string>;
}

/** Beyond this many changes of one type, the rules decide. */
const most = 10_000;

/** Compares generated types: whether code that compiles with the old one compiles with the new one. */
export class TypeComparison {
  readonly #assignability: Assignability;

  constructor(
    private readonly side: Side,
    private readonly isSame: (a: TypeSet, b: TypeSet) => boolean,
  ) {
    this.#assignability = new Assignability(isSame);
  }

  /** The changes between two types, outermost first; each pair of recursive types once. `undefined`: the types are too deep or too large. */
  changes(old: TypeSet, next: TypeSet): readonly TypeChange[] | undefined {
    this.#assignability.begin();
    const found: TypeChange[] = [];
    const seen = new Set<string>();
    const queue: Located[] = [{ old, next, path: [] }];
    // A list grows while it is walked.
    for (const at of queue) {
      if (found.length > most) return undefined;
      const key = `${at.old.id} ${at.next.id}`;
      if (at.old.id === at.next.id || seen.has(key) || this.isSame(at.old, at.next)) continue;
      seen.add(key);
      this.#compare(at, queue, found);
    }
    return this.#assignability.isGivenUp ? undefined : found;
  }

  #compare({ old, next, path }: Located, queue: Located[], found: TypeChange[]): void {
    const [isForward, isBackward] = [this.#isForward(old, next), this.#isForward(next, old)];
    const [was, is] = [partsOf(old), partsOf(next)];
    const inside: Located[] = [];
    const own: TypeChange[] = [];
    const name = (step: string, before: TypeSet | undefined, after: TypeSet | undefined): void => {
      const at = [...path, step];
      if (before !== undefined && after !== undefined) inside.push({ old: before, next: after, path: at });
      else if (before !== undefined)
        own.push({ level: this.#isLost(step, old, next) ? "breaking" : "safe", path: at, types: { old: typeWords(before) } });
      else if (after !== undefined) {
        const isNeeded =
          this.side === "request" && next.members.every((each) => each.kind !== "object" || each.properties.get(step)?.isOptional === false);
        own.push({ level: isNeeded ? "breaking" : "safe", path: at, types: { new: typeWords(after) } });
      }
    };
    if (hasObjects(old) && hasObjects(next)) {
      for (const [step, type] of was.properties) name(step, type, is.properties.get(step) ?? listed(is.index));
      for (const [step, type] of is.properties) if (!was.properties.has(step)) name(step, listed(was.index), type);
      name("*", was.index, is.index);
    }
    if (was.items !== undefined && is.items !== undefined)
      inside.push({ old: was.items, next: is.items, path: [...path, { index: 0, onwards: true }] });
    found.push(...own);
    queue.push(...inside);
    if (isForward && isBackward) return;
    // The parts show it, in one direction or the other.
    const isShown = (forward: boolean): boolean =>
      own.some(({ level }) => !forward || level === "breaking") || inside.some((part) => this.#differs(part, forward));
    if (!isForward && !isShown(true)) found.push({ level: "breaking", path, types: wordsOf(old, next) });
    else if (isForward && !isBackward && !isShown(false)) found.push({ level: "safe", path, types: wordsOf(old, next) });
  }

  /** Whether code misses a property: senders always, and readers unless the members of a union that had it are gone with it. */
  #isLost(name: string, old: TypeSet, next: TypeSet): boolean {
    const shapes = old.members.filter((member) => member.kind === "object");
    if (this.side === "request" || shapes.length === 1) return true;
    const having = shapes.filter(({ properties, index }) => (name === "*" ? index !== undefined : properties.has(name)));
    return having.some((shape) => this.#assignability.isAssignable(typeOf(shape), next));
  }

  #differs({ old, next }: Located, forward: boolean): boolean {
    return forward ? !this.#isForward(old, next) : !this.#isForward(next, old);
  }

  /** Whether a value for code that knows the old type is one for code that knows the new type, or the reverse for readers. */
  #isForward(old: TypeSet, next: TypeSet): boolean {
    return this.side === "request" ? this.#assignability.isAssignable(old, next) : this.#assignability.isAssignable(next, old);
  }
}

interface Located {
  readonly old: TypeSet;
  readonly next: TypeSet;
  readonly path: readonly Step[];
}

function hasObjects({ members }: TypeSet): boolean {
  return members.some(({ kind }) => kind === "object");
}

/** A property that an index signature speaks of may be missing. */
function listed(index: TypeSet | undefined): TypeSet | undefined {
  return index && orAbsent(index);
}

/** The words of both, where they differ: two objects have the same word. */
function wordsOf(old: TypeSet, next: TypeSet): Both<string> {
  return { old: typeWords(old), new: typeWords(next) };
}
