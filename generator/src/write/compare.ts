import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GeneratedFile } from "../generate.js";
import { hashOf, type Manifest } from "./manifest.js";

/** What writing would do to one file. */
export type Change =
  | { readonly kind: "add"; readonly path: string; readonly text: string }
  | { readonly kind: "replace"; readonly path: string; readonly text: string; readonly before: string; readonly editedByHand: boolean }
  | { readonly kind: "remove"; readonly path: string; readonly before: string; readonly editedByHand: boolean };

export interface Comparison {
  readonly changes: readonly Change[];
  /** Files that are in the way and that we did not write. */
  readonly foreign: readonly string[];
}

/** The output as it should be against the folder as it is. Reads, writes nothing. */
export function compare(folder: string, files: readonly GeneratedFile[], manifest: Manifest | undefined): Comparison {
  const changes: Change[] = [];
  const foreign: string[] = [];
  const wanted = new Set(files.map((file) => file.path));
  const folders = new Map<string, boolean>();
  for (const { path, text } of files) {
    if (blocked(folder, path, folders)) {
      foreign.push(path);
      continue;
    }
    const before = read(join(folder, path));
    if (before === undefined) changes.push({ kind: "add", path, text });
    else if (before === false) foreign.push(path);
    else if (before !== text) {
      const known = manifest?.files.get(path);
      if (known === undefined) foreign.push(path);
      else changes.push({ kind: "replace", path, text, before, editedByHand: hashOf(path, before) !== known });
    }
  }
  for (const [path, hash] of manifest?.files ?? []) {
    if (wanted.has(path) || blocked(folder, path, folders)) continue;
    const before = read(join(folder, path));
    if (typeof before === "string") changes.push({ kind: "remove", path, before, editedByHand: hashOf(path, before) !== hash });
  }
  return { changes, foreign };
}

/** The file's text, `undefined` where there is none, `false` where something else is in its place: a folder, or a link that may lead anywhere. */
function read(path: string): string | undefined | false {
  let isFile: boolean | undefined;
  try {
    // Not there is the usual case: an error for each file would be most of the work.
    isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile();
  } catch {
    return undefined;
  }
  return isFile === true ? readFileSync(path, "utf8") : isFile;
}

/** Whether a folder on the way to a file is something else: a link would lead the write out of the output. */
function blocked(root: string, path: string, known: Map<string, boolean>): boolean {
  const parent = dirname(path);
  if (parent === ".") return false;
  const answer = known.get(parent);
  if (answer !== undefined) return answer;
  let here = blocked(root, parent, known);
  if (!here) {
    try {
      here = !lstatSync(join(root, parent)).isDirectory();
    } catch {
      here = false;
    }
  }
  known.set(parent, here);
  return here;
}
