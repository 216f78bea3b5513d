import type { DocumentValues } from "../load/document.js";
import { isJsonObject, type Json } from "../model/json.js";
import { child, type Place } from "../model/place.js";
import { isData } from "./data.js";
import { walkPointer, type Target } from "./pointer.js";

/** A schema with a URI of its own, and the anchors inside it. */
interface Resource extends Target {
  readonly anchors: Map<string, Target>;
}

/**
 * Schemas of an OpenAPI 3.1 document by `$id` and `$anchor` (JSON Schema Core 2020-12 §8.2), whole documents by `$self`. Few documents have one: the files are only
 * walked when a reference leads nowhere without them.
 */
export class Identifiers {
  readonly #byUri = new Map<string, Resource>();
  /** Innermost last. */
  readonly #resources: Resource[] = [];

  constructor(document: DocumentValues) {
    for (const [file, source] of document.files) {
      const place = { file, pointer: "#" };
      const root = this.#open({ place, value: source.value }, "");
      this.#walk(source.value, place, root, "");
    }
  }

  find(reference: string, from: Place): Target | undefined {
    const hash = reference.indexOf("#");
    const uri = hash < 0 ? reference : reference.slice(0, hash);
    const fragment = hash < 0 ? "" : reference.slice(hash + 1);
    const around = this.#resources.filter(({ place }) => place.file === from.file && `${from.pointer}/`.startsWith(`${place.pointer}/`)).toReversed();
    const candidates = uri === "" ? around : [this.#byUri.get(uri), ...around.map((each) => this.#byUri.get(resolved(uri, uriOf(each.value))))];
    for (const resource of candidates) {
      const target =
        resource && (fragment === "" ? resource : fragment.startsWith("/") ? walkPointer(resource, fragment) : resource.anchors.get(fragment));
      if (target) return { place: target.place, value: target.value };
    }
    return undefined;
  }

  /** What has an anchor of that name in a file, wherever it counts; nothing where that is there twice. */
  onlyAnchor(name: string, file: string): Target | undefined {
    const [only, ...others] = this.#resources.flatMap(({ place, anchors }) => (place.file === file ? (anchors.get(name) ?? []) : []));
    return others.length === 0 ? only : undefined;
  }

  #open(target: Target, base: string): Resource {
    const resource: Resource = { ...target, anchors: new Map() };
    this.#resources.push(resource);
    const id = uriOf(target.value);
    if (id !== "") {
      this.#byUri.set(id, resource);
      this.#byUri.set(resolved(id, base), resource);
    }
    return resource;
  }

  #walk(value: Json, place: Place, within: Resource, base: string): void {
    if (Array.isArray(value)) {
      for (const [index, item] of (value as readonly Json[]).entries())
        if (typeof item === "object") this.#walk(item, child(place, index), within, base);
      return;
    }
    if (!isJsonObject(value)) return;
    const id = uriOf(value);
    const resource = id === "" || place.pointer === "#" ? within : this.#open({ place, value }, base);
    for (const word of ["$anchor", "$dynamicAnchor"]) {
      const name = value[word];
      if (typeof name === "string" && !resource.anchors.has(name)) resource.anchors.set(name, { place, value });
    }
    const inner = id === "" ? base : resolved(id, base);
    for (const key in value) {
      const member = value[key] as Json;
      if (typeof member === "object" && !isData(key)) this.#walk(member, child(place, key), resource, inner);
    }
  }
}

/** What a schema calls itself, or a document (OpenAPI 3.2 §4.1.2.2). */
function uriOf(value: Json): string {
  if (!isJsonObject(value)) return "";
  const id = ["$id", "$self"].flatMap((word) => (Object.hasOwn(value, word) ? value[word] : [])).find((each) => typeof each === "string");
  return typeof id === "string" ? id.replace(/#$/, "") : "";
}

function resolved(uri: string, base: string): string {
  return URL.canParse(uri, base) ? new URL(uri, base).href : uri;
}
