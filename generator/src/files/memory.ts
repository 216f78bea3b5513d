import { resolve } from "node:path";
import type { Files, Read } from "./root.js";

/** Files that are in memory and nowhere on disk. */
export class MemoryFiles implements Files {
  readonly #bytes: ReadonlyMap<string, Buffer>;

  /** @param files Text by path, absolute or relative to the folder. Paths outside of the folder do not exist. */
  constructor(
    readonly folder: string,
    files: Readonly<Record<string, string>>,
  ) {
    this.#bytes = new Map(Object.entries(files).map(([path, text]) => [resolve(folder, path), Buffer.from(text)]));
  }

  read(path: string): Read {
    const bytes = this.#bytes.get(resolve(this.folder, path));
    return bytes === undefined ? { missing: true } : { bytes };
  }
}
