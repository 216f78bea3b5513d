import type { Report } from "../../diagnostics/diagnostic.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, placeKey, type Place } from "../../model/place.js";
import type { Target } from "../../model/pointer.js";
import { holdsNames } from "../data.js";
import type { ReferenceKind } from "./unresolved.js";

/** A value and its location. Members that are written elsewhere have a location of their own. */
export interface Found extends Target {
  readonly places?: ReadonlyMap<string, Place>;
}

/** Resolves references, and reports those that cannot be resolved. */
export interface Resolver {
  readonly report: Report;
  /** Of schemas, for messages. */
  readonly version: string;
  /** Whether fields next to `$ref` in a Reference Object override those of its target, as they do since OpenAPI 3.1. */
  readonly siblingsOverride: boolean;
  find(reference: string, from: Place): Target | undefined;
  intended(reference: string, from: Place, keyword: string, kind: ReferenceKind): Target | undefined;
  unresolved(reference: string, from: Place, keyword: string, kind: ReferenceKind, start: Place): void;
}

/** A Reference Object: an object whose `$ref` is a string. A property called `$ref` has a schema there. */
export function isReference(value: Json | undefined): value is JsonObject & { readonly $ref: string } {
  return isJsonObject(value) && typeof value["$ref"] === "string" && Object.hasOwn(value, "$ref");
}

/** The location of a member, or of a value inside of it. */
export function memberPlace({ place, places }: Found, [first, ...others]: readonly (string | number)[]): Place {
  const own = places?.get(String(first));
  return own === undefined ? child(place, ...(first === undefined ? [] : [first]), ...others) : child(own, ...others);
}

/** Fields whose value has members by name, in addition to those of `holdsNames`. */
const maps: ReadonlySet<string> = new Set([
  "components",
  "examples",
  "securitySchemes",
  "securityDefinitions",
  "additionalOperations",
  "variables",
  "scopes",
  "flows",
]);

/** Fields of text. A run does not need them. */
const texts: ReadonlySet<string> = new Set(["description", "summary", "title", "termsOfService"]);

/**
 * Follows `$ref`s where OpenAPI allows no Reference Object: an operation, a list, a map, a text. All field readers use it, so later stages see
 * only the target. Follows each reference once; `finish` reports them, grouped by field.
 */
export class MisplacedReferences {
  readonly #resolver: Resolver;
  readonly #followed = new Map<string, Found | undefined>();
  readonly #counts = new Map<string, { readonly first: Place; count: number }>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /**
   * The target of `found`, through any chain of references; `found` itself if it is no reference. `undefined` if there is none, which is reported.
   */
  follow(found: Found, field: string): Found | undefined {
    if (!isReference(found.value)) return found;
    const key = placeKey(found.place);
    if (this.#followed.has(key)) return this.#followed.get(key);
    // A circular reference cannot be resolved.
    this.#followed.set(key, undefined);
    const target = this.#target(found.value, found.place, field);
    const result = target && this.#withSiblings(found.value, found.place, target, field);
    this.#followed.set(key, result);
    return result;
  }

  /** The target of a reference, without a report. For locations that may hold a Reference Object. */
  peek({ value, place }: Target): Target | undefined {
    const visited = new Set<string>();
    let target: Target | undefined = { value, place };
    while (target !== undefined && isReference(target.value) && !visited.has(placeKey(target.place))) {
      visited.add(placeKey(target.place));
      target = this.#resolver.find(target.value["$ref"], target.place);
    }
    return target;
  }

  /** Notes a reference that has been followed where OpenAPI has none. */
  note(place: Place, field: string): void {
    const known = this.#counts.get(field);
    if (known === undefined) this.#counts.set(field, { first: child(place, "$ref"), count: 1 });
    else known.count++;
  }

  /** Reports the references that have been followed: one line for each field. */
  finish(): void {
    for (const [field, { first, count }] of this.#counts) this.#resolver.report("section-elsewhere", { field, count }, first);
    this.#counts.clear();
  }

  #target(reference: JsonObject & { readonly $ref: string }, from: Place, field: string): Target | undefined {
    const kind = texts.has(field) ? "text" : "section";
    const visited = new Set<string>();
    let current: Target = { value: reference, place: from };
    while (isReference(current.value)) {
      const { $ref } = current.value;
      const key = placeKey(current.place);
      const target = visited.has(key)
        ? undefined
        : (this.#resolver.find($ref, current.place) ?? this.#resolver.intended($ref, current.place, "$ref", kind));
      if (target === undefined) {
        if (visited.has(key)) this.#resolver.report("reference-loop", { reference: $ref }, child(current.place, "$ref"));
        else this.#resolver.unresolved($ref, current.place, "$ref", kind, from);
        return undefined;
      }
      visited.add(key);
      current = target;
    }
    this.note(from, field);
    return current;
  }

  /** Members next to the `$ref` of a map are members of the map. In other objects `summary` and `description` count since OpenAPI 3.1. */
  #withSiblings(written: JsonObject, place: Place, target: Target, field: string): Found {
    const names = Object.keys(written).filter((name) => name !== "$ref");
    if (names.length === 0 || !isJsonObject(target.value)) return target;
    const overrides = this.#resolver.siblingsOverride;
    const counts = (name: string): boolean => holdsNames(field) || maps.has(field) || (overrides && (name === "summary" || name === "description"));
    reportSiblings(
      this.#resolver,
      names.filter((name) => !counts(name)),
      place,
    );
    const own = names.filter(counts);
    if (own.length === 0) return target;
    return {
      place: target.place,
      value: { ...target.value, ...Object.fromEntries(own.map((name) => [name, written[name] as Json])) },
      places: new Map(own.map((name) => [name, child(place, name)])),
    };
  }
}

/** Reports fields next to a `$ref` that have no effect. */
export function reportSiblings({ report, version }: Pick<Resolver, "report" | "version">, names: readonly string[], place: Place): void {
  const ignored = names.filter((name) => !name.startsWith("x-"));
  if (ignored.length > 0) report("reference-siblings", { siblings: ignored.map((name) => `"${name}"`).join(", "), version }, place);
}
