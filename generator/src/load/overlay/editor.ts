import type { SourceFile } from "../document.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken, type JsonPointer } from "../../model/place.js";
import { EditedFile, type Origin } from "./edited-file.js";

export type Path = readonly (string | number)[];
type Container = Json[] | Record<string, Json>;

/** Whether a value of one type replaces the value of another type that the document has at `path`. */
export type Mismatch = (path: Path, target: Json, update: Json, origin: Origin) => boolean;

/**
 * Edits the values of a file without mutating them: nodes on the path to a change are copied once, all others are shared.
 * Also records the source of each changed member.
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

  /** Removes nodes. A list is rebuilt once, however many of its items go. */
  removeAll(paths: readonly Path[]): void {
    const keysByParent = new Map<string, { readonly path: Path; readonly keys: Set<string | number> }>();
    for (const path of paths) {
      const parent = path.slice(0, -1);
      const last = path.at(-1);
      const id = JSON.stringify(parent);
      const known = keysByParent.get(id) ?? { path: parent, keys: new Set() };
      keysByParent.set(id, known);
      if (last !== undefined) known.keys.add(last);
    }
    // The deepest first, so that the indexes of the others stay true.
    for (const { path, keys } of [...keysByParent.values()].toSorted((a, b) => b.path.length - a.path.length)) this.#removeFrom(path, keys);
  }

  #removeFrom(path: Path, keys: ReadonlySet<string | number>): void {
    const parent = this.#own(path);
    if (!parent) return;
    if (!Array.isArray(parent)) {
      for (const key of keys) {
        delete parent[key];
        this.#origins.get(parent)?.delete(String(key));
      }
      return;
    }
    const origins = this.#itemOrigins(path, parent);
    const remaining = origins.filter((_, index) => !keys.has(index));
    const items = parent.filter((_, index) => !keys.has(index));
    parent.length = 0;
    for (const item of items) parent.push(item);
    this.#origins.set(parent, new Map(remaining.map((origin, position) => [String(position), origin])));
  }

  /** Replaces a value. */
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

  /**
   * OpenAPI Overlay §4.4.3: members that are new are added, objects are merged, lists are concatenated, values of other types are replaced.
   * @param onMismatch Decides where the types differ.
   */
  merge(path: Path, update: Json, origin: Origin, onMismatch: Mismatch): void {
    const target = this.at(path);
    if (isJsonObject(target) && isJsonObject(update)) {
      for (const key of Object.keys(update)) {
        const next = [...path, key];
        const from = step(origin, key);
        if (Object.hasOwn(target, key)) this.merge(next, update[key] as Json, from, onMismatch);
        else this.replace(next, update[key] as Json, from);
      }
    } else if (Array.isArray(target) && Array.isArray(update)) {
      update.forEach((item: Json, index) => this.append(path, item, step(origin, index)));
    } else if (target === undefined || (!isContainer(target) && !isContainer(update)) || onMismatch(path, target, update, origin))
      this.replace(path, update, origin);
  }

  /** The node at `path` as it is now, for writing it elsewhere, with where it was written. */
  snapshot(path: Path): { readonly value: Json; readonly origin: Origin } {
    return { value: this.#clone(this.at(path) as Json), origin: this.result().origin(pointerOf(path)) };
  }

  /** A copy that later edits do not change. Its members keep their source locations. */
  #clone(value: Json): Json {
    if (!isContainer(value)) return value;
    const copy: Container = Array.isArray(value) ? [] : {};
    for (const key of Object.keys(value)) set(copy, key, this.#clone((value as Readonly<Record<string, Json>>)[key] as Json));
    const origins = this.#origins.get(value);
    if (origins) this.#origins.set(copy, new Map(origins));
    return copy;
  }

  pointer(path: Path): JsonPointer {
    return pointerOf(path);
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

function isContainer(value: Json): value is readonly Json[] | { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null;
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
