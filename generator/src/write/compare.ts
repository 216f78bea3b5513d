import { lstatSync, readFileSync, type Stats } from "node:fs";
import type { GeneratedFile } from "./generated-file.js";
import type { KnownFiles } from "./known-files.js";
import { hashOf, type Manifest } from "./manifest.js";
import { parentOf, within } from "./paths.js";

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

/** What a folder on the way to a file is: a folder, nothing yet, or something else. A link would lead the write out of the output. */
type Way = "open" | "absent" | "blocked";

/** The output folder as it is. Reads, writes nothing. Folders are looked at once, files each time. */
export class ExistingFolder {
  readonly #folder: string;
  readonly #known: KnownFiles | undefined;
  readonly #ways = new Map<string, Way>();

  /** @param known What is known of its files without looking at more than their times. */
  constructor(folder: string, known?: KnownFiles) {
    this.#folder = folder;
    this.#known = known;
  }

  compare({ path, text }: GeneratedFile): ComparedFile {
    const stands = this.#look(path);
    const known = typeof stands === "object" ? this.#known?.get(path, text, stands) : undefined;
    if (known !== undefined) return { path, bytes: known.bytes, hash: known.hash, found: "same" };
    const before = typeof stands === "object" ? this.#text(path) : stands;
    const hash = hashOf(path, text);
    const bytes = Buffer.byteLength(text);
    const found = before === undefined ? "nothing" : before === false ? "obstacle" : before === text ? "same" : { hash: hashOf(path, before) };
    if (found === "same" && typeof stands === "object") this.#known?.wasRead(path, { text, bytes, hash, found: stands });
    return { path, bytes, hash, found };
  }

  /** The text of a file, `undefined` where there is none, `false` where something else is in its place or on the way to it. */
  read(path: string): string | undefined | false {
    const stands = this.#look(path);
    return typeof stands === "object" ? this.#text(path) : stands;
  }

  #text(path: string): string {
    return readFileSync(within(this.#folder, path), "utf8");
  }

  /** The file, `undefined` and `false` as above. */
  #look(path: string): Stats | undefined | false {
    // In a folder that is not there, no file is looked for: in a first run that is all of them.
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

  #way(path: string): Way {
    const known = this.#ways.get(path);
    if (known !== undefined) return known;
    const above = path === "" ? "open" : this.#way(parentOf(path));
    const way = above === "open" ? wayOf(within(this.#folder, path)) : above;
    this.#ways.set(path, way);
    return way;
  }
}

function wayOf(place: string): Way {
  try {
    const found = lstatSync(place, { throwIfNoEntry: false });
    return found === undefined ? "absent" : found.isDirectory() ? "open" : "blocked";
  } catch {
    // What may not be looked at: the attempt to write there says why.
    return "absent";
  }
}

/** What the files that were made change in the folder as it is now, given what an earlier run wrote there. */
export function changesOf(files: readonly ComparedFile[], folder: ExistingFolder, manifest: Manifest | undefined): Comparison {
  const changes: Change[] = [];
  const foreign: string[] = [];
  for (const { path, found } of files) {
    if (found === "same") continue;
    if (found === "nothing") {
      // Somebody may have put one there since.
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
