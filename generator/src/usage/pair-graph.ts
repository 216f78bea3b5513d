import { tokens } from "../model/place.js";
import type { Side } from "../diff/change.js";
import type { Context } from "../diff/compare/context.js";
import type { Pair } from "../diff/compare/schemas/pair.js";
import { isStep, type Step } from "../diff/step.js";

/** The pairs that each step of a path leads to. */
export interface Ways {
  readonly root: Pair;
  readonly steps: readonly string[];
  /** One list more than there are steps. */
  readonly at: readonly (readonly Pair[])[];
  readonly ends: readonly Pair[];
}

/** The pairs that a path leads to, and those that each step from there leads to. */
interface Stage {
  readonly pairs: readonly Pair[];
  readonly after: Map<string, Stage>;
}

const nowhere: Stage = { pairs: [], after: new Map() };

/** The compared schemas of two documents as a graph from bodies down, in which paths of messages are followed. */
export class PairGraph {
  readonly #inside = new Map<Pair, { readonly pair: Pair; readonly step?: Step }[]>();
  readonly #above = new Map<Pair, ReadonlySet<Pair>>();
  readonly #starts = new Map<Pair, { readonly stage: Stage; readonly ways: Map<string, Ways> }>();

  constructor(private readonly context: Context) {
    for (const side of ["request", "response"] as const)
      for (const pair of context.comparison(side).pairs)
        for (const { pair: parent, step } of pair.parents) {
          const list = this.#inside.get(parent);
          const child = { pair, ...(step !== undefined && { step }) };
          if (list === undefined) this.#inside.set(parent, [child]);
          else list.push(child);
        }
  }

  /** The pair, and all that lead to it. */
  above(pair: Pair): ReadonlySet<Pair> {
    let found = this.#above.get(pair);
    if (found === undefined) {
      const all = new Set([pair]);
      // A set grows while it is walked.
      for (const each of all) for (const parent of each.parents) all.add(parent.pair);
      this.#above.set(pair, (found = all));
    }
    return found;
  }

  /** Where a path leads from a body, as far as the two documents differ there. */
  follow(root: Pair, path: string): Ways {
    let start = this.#starts.get(root);
    if (start === undefined) this.#starts.set(root, (start = { stage: { pairs: this.#asWhole([root]), after: new Map() }, ways: new Map() }));
    let ways = start.ways.get(path);
    // Consumers of one operation read the same fields.
    if (ways === undefined) start.ways.set(path, (ways = this.#waysOf(root, start.stage, tokens(path))));
    return ways;
  }

  #waysOf(root: Pair, start: Stage, steps: readonly string[]): Ways {
    const ways = this.#followed(root, start, steps);
    // Of a stream the document may describe one item, and the consumer all of them.
    return steps[0] === "*" && ways.at[1]?.length === 0 ? this.#followed(root, start, steps.slice(1)) : ways;
  }

  #followed(root: Pair, start: Stage, steps: readonly string[]): Ways {
    const at = [start.pairs];
    let stage = start;
    for (const step of steps) {
      stage = this.#next(stage, step);
      at.push(stage.pairs);
    }
    return { root, steps, at, ends: stage.pairs };
  }

  /** Paths of many consumers begin alike, and most of them soon leave the parts that differ. */
  #next(stage: Stage, step: string): Stage {
    let next = stage.after.get(step);
    if (next === undefined) {
      const pairs = this.#asWhole(this.#below(stage.pairs, step));
      next = pairs.length === 0 ? nowhere : { pairs, after: new Map() };
      if (stage !== nowhere) stage.after.set(step, next);
    }
    return next;
  }

  /** The pairs with those that speak of the same value. */
  #asWhole(pairs: readonly Pair[]): readonly Pair[] {
    const all = new Set(pairs);
    for (const pair of all) for (const child of this.#inside.get(pair) ?? []) if (child.step === undefined) all.add(child.pair);
    return [...all];
  }

  #below(pairs: readonly Pair[], token: string): readonly Pair[] {
    return pairs.flatMap((pair) => {
      const children = (this.#inside.get(pair) ?? []).filter(({ step }) => step !== undefined);
      if (token === "*") return children.map((child) => child.pair);
      const own = children.filter(({ step }) => step === token);
      // A property with a name of its own may match a pattern, too.
      const others = own.length === 0 || this.#hasPatterns(pair) ? children.filter(({ step }) => step === "*" || isItem(step, token)) : [];
      return [...own, ...others].map((child) => child.pair);
    });
  }

  #hasPatterns(pair: Pair): boolean {
    const { old, next } = this.context.comparison("response");
    return [...old.of(pair.old), ...next.of(pair.next)].some(({ patternProperties }) => patternProperties !== undefined);
  }

  /** Whether the new document lists a property of that name. */
  isListed(pair: Pair, side: Side | "both", name: string): boolean {
    const { next } = this.context.comparison(side === "both" ? "response" : side);
    return next.of(pair.next).some(({ properties }) => properties?.has(name) === true);
  }
}

function isItem(step: Step | undefined, token: string): boolean {
  return step !== undefined && typeof step !== "string" && isStep(token, step);
}
