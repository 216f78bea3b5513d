import { lstatSync, readFileSync, type Stats } from "node:fs";
import type { GeneratedFile } from "./generated-file.js";
import type { KnownFiles } from "./known-files.js";
import { hashOf, type Manifest } from "./manifest.js";
import { parentOf, within } from "./paths.js";

/** A generated file and its counterpart in the folder, without their texts. */
export interface ComparedFile {
  readonly path: string;
  readonly bytes: number;
  /** As the manifest has it. */
  readonly hash: string;
  readonly found: Found;
}

/** A text of another hash, or something that is no file of ours: a folder, or a link. */
type Found = "nothing" | "same" | "obstacle" | { readonly hash: string };

/** The effect of writing on one file. */
export type Change =
  { readonly kind: "add"; readonly path: string } | { readonly kind: "replace" | "remove"; readonly path: string; readonly editedByHand: boolean };

export interface Comparison {
  readonly changes: readonly Change[];
  /** Files that are in the way and that we did not write. */
  readonly foreign: readonly string[];
}

/** The kind of a parent folder of a file: a folder, missing, or something else. A link would redirect the write out of the output. */
type FolderState = "open" | "absent" | "blocked";

/** The output folder as it is. Reads, writes nothing. Folders are read once, files each time. */
export class ExistingFolder {
  readonly #folder: string;
  readonly #known: KnownFiles | undefined;
  readonly #ways = new Map<string, FolderState>();

  /** @param known Facts about its files that need their times only. */
  constructor(folder: string, known?: KnownFiles) {
    this.#folder = folder;
    this.#known = known;
  }

  compare({ path, text }: GeneratedFile): ComparedFile {
    const existing = this.#look(path);
    const known = typeof existing === "object" ? this.#known?.get(path, text, existing) : undefined;
    if (known !== undefined) return { path, bytes: known.bytes, hash: known.hash, found: "same" };
    const before = typeof existing === "object" ? this.#text(path) : existing;
    const hash = hashOf(path, text);
    const bytes = Buffer.byteLength(text);
    const found = before === undefined ? "nothing" : before === false ? "obstacle" : before === text ? "same" : { hash: hashOf(path, before) };
    if (found === "same" && typeof existing === "object") this.#known?.wasRead(path, { text, bytes, hash, found: existing });
    return { path, bytes, hash, found };
  }

  /** The text of a file, `undefined` if it is missing, `false` if something else is at its path or its parents'. */
  read(path: string): string | undefined | false {
    const existing = this.#look(path);
    return typeof existing === "object" ? this.#text(path) : existing;
  }

  #text(path: string): string {
    return readFileSync(within(this.#folder, path), "utf8");
  }

  /** The file, `undefined` and `false` as above. */
  #look(path: string): Stats | undefined | false {
    // In a missing folder, no file is searched for: a first run has no files.
    const way = this.#way(parentOf(path));
    if (way !== "open") return way === "absent" ? undefined : false;
    const place = within(this.#folder, path);
    try {
      // Not there is the usual case: an error for each file would be most of the work.
      const found = lstatSync(place, { throwIfNoEntry: false });
      return found === undefined || found.isFile() ? found : false;
    } catch {
      return undefined;
    }
  }

  #way(path: string): FolderState {
    const known = this.#ways.get(path);
    if (known !== undefined) return known;
    const above = path === "" ? "open" : this.#way(parentOf(path));
    const way = above === "open" ? folderState(within(this.#folder, path)) : above;
    this.#ways.set(path, way);
    return way;
  }
}

function folderState(place: string): FolderState {
  try {
    const found = lstatSync(place, { throwIfNoEntry: false });
    return found === undefined ? "absent" : found.isDirectory() ? "open" : "blocked";
  } catch {
    // Unreadable files: the attempt to write reports the reason.
    return "absent";
  }
}

/** The changes of the generated files to the current folder, given the list of an earlier run. */
export function changesOf(files: readonly ComparedFile[], folder: ExistingFolder, manifest: Manifest | undefined): Comparison {
  const changes: Change[] = [];
  const foreign: string[] = [];
  for (const { path, found } of files) {
    if (found === "same") continue;
    if (found === "nothing") {
      // A file may have been created since.
      if (folder.read(path) === undefined) changes.push({ kind: "add", path });
      else foreign.push(path);
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

/** The target that replaces the other one, if modules that were in the output get files with another extension. */
export function replacingTarget(changes: readonly Change[]): "js" | "ts" | undefined {
  const modules = new Set(changes.flatMap(({ kind, path }) => (kind === "add" ? [moduleOf(path)] : [])));
  const replaced = changes.find(({ kind, path }) => kind === "remove" && modules.has(moduleOf(path)));
  if (replaced === undefined) return undefined;
  return /(?<!\.d)\.ts$/.test(replaced.path) ? "js" : "ts";
}

function moduleOf(path: string): string {
  return path.replace(/(?:\.d)?\.(?:js|ts)$/, "");
}
