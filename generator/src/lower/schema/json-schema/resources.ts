import { isJsonObject, type Json } from "../../../model/json.js";
import type { Place } from "../../../model/place.js";
import { walkPointer, type Target } from "../../../model/pointer.js";
import { noScope, type DynamicAnchors, type DynamicScope, type NamedAnchor } from "../dynamic-scope.js";
import { writtenBelow } from "../written.js";
import type { JsonSchemaDialect } from "./vocabularies.js";

/** A schema resource: a schema with a URI of its own (JSON Schema Core 2020-12 §4.3.5). */
export interface Resource {
  readonly uri: string;
  readonly place: Place;
  readonly value: Json;
  readonly dialect: JsonSchemaDialect;
  readonly anchors: Map<string, Target>;
  /** Those of the anchors that are dynamic. */
  readonly dynamicAnchors: Map<string, Target>;
}

export type DialectOf = (uri: string) => JsonSchemaDialect | undefined;

/** Every schema resource of the known documents, by URI and by location. */
export class Resources implements DynamicAnchors {
  readonly #byUri = new Map<string, Resource>();
  readonly #byPlace = new Map<string, Resource>();
  readonly #documents = new Map<string, Json>();
  readonly #dialectOf: DialectOf;

  constructor(dialectOf: DialectOf) {
    this.#dialectOf = dialectOf;
  }

  /** Adds a document under its URI. @param file Its name in locations. */
  add(value: Json, uri: string, file: string, dialect: JsonSchemaDialect): Resource {
    this.#documents.set(file, value);
    const place = { file, pointer: "#" };
    const own = this.#dialect(value) ?? dialect;
    const resource = this.#open(value, place, own, uri);
    this.#byUri.set(withoutFragment(uri), resource);
    this.#walk(value, place, resource, true);
    return resource;
  }

  get(uri: string): Resource | undefined {
    return this.#byUri.get(withoutFragment(uri));
  }

  at(place: Place): DynamicScope {
    return this.around(place)?.dynamicAnchors ?? noScope;
  }

  named(reference: string, from: Place): NamedAnchor | undefined {
    const target = this.resolve(reference, from);
    const name = reference.slice(reference.indexOf("#") + 1);
    const isDynamic = target !== undefined && this.around(target.place)?.dynamicAnchors.get(name)?.place.pointer === target.place.pointer;
    return isDynamic ? { name, target } : undefined;
  }

  get documents(): Iterable<Target> {
    return [...this.#documents].map(([file, value]) => ({ place: { file, pointer: "#" }, value }));
  }

  /** The resource of a location. */
  around(place: Place): Resource | undefined {
    for (let pointer = place.pointer; ; pointer = pointer.slice(0, pointer.lastIndexOf("/"))) {
      const found = this.#byPlace.get(place.file + pointer);
      if (found !== undefined || !pointer.includes("/")) return found;
    }
  }

  /** The target of a reference written at `from`. */
  resolve(reference: string, from: Place): Target | undefined {
    const base = this.around(from);
    const uri = resolveUri(reference, base?.uri ?? "");
    const resource = this.get(uri);
    const fragment = uri.includes("#") ? uri.slice(uri.indexOf("#") + 1) : "";
    if (resource === undefined) return undefined;
    if (fragment === "") return { place: resource.place, value: resource.value };
    const name = decode(fragment);
    return name.startsWith("/") ? walkPointer(resource, name) : resource.anchors.get(name);
  }

  #dialect(value: Json): JsonSchemaDialect | undefined {
    return isJsonObject(value) && typeof value["$schema"] === "string" ? this.#dialectOf(value["$schema"]) : undefined;
  }

  #open(value: Json, place: Place, dialect: JsonSchemaDialect, base: string): Resource {
    const id = idOf(value, dialect);
    const uri = id === undefined ? base : withoutFragment(resolveUri(id, base));
    const resource = { uri, place, value, dialect, anchors: new Map(), dynamicAnchors: new Map() };
    this.#byPlace.set(place.file + place.pointer, resource);
    if (!this.#byUri.has(uri)) this.#byUri.set(uri, resource);
    return resource;
  }

  #walk(value: Json, place: Place, within: Resource, isRoot: boolean): void {
    if (!isJsonObject(value)) return;
    let resource = within;
    const dialect = this.#dialect(value) ?? within.dialect;
    if (!isRoot && idOf(value, dialect) !== undefined) resource = this.#open(value, place, dialect, within.uri);
    this.#anchor(value, place, resource);
    for (const below of writtenBelow(value, place)) this.#walk(below.value, below.place, resource, false);
  }

  #anchor(value: { readonly [key: string]: Json }, place: Place, resource: Resource): void {
    const target = { place, value };
    if (resource.dialect.anchors === "id") {
      const id = value[resource.dialect.idKeyword];
      if (typeof id === "string" && id.startsWith("#") && id.length > 1 && !isIgnored(value, resource.dialect))
        resource.anchors.set(id.slice(1), target);
      return;
    }
    const { $anchor, $dynamicAnchor } = value;
    if (typeof $anchor === "string") resource.anchors.set($anchor, target);
    if (typeof $dynamicAnchor !== "string") return;
    resource.anchors.set($dynamicAnchor, target);
    resource.dynamicAnchors.set($dynamicAnchor, target);
  }
}

/** The identifier that makes a schema a resource; a plain fragment only names a location. */
function idOf(value: Json, dialect: JsonSchemaDialect): string | undefined {
  if (!isJsonObject(value) || isIgnored(value, dialect)) return undefined;
  const id = value[dialect.idKeyword];
  return typeof id === "string" && !id.startsWith("#") ? id : undefined;
}

/** Until draft 7, everything next to `$ref` is ignored, identifiers included. */
function isIgnored(value: { readonly [key: string]: Json }, dialect: JsonSchemaDialect): boolean {
  return dialect.refSiblings === "ignored" && typeof value["$ref"] === "string";
}

export function resolveUri(reference: string, base: string): string {
  if (reference.startsWith("#")) return withoutFragment(base) + reference;
  if (URL.canParse(reference, base)) return new URL(reference, base).href;
  return URL.canParse(reference) ? new URL(reference).href : reference;
}

export function withoutFragment(uri: string): string {
  const end = uri.indexOf("#");
  return end === -1 ? uri : uri.slice(0, end);
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
