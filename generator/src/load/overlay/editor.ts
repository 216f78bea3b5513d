import type { SourceFile } from "../document.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken, type JsonPointer } from "../../model/place.js";
import { EditedFile, type Origin } from "./edited-file.js";

export type Path = readonly (string | number)[];
type Container = Json[] | Record<string, Json>;

/**
 * Edits a file's values without touching the values that it was given: what lies on the way to a change is copied, once, and the rest is shared.
 * Beside the values it keeps where each changed member comes from.
 */
export class Editor {
  readonly #file: SourceFile;
  readonly #origins = new Map<object, Map<string, Origin>>();
  readonly #copied = new Set<object>();
  value: Json;

  constructor(file: SourceFile) {
    this.#file = file;
    this.value = file.value;
  }

  result(): EditedFile {
    return new EditedFile(this.#file, this.value, this.#origins);
  }

  at(path: Path): Json | undefined {
    let value: Json | undefined = this.value;
    for (const key of path) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string | number, Json>)[key];
    }
    return value;
  }

  remove(path: Path): void {
    const parent = this.#own(path.slice(0, -1));
    const last = path.at(-1);
    if (last === undefined || !parent) return;
    if (!Array.isArray(parent)) {
      delete parent[last];
      this.#origins.get(parent)?.delete(String(last));
      return;
    }
    const index = Number(last);
    const origins = this.#itemOrigins(path.slice(0, -1), parent);
    parent.splice(index, 1);
    origins.splice(index, 1);
    this.#origins.set(parent, new Map(origins.map((origin, position) => [String(position), origin])));
  }

  /** Puts a value in place of what is there. */
  replace(path: Path, value: Json, origin: Origin): void {
    const last = path.at(-1);
    if (last === undefined) {
      this.value = value;
      return;
    }
    const parent = this.#own(path.slice(0, -1));
    if (!parent) return;
    set(parent, last, value);
    this.#originsOf(parent).set(String(last), origin);
  }

  append(path: Path, value: Json, origin: Origin): void {
    const list = this.#own(path);
    if (!Array.isArray(list)) return;
    this.#originsOf(list).set(String(list.length), origin);
    list.push(value);
  }

  /** OpenAPI Overlay 1.0 §4.4.3: members that are new are added, objects are merged, lists are joined, everything else is replaced. */
  merge(path: Path, update: Json, origin: Origin): void {
    const target = this.at(path);
    if (isJsonObject(target) && isJsonObject(update)) {
      for (const key of Object.keys(update)) {
        const next = [...path, key];
        const from = step(origin, key);
        if (Object.hasOwn(target, key)) this.merge(next, update[key] as Json, from);
        else this.replace(next, update[key] as Json, from);
      }
    } else if (Array.isArray(target) && Array.isArray(update)) {
      update.forEach((item: Json, index) => this.append(path, item, step(origin, index)));
    } else this.replace(path, update, origin);
  }

  /** Where the node at `path` was written. */
  origin(path: Path): Origin {
    return this.result().origin(pointerOf(path));
  }

  /** The container at `path`, copied if it is still the file's own, and all containers above it. */
  #own(path: Path): Container | undefined {
    let container = this.#ownChild(undefined, "", this.value);
    for (const key of path) {
      if (!container || !Object.hasOwn(container, key)) return undefined;
      container = this.#ownChild(container, key, (container as Record<string | number, Json>)[key]);
    }
    return container;
  }

  #ownChild(parent: Container | undefined, key: string | number, value: Json | undefined): Container | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    if (this.#copied.has(value)) return value as Container;
    const copy = (Array.isArray(value) ? [...(value as readonly Json[])] : { ...(value as { readonly [key: string]: Json }) }) as Container;
    this.#copied.add(copy);
    const origins = this.#origins.get(value);
    if (origins) this.#origins.set(copy, new Map(origins));
    if (parent) set(parent, key, copy);
    else this.value = copy;
    return copy;
  }

  #originsOf(container: Container): Map<string, Origin> {
    const known = this.#origins.get(container) ?? new Map<string, Origin>();
    this.#origins.set(container, known);
    return known;
  }

  #itemOrigins(path: Path, list: readonly Json[]): Origin[] {
    const file = this.result();
    const base = pointerOf(path);
    return list.map((_, index) => file.origin(`${base}/${index}`));
  }
}

function step(origin: Origin, key: string | number): Origin {
  return { source: origin.source, pointer: `${origin.pointer}/${escapeToken(key)}` };
}

function pointerOf(path: Path): JsonPointer {
  return `#${path.map((key) => `/${escapeToken(key)}`).join("")}`;
}

/** `__proto__` is a key like any other: assignment would set the prototype instead. */
function set(container: Container, key: string | number, value: Json): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}
