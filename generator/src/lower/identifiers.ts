import type { DocumentValues } from "../load/document.js";
import { isJsonObject, type Json } from "../model/json.js";
import { child, type JsonPointer, type Place } from "../model/place.js";
import { splitReference } from "../load/files/names.js";
import { holdsNames, isData } from "./data.js";
import { walkPointer, type Target } from "../model/pointer.js";
import { noScope, type DynamicScope, type NamedAnchor } from "./schema/dynamic-scope.js";

interface Anchor extends Target {
  readonly isDynamic: boolean;
}

/** A schema with a URI of its own, and the anchors inside it. Names that are there several times are each known in a part of it only. */
interface Resource extends Target {
  /** Absolute: the base of relative references inside. */
  readonly uri: string;
  readonly anchors: Map<string, Anchor[]>;
}

/** The dynamic anchors of a resource: those that count in all of it, and with them those that count below a pointer. */
interface Scopes {
  readonly shared: DynamicScope;
  readonly below: ReadonlyMap<JsonPointer, DynamicScope>;
}

/**
 * Schemas of an OpenAPI 3.1 document by `$id` and `$anchor` (JSON Schema Core 2020-12 §8.2), whole documents by `$self`. Few documents have one: the
 * files are only
 * searched when a reference does not resolve otherwise, or is dynamic.
 *
 * Components without an `$id` share the resource of their file, in which an anchor may occur only once. Authors treat each component as a resource:
 * if an
 * anchor occurs several times, each belongs to its component.
 */
export class Identifiers {
  readonly #byUri = new Map<string, Resource>();
  /** By file and pointer. */
  readonly #byPlace = new Map<string, Map<JsonPointer, Resource>>();
  readonly #scopes = new Map<Resource, Scopes>();

  constructor(document: DocumentValues) {
    for (const [file, source] of document.files) {
      const place = { file, pointer: "#" };
      const root = this.#open({ place, value: source.value }, resolved(file, somewhere));
      this.#walk(source.value, place, root, false);
    }
  }

  find(reference: string, from: Place): Target | undefined {
    const { uri, fragment } = halves(reference);
    for (const resource of this.#candidates(uri, from)) {
      const target =
        fragment === ""
          ? resource
          : fragment.startsWith("/")
            ? walkPointer(resource, fragment)
            : nearest(resource.anchors.get(fragment), from, resource);
      if (target) return { place: target.place, value: target.value };
    }
    return undefined;
  }

  /** The locations of an anchor in a file; none if it is ambiguous. */
  onlyAnchor(name: string, file: string): Target | undefined {
    const [only, ...others] = [...(this.#byPlace.get(file)?.values() ?? [])].flatMap(({ anchors }) => anchors.get(name) ?? []);
    return others.length === 0 ? only : undefined;
  }

  /** The target of a `$dynamicRef` whose anchor is dynamic. */
  named(reference: string, from: Place): NamedAnchor | undefined {
    const { uri, fragment: name } = halves(reference);
    if (name === "" || name.startsWith("/")) return undefined;
    for (const resource of this.#candidates(uri, from)) {
      const anchors = resource.anchors.get(name);
      if (anchors === undefined) continue;
      const target = nearest(anchors, from, resource);
      if (!(target ?? anchors[0])?.isDynamic) return undefined;
      return { name, ...((anchors.length === 1 || isBelow(from, target, resource)) && target && { target }) };
    }
    // A schema that refers to this one may have the anchor.
    const isDynamic = this.#all().some(({ anchors }) => anchors.get(name)?.some((anchor) => anchor.isDynamic) === true);
    return uri === "" && isDynamic ? { name } : undefined;
  }

  /** The dynamic anchors that apply below a location. */
  at(place: Place): DynamicScope {
    const resource = this.#innermost(place);
    if (resource === undefined) return noScope;
    let scopes = this.#scopes.get(resource);
    if (scopes === undefined) this.#scopes.set(resource, (scopes = scopesOf(resource)));
    for (const pointer of upwards(place.pointer)) {
      const scope = scopes.below.get(pointer);
      if (scope !== undefined) return scope;
      if (pointer === resource.place.pointer) break;
    }
    return scopes.shared;
  }

  #innermost({ file, pointer }: Place): Resource | undefined {
    const known = this.#byPlace.get(file);
    // Mostly the file itself is the only one.
    if (known === undefined || known.size === 1) return known?.get("#");
    for (const each of upwards(pointer)) if (known.has(each)) return known.get(each);
    return undefined;
  }

  /** The resources around a location, innermost first. */
  #around({ file, pointer }: Place): Resource[] {
    const known = this.#byPlace.get(file);
    return [...upwards(pointer)].flatMap((each) => known?.get(each) ?? []);
  }

  #all(): readonly Resource[] {
    return [...this.#byPlace.values()].flatMap((known) => [...known.values()]);
  }

  #candidates(uri: string, from: Place): readonly Resource[] {
    const around = this.#around(from);
    if (uri === "") return around;
    return [uri, ...around.map((each) => resolved(uri, each.uri))].flatMap((each) => this.#byUri.get(each) ?? []);
  }

