import type { Manifest, Operations } from "./manifest.js";

/** What an output loses when another one takes its place. */
export interface Removal {
  /** The operations that are gone: `GET /zones`, or the name of their module. */
  readonly removed: readonly string[];
  /** How many there are. */
  readonly total: number;
}

/** The operations of an output that the next one does not have. One that has another path or another name is still there. */
export function removedOperations(before: Pick<Manifest, "operations" | "files">, next: Operations): Removal {
  const operations = before.operations ?? operationsIn(before.files);
  const modules = new Set([...next.values()].filter((module) => module !== ""));
  const isThere = (key: string, module: string): boolean => modules.has(module) || (next.has(key) && (module === "" || next.get(key) !== ""));
  return { removed: [...operations].flatMap(([key, module]) => (isThere(key, module) ? [] : [key])), total: operations.size };
}

/** The operations of an output without a list of them, by the names of their modules. */
function operationsIn(files: Manifest["files"]): Operations {
  const modules = [...files.keys()].flatMap((path) => /^(?:src\/)?operations\/([^/.]+)\.(?:js|ts)$/.exec(path)?.[1] ?? []);
  return new Map(modules.filter((module) => module !== "index").map((module) => [module, module]));
}
