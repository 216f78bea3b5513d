import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GeneratedFile } from "../generate.js";
import { hashOf, type Manifest } from "./manifest.js";

/** A file that was made, and what stands in its place. Holds no text. */
export interface ComparedFile {
  readonly path: string;
  readonly bytes: number;
  /** As the manifest has it. */
  readonly hash: string;
  readonly found: Found;
}

/** A text of another hash, or something in the way that is no file of ours: a folder, a link that may lead anywhere. */
type Found = "nothing" | "same" | "obstacle" | { readonly hash: string };

/** What writing would do to one file. */
export type Change =
  { readonly kind: "add"; readonly path: string } | { readonly kind: "replace" | "remove"; readonly path: string; readonly editedByHand: boolean };

export interface Comparison {
  readonly changes: readonly Change[];
  /** Files that are in the way and that we did not write. */
  readonly foreign: readonly string[];
}

/** The output folder as it is. Reads, writes nothing. */
export class ExistingFolder {
  readonly #folder: string;
  readonly #blocked = new Map<string, boolean>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  compare({ path, text }: GeneratedFile): ComparedFile {
    const before = this.read(path);
    const hash = hashOf(path, text);
    const found = before === undefined ? "nothing" : before === false ? "obstacle" : before === text ? "same" : { hash: hashOf(path, before) };
    return { path, bytes: Buffer.byteLength(text), hash, found };
  }

  /** The text of a file, `undefined` where there is none, `false` where something else is in its place or on the way to it. */
  read(path: string): string | undefined | false {
    if (this.#isBlocked(path)) return false;
    const place = join(this.#folder, path);
    let isFile: boolean | undefined;
    try {
      // Not there is the usual case: an error for each file would be most of the work.
      isFile = lstatSync(place, { throwIfNoEntry: false })?.isFile();
    } catch {
      return undefined;
    }
    return isFile === true ? readFileSync(place, "utf8") : isFile;
  }

  /** Whether a folder on the way to a file is something else: a link would lead the write out of the output. */
  #isBlocked(path: string): boolean {
    const parent = dirname(path);
    if (parent === ".") return false;
    const known = this.#blocked.get(parent);
    if (known !== undefined) return known;
    let here = this.#isBlocked(parent);
    if (!here) {
      try {
        here = !lstatSync(join(this.#folder, parent)).isDirectory();
      } catch {
        // Not there yet.
      }
    }
    this.#blocked.set(parent, here);
    return here;
  }
}

/** What the files that were made change in the folder, given what an earlier run wrote there. */
export function changesOf(files: readonly ComparedFile[], folder: ExistingFolder, manifest: Manifest | undefined): Comparison {
  const changes: Change[] = [];
  const foreign: string[] = [];
  for (const { path, found } of files) {
    if (found === "same") continue;
    if (found === "nothing") {
      changes.push({ kind: "add", path });
      continue;
    }
    const known = manifest?.files.get(path);
    if (found === "obstacle" || known === undefined) foreign.push(path);
    else changes.push({ kind: "replace", path, editedByHand: found.hash !== known });
  }
  const wanted = new Set(files.map((file) => file.path));
  for (const [path, hash] of manifest?.files ?? []) {
    if (wanted.has(path)) continue;
    const before = folder.read(path);
    if (typeof before === "string") changes.push({ kind: "remove", path, editedByHand: hashOf(path, before) !== hash });
  }
  return { changes, foreign };
}
