import { resolve } from "node:path";
import type { Files, Read } from "./root.js";

/** Files that are in memory and nowhere on disk. */
export class MemoryFiles implements Files {
  readonly #bytes: ReadonlyMap<string, Buffer>;

  /** @param files Text by path, absolute or from the folder. A path may lead out of the folder: nothing is there but these files. */
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
