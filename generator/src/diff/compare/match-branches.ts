import type { Alternative } from "../forms/alternative.js";
import type { Forms } from "../forms/form.js";

export interface BranchMatch {
  readonly pairs: readonly (readonly [old: Alternative, next: Alternative])[];
  readonly removed: readonly Alternative[];
  readonly added: readonly Alternative[];
}

/**
 * Which branch of a union became which: by the value of a tag, then by component name, then by what they look like.
 * Never by index. Linear where tags or names tell, because unions of 10,000 branches exist.
 */
export function matchBranches(old: readonly Alternative[], next: readonly Alternative[], oldForms: Forms, newForms: Forms): BranchMatch {
  if (old.length === 1 && next.length === 1) return { pairs: [[old[0] as Alternative, next[0] as Alternative]], removed: [], added: [] };
  const pairs: (readonly [Alternative, Alternative])[] = [];
  let removed = [...old];
  let added = [...next];
  for (const identify of [
    (form: Alternative, forms: Forms) => tagOf(form, forms),
    (form: Alternative) => (form.name === undefined ? undefined : `name ${form.name}`),
    (form: Alternative) => shape(form),
  ]) {
    const byKey = new Map<string, Alternative[]>();
    for (const form of added) push(byKey, identify(form, newForms), form);
    const taken = new Set<Alternative>();
    for (const form of removed) {
      const key = identify(form, oldForms);
      const partner = key === undefined ? undefined : byKey.get(key)?.shift();
      if (partner === undefined) continue;
      pairs.push([form, partner]);
      taken.add(form).add(partner);
    }
    removed = removed.filter((form) => !taken.has(form));
    added = added.filter((form) => !taken.has(form));
  }
  return matchAlike(pairs, removed, added);
}

/** The value that tells a branch of objects from its siblings: a required property with one possible string. */
function tagOf(form: Alternative, forms: Forms): string | undefined {
  const tags: string[] = [];
  for (const [name, property] of form.properties ?? []) {
    if (!property.required) continue;
    const values = forms.of(property.node);
    if (values.length === 1 && values[0]?.values?.size === 1) tags.push(`${name}=${[...values[0].values.keys()].join("")}`);
  }
  return tags.length === 0 ? undefined : tags.toSorted().join("&");
}

function shape(form: Alternative): string {
  const { sources: _sources, name: _name, properties, ...rest } = form;
  const names = [...(properties ?? [])].map(([name, property]) => `${name}${property.required ? "!" : ""}`).toSorted();
  return JSON.stringify([names, rest], (_, value: unknown) => {
    if (value instanceof Map) return [...value.keys()].toSorted();
    return value instanceof Set ? [...value].toSorted() : nodeless(value);
  });
}

/** Nodes are compared later; here only their presence counts. */
function nodeless(value: unknown): unknown {
  return typeof value === "object" && value !== null && "schemas" in value ? "schema" : value;
}

/** Objects that share at least half of their property names are the same branch, changed. */
function matchAlike(pairs: (readonly [Alternative, Alternative])[], removed: Alternative[], added: Alternative[]): BranchMatch {
  if (removed.length * added.length > 1024) return { pairs, removed, added };
  for (const form of removed) {
    const best = added.map((candidate) => ({ candidate, score: likeness(form, candidate) })).toSorted((a, b) => b.score - a.score)[0];
    if (best === undefined || best.score < 0.5) continue;
    pairs.push([form, best.candidate]);
    removed = removed.filter((other) => other !== form);
    added = added.filter((other) => other !== best.candidate);
  }
  return { pairs, removed, added };
}

function likeness(a: Alternative, b: Alternative): number {
  if (a.kind !== "object") return a.kind === "array" ? 1 : 0;
  const left = new Set(a.properties?.keys() ?? []);
  const right = new Set(b.properties?.keys() ?? []);
  const all = new Set([...left, ...right]).size;
  if (all === 0) return 1;
  return [...left].filter((name) => right.has(name)).length / all;
}

function push(map: Map<string, Alternative[]>, key: string | undefined, form: Alternative): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list === undefined) map.set(key, [form]);
  else list.push(form);
}
