import { child, type Place } from "../../model/place.js";
import { aliasLimit, depthLimit } from "../limits.js";
import { mappedFiles } from "./mapped.js";

export interface Measure {
  readonly fault?: { readonly code: "nested-too-deep" | "alias-inside-itself" | "alias-expands-too-far"; readonly place: Place };
  /** How many members all objects have together. */
  readonly members: number;
  /** The values of `$ref`s at any location. */
  readonly references: ReadonlySet<string>;
  /** Whether the mapping of some `discriminator` does. */
  readonly mapped: boolean;
  /** Whether some reference is a `$dynamicRef`. */
  readonly dynamic: boolean;
}

/**
 * Makes sure that a parsed value is a tree of bounded depth and, with its aliases written out, of bounded size:
 * after this every stage may recurse. Values that aliases share are measured once, so a bomb costs no more than its text.
 */
export function measureTree(value: unknown, root: Place, hasAliases: boolean): Measure {
  const walk = new Walk(hasAliases);
  walk.visit(value, 0);
  const { fault, members, references, mapped, dynamic } = walk;
  if (!fault) return { members, references, mapped, dynamic };
  return { members, references, mapped, dynamic, fault: { code: fault, place: child(root, ...walk.path) } };
}

class Walk {
  fault: NonNullable<Measure["fault"]>["code"] | undefined;
  /** Where the fault is; filled from its end while the walk returns. */
  readonly path: (string | number)[] = [];
  members = 0;
  readonly references = new Set<string>();
  mapped = false;
  dynamic = false;
  /** Only values that aliases may share need to be known again. */
  readonly #sizes: Map<object, number> | undefined;
  readonly #open = new Set<object>();

  constructor(hasAliases: boolean) {
    this.#sizes = hasAliases ? new Map() : undefined;
  }

  /** The number of values in the tree. */
  visit(node: unknown, depth: number): number {
    if (typeof node !== "object" || node === null) return 1;
    if (depth > depthLimit) return this.#stop("nested-too-deep");
    if (this.#sizes) {
      const known = this.#sizes.get(node);
      if (known !== undefined) return known;
      if (this.#open.has(node)) return this.#stop("alias-inside-itself");
      this.#open.add(node);
    }
    const size = Array.isArray(node) ? this.#list(node, depth) : this.#object(node as Record<string, unknown>, depth);
    if (this.#sizes && !this.fault) {
      if (size > aliasLimit) return this.#stop("alias-expands-too-far");
      this.#open.delete(node);
      this.#sizes.set(node, size);
    }
    return size;
  }

  #list(node: readonly unknown[], depth: number): number {
    let size = 1;
    for (let index = 0; index < node.length; index++) {
      size += this.visit(node[index], depth + 1);
      if (this.fault) return this.#via(index);
    }
    return size;
  }

  #object(node: Readonly<Record<string, unknown>>, depth: number): number {
    let size = 1;
    for (const key in node) {
      const value = node[key];
      this.members++;
      if (typeof value === "object") {
        size += this.visit(value, depth + 1);
        if (this.fault) return this.#via(key);
        if (key === "discriminator" && mappedFiles(value).length > 0) this.mapped = true;
      } else {
        size++;
        if (key === "$ref" && typeof value === "string") this.references.add(value);
        else if (key === "$dynamicRef") this.dynamic = true;
      }
    }
    return size;
  }

  #stop(code: NonNullable<Measure["fault"]>["code"]): number {
    this.fault = code;
    return 0;
  }

  #via(step: string | number): number {
    this.path.unshift(step);
    return 0;
  }
}