  #open(target: Target, base: string): Resource {
    const id = uriOf(target.value);
    const resource: Resource = { ...target, uri: resolved(id, base), anchors: new Map() };
    this.#known(target.place.file).set(target.place.pointer, resource);
    if (id !== "") this.#byUri.set(id, resource);
    this.#byUri.set(resource.uri, resource);
    return resource;
  }

  #known(file: string): Map<JsonPointer, Resource> {
    let known = this.#byPlace.get(file);
    if (known === undefined) this.#byPlace.set(file, (known = new Map()));
    return known;
  }

  #walk(value: Json, place: Place, within: Resource, areNames: boolean): void {
    if (Array.isArray(value)) {
      for (const [index, item] of (value as readonly Json[]).entries())
        if (typeof item === "object") this.#walk(item, child(place, index), within, false);
      return;
    }
    if (!isJsonObject(value)) return;
    const resource = uriOf(value) === "" || place.pointer === "#" ? within : this.#open({ place, value }, within.uri);
    for (const word of ["$anchor", "$dynamicAnchor"]) {
      const name = value[word];
      if (typeof name !== "string") continue;
      const anchor = { place, value, isDynamic: word === "$dynamicAnchor" };
      const known = resource.anchors.get(name);
      if (known) known.push(anchor);
      else resource.anchors.set(name, [anchor]);
    }
    for (const key in value) {
      const member = value[key] as Json;
      if (typeof member === "object" && (areNames || !isData(key))) this.#walk(member, child(place, key), resource, !areNames && holdsNames(key));
    }
  }
}

/** The location of a document without `$self`. */
const somewhere = "tallystick://document/";

function scopesOf({ anchors, place }: Resource): Scopes {
  const shared = new Map<string, Target>();
  const below = new Map<JsonPointer, Map<string, Target>>();
  for (const [name, all] of anchors) {
    const dynamic = all.filter(({ isDynamic }) => isDynamic);
    const [only] = dynamic;
    if (only !== undefined && dynamic.length === 1) shared.set(name, only);
    if (dynamic.length < 2) continue;
    for (const anchor of dynamic) {
      const pointer = enclosingPart(anchor.place.pointer, place.pointer);
      const known = below.get(pointer) ?? new Map<string, Target>();
      below.set(pointer, known);
      if (!known.has(name)) known.set(name, anchor);
    }
  }
  // Anchors of the whole apply in its parts.
  for (const scope of below.values()) for (const [name, anchor] of shared) scope.set(name, anchor);
  return { shared, below };
}

/** Of several anchors of a name the one that is written in the same schema, else the first. */
function nearest(anchors: readonly Anchor[] | undefined, from: Place, resource: Resource): Anchor | undefined {
  if (anchors === undefined || anchors.length < 2) return anchors?.[0];
  return anchors.find((anchor) => isBelow(from, anchor, resource)) ?? anchors[0];
}

/** Whether a location is in the part of a resource to which an anchor belongs. */
function isBelow(place: Place, anchor: Anchor | undefined, resource: Resource): boolean {
  return (
    anchor !== undefined &&
    anchor.place.file === place.file &&
    `${place.pointer}/`.startsWith(`${enclosingPart(anchor.place.pointer, resource.place.pointer)}/`)
  );
}

/** The outermost schema around an anchor, as far as it can be determined without the kinds of the surrounding objects. */
function enclosingPart(pointer: JsonPointer, resource: JsonPointer): JsonPointer {
  if (resource === "#") {
    const outermost = /^#\/(?:components\/schemas|definitions)\/[^/]+|^#\/(?:paths|webhooks|components)\/.*?\/(?:schema|itemSchema)(?=\/|$)/.exec(
      pointer,
    )?.[0];
    if (outermost !== undefined) return outermost;
  }
  const definitions = Math.max(pointer.lastIndexOf("/$defs/"), pointer.lastIndexOf("/definitions/"));
  return definitions < resource.length ? pointer : pointer.slice(0, definitions);
}

/** A pointer and all its ancestors, innermost first. */
function* upwards(pointer: JsonPointer): Generator<JsonPointer> {
  for (let at = pointer; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) yield at;
}

function halves(reference: string): { readonly uri: string; readonly fragment: string } {
  const hash = reference.indexOf("#");
  return hash < 0 ? { uri: reference, fragment: "" } : { uri: reference.slice(0, hash), fragment: splitReference(reference).fragment };
}

/** The identifier of a schema, or of a document (OpenAPI 3.2 §4.1.2.2). */
function uriOf(value: Json): string {
  if (!isJsonObject(value)) return "";
  const id = ["$id", "$self"].flatMap((word) => (Object.hasOwn(value, word) ? value[word] : [])).find((each) => typeof each === "string");
  return typeof id === "string" ? id.replace(/#$/, "") : "";
}

function resolved(uri: string, base: string): string {
  return URL.canParse(uri, base) ? new URL(uri, base).href : uri;
}
