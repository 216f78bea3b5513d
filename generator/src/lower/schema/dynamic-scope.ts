import { isJsonObject, type Json } from "../../model/json.js";
import { meaningOf } from "../../model/schemas/meaning.js";
import { child, placeKey, type Place } from "../../model/place.js";
import { holdsNames, isData } from "../data.js";
import type { Target } from "../../model/pointer.js";

/** The targets of dynamic anchors: the outermost resource in the dynamic scope that has the anchor (JSON Schema Core 2020-12 §8.2.3.2). */
export type DynamicScope = ReadonlyMap<string, Target>;

export const noScope: DynamicScope = new Map();

/** The target of a `$dynamicRef`: a dynamic anchor, and its target if the dynamic scope has no other. */
export interface NamedAnchor {
  readonly name: string;
  readonly target?: Target;
}

/** The dynamic anchors of a document. */
export interface DynamicAnchors {
  /** The anchors of a location; the same object for equal sets. */
  at(place: Place): DynamicScope;
  /** `undefined` if the `$dynamicRef` acts as a `$ref`. */
  named(reference: string, from: Place): NamedAnchor | undefined;
  /** The target of a `$ref`. */
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

  /** The scope after a step to a location. */
  entered(scope: DynamicScope, place: Place): DynamicScope {
    const there = this.anchors.at(place);
    if (scope.size === 0 || scope === there) return there;
    const added = [...there].filter(([name]) => !scope.has(name));
    return added.length === 0 ? scope : new Map([...scope, ...added]);
  }

  /** The suffix of a schema's identity if dynamic anchors change its meaning. */
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

/** The dynamic anchors on which a schema depends: those to which it, or a reachable schema, refers. */
class AnchorUses {
  readonly #anchors: DynamicAnchors;
  /** Names by location. */
  readonly #names = new Map<string, Set<string>>();
  /** Locations of references, by their target. */
  readonly #referring = new Map<string, string[]>();
  /** Locations of dynamic references and their possible targets, by name. */
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

  /** Everything that contains a location, or refers to such a schema, depends on the location's anchors. */
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
