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
  readonly #compared = new Map<string, Compared>();

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
    const visited = new Set<string>();
    const queue: Located[] = [{ old, next, path: [] }];
    // A list grows while it is walked.
    for (const at of queue) {
      if (found.length > most) return undefined;
      const key = `${at.old.id} ${at.next.id}`;
      if (visited.has(key) || this.#isEqual(at)) continue;
      visited.add(key);
      const { own, inside } = this.#compare(at, key);
      for (const change of own) found.push({ ...change, path: [...at.path, ...change.path] });
      for (const part of inside) queue.push({ ...part, path: [...at.path, ...part.path] });
    }
    return this.#assignability.isGivenUp ? undefined : found;
  }

  #isEqual({ old, next }: Located): boolean {
    return old.id === next.id || this.isSame(old, next);
  }

  /** Types of components are in many bodies, and are compared once. Paths begin at the two types. */
  #compare({ old, next }: Located, key: string): Compared {
    const known = this.#compared.get(key);
    if (known !== undefined) return known;
    const compared = this.#compareParts(old, next);
    if (!this.#assignability.isGivenUp) this.#compared.set(key, compared);
    return compared;
  }

  #compareParts(old: TypeSet, next: TypeSet): Compared {
    const [isForward, isBackward] = [this.#isForward(old, next), this.#isForward(next, old)];
    const [was, is] = [partsOf(old), partsOf(next)];
    const inside: Located[] = [];
    const own: TypeChange[] = [];
    const name = (step: string, before: TypeSet | undefined, after: TypeSet | undefined): void => {
      const path = [step];
      if (before !== undefined && after !== undefined) inside.push({ old: before, next: after, path });
      else if (before !== undefined)
        own.push({ level: this.#isLost(step, old, next) ? "breaking" : "safe", path, types: { old: typeWords(before) } });
      else if (after !== undefined) {
        const isNeeded =
          this.side === "request" && next.members.every((each) => each.kind !== "object" || each.properties.get(step)?.isOptional === false);
        own.push({ level: isNeeded ? "breaking" : "safe", path, types: { new: typeWords(after) } });
      }
    };
    if (hasObjects(old) && hasObjects(next)) {
      for (const [step, type] of was.properties) name(step, type, is.properties.get(step) ?? listed(is.index));
      for (const [step, type] of is.properties) if (!was.properties.has(step)) name(step, listed(was.index), type);
      name("*", was.index, is.index);
    }
    if (was.items !== undefined && is.items !== undefined) inside.push({ old: was.items, next: is.items, path: [{ index: 0, onwards: true }] });
    const compared = { own, inside: inside.filter((part) => !this.#isEqual(part)) };
    if (isForward && isBackward) return compared;
    // The parts show it, in one direction or the other.
    const isShown = (forward: boolean): boolean =>
      own.some(({ level }) => !forward || level === "breaking") || inside.some((part) => this.#differs(part, forward));
    if (!isForward && !isShown(true)) own.push({ level: "breaking", path: [], types: wordsOf(old, next) });
    else if (isForward && !isBackward && !isShown(false)) own.push({ level: "safe", path: [], types: wordsOf(old, next) });
    return compared;
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

/** The changes of two types themselves, and their parts that differ. */
interface Compared {
  readonly own: readonly TypeChange[];
  readonly inside: readonly Located[];
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
