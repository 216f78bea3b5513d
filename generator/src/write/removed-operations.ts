import type { Manifest, Operations } from "./manifest.js";

/** The operations that an output loses when another one replaces it. */
export interface Removal {
  /** The removed operations: `GET /zones`, or their name. */
  readonly removed: readonly string[];
  /** How many there are. */
  readonly total: number;
}

/** The operations of an output that the next one does not have. One that has another path or another name is still there. */
export function removedOperations(before: Pick<Manifest, "operations" | "files">, next: Operations): Removal {
  const operations = before.operations ?? operationsIn(before.files);
  const names = new Set([...next.values()].filter((name) => name !== ""));
  const isThere = (key: string, name: string): boolean => names.has(name) || (next.has(key) && (name === "" || next.get(key) !== ""));
  return { removed: [...operations].flatMap(([key, name]) => (isThere(key, name) ? [] : [key])), total: operations.size };
}

/** The operations of an output without a list of them: each had a module of its name. */
function operationsIn(files: Manifest["files"]): Operations {
  const modules = [...files.keys()].flatMap((path) => /^(?:src\/)?operations\/([^/.]+)\.(?:js|ts)$/.exec(path)?.[1] ?? []);
  return new Map(modules.filter((module) => module !== "index").map((module) => [module, module]));
}
