import type { Json } from "../model/json.js";
import { child, type Place } from "../model/place.js";
import { aliasLimit, depthLimit } from "./limits.js";

export type TreeFault = { readonly code: "nested-too-deep" | "alias-inside-itself" | "alias-expands-too-far"; readonly place: Place };

/**
 * Makes sure that a parsed value is a tree of bounded depth and, with its aliases written out, of bounded size:
 * after this every stage may recurse. Values that aliases share are measured once, so a bomb costs no more than its text.
 */
export function measureTree(value: unknown, root: Place, hasAliases: boolean): TreeFault | undefined {
  const sizes = hasAliases ? new Map<object, number>() : undefined;
  const measuring = new Set<object>();
  const visit = (node: unknown, place: () => Place, depth: number): number | TreeFault => {
    if (typeof node !== "object" || node === null) return 1;
    if (depth > depthLimit) return { code: "nested-too-deep", place: place() };
    if (sizes) {
      const known = sizes.get(node);
      if (known !== undefined) return known;
      if (measuring.has(node)) return { code: "alias-inside-itself", place: place() };
      measuring.add(node);
    }
    let size = 1;
    if (Array.isArray(node)) {
      for (let index = 0; index < node.length; index++) {
        const part = visit(node[index], () => child(place(), index), depth + 1);
        if (typeof part === "object") return part;
        size += part;
      }
    } else {
      for (const key in node) {
        const part = visit((node as Record<string, Json>)[key], () => child(place(), key), depth + 1);
        if (typeof part === "object") return part;
        size += part;
      }
    }
    if (sizes) {
      if (size > aliasLimit) return { code: "alias-expands-too-far", place: place() };
      measuring.delete(node);
      sizes.set(node, size);
    }
    return size;
  };
  const size = visit(value, () => root, 0);
  return typeof size === "object" ? size : undefined;
}
