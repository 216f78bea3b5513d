import { isJsonObject, type Json } from "../../model/json.js";
import { meaningOf } from "../../model/schemas/meaning.js";
import { child, placeKey, type Place } from "../../model/place.js";
import { holdsNames, isData } from "../data.js";
import type { Target } from "../../model/pointer.js";

/** What each dynamic anchor means: the outermost resource on the way here that has it (JSON Schema Core 2020-12 §8.2.3.2). */
export type DynamicScope = ReadonlyMap<string, Target>;

export const noScope: DynamicScope = new Map();

/** What a `$dynamicRef` names: a dynamic anchor, and what that is where nothing on the way says otherwise. */
export interface NamedAnchor {
  readonly name: string;
  readonly target?: Target;
}

/** The dynamic anchors of a document. */
export interface DynamicAnchors {
  /** Those that count from a place on; the same object for the same ones. */
  at(place: Place): DynamicScope;
  /** `undefined` where a `$dynamicRef` means what a `$ref` would. */
  named(reference: string, from: Place): NamedAnchor | undefined;
  /** What a `$ref` names. */
  resolve(reference: string, from: Place): Target | undefined;
  /** All that may hold schemas. */
  readonly documents: Iterable<Target>;
}

/**
 * Gives `$dynamicRef` its meaning: a schema that is reached by ways on which its dynamic anchors mean different things is lowered once for each meaning,
 * so that afterwards there are only plain references.
 */
export class DynamicScopes {
  readonly anchors: DynamicAnchors;
  #uses: AnchorUses | undefined;

  constructor(anchors: DynamicAnchors) {
    this.anchors = anchors;
  }

  /** The scope behind a step to a place. */
  entered(scope: DynamicScope, place: Place): DynamicScope {
    const there = this.anchors.at(place);
    if (scope.size === 0 || scope === there) return there;
    const added = [...there].filter(([name]) => !scope.has(name));
    return added.length === 0 ? scope : new Map([...scope, ...added]);
  }

  /** What the identity of a schema carries where it means something else than it does by itself. */
  meaning(scope: DynamicScope, place: Place): string {
    const itself = this.anchors.at(place);
    if (scope === itself) return "";
    this.#uses ??= new AnchorUses(this.anchors);
    const bound = new Map<string, string>();
    for (const name of this.#uses.of(place)) {
      const target = scope.get(name);
      const own = itself.get(name);
      if (target !== undefined && (own === undefined || placeKey(own.place) !== placeKey(target.place))) bound.set(name, placeKey(target.place));
    }
    return meaningOf(bound);
  }
}

/** Which dynamic anchors the meaning of a schema depends on: those that it, or a schema that it leads to, refers to. */
class AnchorUses {
  readonly #anchors: DynamicAnchors;
  /** Names by place. */
  readonly #names = new Map<string, Set<string>>();
  /** Where references stand, by what they lead to. */
  readonly #referring = new Map<string, string[]>();
  /** Where dynamic references stand, and what may be meant by them, by name. */
  readonly #sites = new Map<string, string[]>();
  readonly #targets = new Map<string, string[]>();

  constructor(anchors: DynamicAnchors) {
    this.#anchors = anchors;
    for (const { value, place } of anchors.documents) this.#walk(value, place, false);
    for (const [name, sites] of this.#sites) {
      for (const target of this.#targets.get(name) ?? []) for (const site of sites) push(this.#referring, target, site);
    }
    for (const [name, sites] of this.#sites) this.#spread(name, sites);
  }

  of(place: Place): Iterable<string> {
    return this.#names.get(placeKey(place)) ?? [];
  }

  /** All that holds a place, or refers to what does, depends on what the place does. */
  #spread(name: string, sites: readonly string[]): void {
    const waiting = [...sites];
    for (let site = waiting.pop(); site !== undefined; site = waiting.pop()) {
      for (let at = site; ; at = at.slice(0, at.lastIndexOf("/"))) {
        const names = this.#names.get(at) ?? new Set();
        if (names.has(name)) break;
        this.#names.set(at, names.add(name));
        waiting.push(...(this.#referring.get(at) ?? []));
        if (!at.slice(at.lastIndexOf("#")).includes("/")) break;
      }
    }
  }

  #walk(value: Json, place: Place, areNames: boolean): void {
    if (Array.isArray(value)) {
      for (const [index, item] of (value as readonly Json[]).entries()) if (typeof item === "object") this.#walk(item, child(place, index), false);
      return;
    }
    if (!isJsonObject(value)) return;
    const { $ref: reference, $dynamicRef: dynamic, $dynamicAnchor: anchor } = value;
    if (typeof reference === "string") this.#refer(reference, place);
    if (typeof anchor === "string") push(this.#targets, anchor, placeKey(place));
    if (typeof dynamic === "string") {
      const name = this.#anchors.named(dynamic, place)?.name;
      if (name === undefined) this.#refer(dynamic, place);
      else push(this.#sites, name, placeKey(place));
    }
    for (const key in value) {
      const member = value[key] as Json;
      if (typeof member === "object" && (areNames || !isData(key))) this.#walk(member, child(place, key), !areNames && holdsNames(key));
    }
  }

  #refer(reference: string, from: Place): void {
    const target = this.#anchors.resolve(reference, from);
    if (target !== undefined) push(this.#referring, placeKey(target.place), placeKey(from));
  }
}

function push(lists: Map<string, string[]>, key: string, item: string): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
