import type { Alternative } from "../../variants/alternative.js";
import type { Conjuncts } from "../../variants/conjunct.js";
import type { AlternativeResolver } from "../../variants/alternative-resolver.js";
import { schemaText } from "../../variants/text.js";

export interface BranchMatch {
  readonly pairs: readonly (readonly [old: Alternative, next: Alternative])[];
  readonly removed: readonly Alternative[];
  readonly added: readonly Alternative[];
}

/** Pairs beyond this many are not tried one by one. */
export const trialLimit = 1024;

/**
 * The correspondence of a union's branches: by discriminator value, then by component name, then by meaning, then by similarity.
 * Never by index. Linear if discriminator or names decide, because unions of 10,000 branches exist.
 */
export function matchBranches(
  old: readonly Alternative[],
  next: readonly Alternative[],
  oldResolver: AlternativeResolver,
  newResolver: AlternativeResolver,
  isSame: (old: Alternative, next: Alternative) => boolean,
): BranchMatch {
  if (old.length === 1 && next.length === 1) return { pairs: [[old[0] as Alternative, next[0] as Alternative]], removed: [], added: [] };
  const match = new Match(old, next);
  match.byKey(
    (alternative) => tagOf(alternative, oldResolver),
    (alternative) => tagOf(alternative, newResolver),
  );
  match.byKey(
    (alternative) => alternative.name,
    (alternative) => alternative.name,
  );
  match.byTrial((from, to) => (isSame(from, to) ? 1 : 0));
  match.byKey(shape, shape);
  // Objects that share at least half of their property names are the same branch, changed.
  match.byTrial((from, to) => likeness(from, to));
  return match;
}

class Match implements BranchMatch {
  readonly pairs: (readonly [Alternative, Alternative])[] = [];

  constructor(
    public removed: readonly Alternative[],
    public added: readonly Alternative[],
  ) {}

  /** A key identifies a branch only if it is unique. */
  byKey(oldKey: (alternative: Alternative) => string | undefined, newKey: (alternative: Alternative) => string | undefined): void {
    const before = unique(this.removed, oldKey);
    const after = unique(this.added, newKey);
    for (const [key, alternative] of before) {
      const partner = after.get(key);
      if (partner !== undefined) this.pairs.push([alternative, partner]);
    }
    this.#forget();
  }

  byTrial(score: (old: Alternative, next: Alternative) => number): void {
    if (this.removed.length * this.added.length > trialLimit) return;
    const free = new Set(this.added);
    for (const alternative of this.removed) {
      let best: { candidate: Alternative; score: number } | undefined;
      for (const candidate of free) {
        const value = score(alternative, candidate);
        if (value >= 0.5 && (best === undefined || value > best.score)) best = { candidate, score: value };
        if (value === 1) break;
      }
      if (best === undefined) continue;
      this.pairs.push([alternative, best.candidate]);
      free.delete(best.candidate);
    }
    this.#forget();
  }

  #forget(): void {
    const taken = new Set(this.pairs.flat());
    this.removed = this.removed.filter((alternative) => !taken.has(alternative));
    this.added = this.added.filter((alternative) => !taken.has(alternative));
  }
}

function unique(alternatives: readonly Alternative[], keyOf: (alternative: Alternative) => string | undefined): ReadonlyMap<string, Alternative> {
  const found = new Map<string, Alternative>();
  const repeated = new Set<string>();
  for (const alternative of alternatives) {
    const key = keyOf(alternative);
    if (key === undefined) continue;
    if (found.has(key)) repeated.add(key);
    found.set(key, alternative);
  }
  for (const key of repeated) found.delete(key);
  return found;
}

/** The value that distinguishes a branch of objects from its siblings: a required property with one possible string. */
export function tagOf(alternative: Alternative, resolver: AlternativeResolver): string | undefined {
  const tags: string[] = [];
  for (const [name, property] of alternative.properties ?? []) {
    if (!property.required) continue;
    const values = resolver.of(property.node);
    if (values.length === 1 && values[0]?.values?.size === 1) tags.push(`${name}=${[...values[0].values.keys()].join("")}`);
  }
  return tags.length === 0 ? undefined : tags.toSorted().join("&");
}

function shape(alternative: Alternative): string {
  const { sources: _sources, name: _name, properties, conjuncts, ...rest } = alternative;
  const names = [...(properties ?? [])].map(([name, property]) => `${name}${property.required ? "!" : ""}`).toSorted();
  return JSON.stringify([names, rest, ownTexts(conjuncts)], (_, value: unknown) => {
    if (value instanceof Map) return [...value.keys()].toSorted();
    return value instanceof Set ? [...value].toSorted() : nodeless(value);
  });
}

/** Opaque conjuncts by their text: exclusion is the same for equal branches, whatever changed in their references. */
function ownTexts(conjuncts: Conjuncts | undefined): readonly string[] {
  return [...(conjuncts ?? [])].map(([text, { keyword, owner }]) =>
    keyword === "oneOf" ? (owner.oneOf ?? []).map((branch) => schemaText(branch)).join(" ") : text,
  );
}

/** Nodes are compared later; here only their presence counts. */
function nodeless(value: unknown): unknown {
  return typeof value === "object" && value !== null && "schemas" in value ? "schema" : value;
}

function likeness(a: Alternative, b: Alternative): number {
  if (a.kind !== "object") return a.kind === "array" ? 1 : 0;
  const left = new Set(a.properties?.keys() ?? []);
  const right = new Set(b.properties?.keys() ?? []);
  const all = new Set([...left, ...right]).size;
  if (all === 0) return 1;
  return [...left].filter((name) => right.has(name)).length / all;
}
