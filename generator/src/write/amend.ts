import { existsSync, lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesIn } from "../files/look.js";
import { readFile } from "../files/read.js";
import { rename } from "../files/rename.js";
import type { Change } from "./compare.js";
import { isInside, manifestName } from "./manifest.js";
import { isReachable, parentOf, within } from "./paths.js";
import { link } from "./stage.js";
import type { SwapPlace } from "./swap.js";

/** The content of the folder with the previous state: the old files, and the list of new ones. */
const files = "files";
const list = "added.json";

/**
 * Changes a few files of the folder atomically: renames it away, changes it, and renames it back. Other files are
 * not touched. The data for a rollback is written first, and the next run that finds the folder renamed rolls back (`restore`).
 */
export function amend({ folder, stage, old, undo }: SwapPlace, changes: readonly Change[]): void {
  const isNew = (path: string): boolean => !existsSync(within(folder, path));
  const removed = changes.filter(({ kind }) => kind === "remove").map(({ path }) => path);
  const written = [manifestName, ...changes.filter(({ kind }) => kind !== "remove").map(({ path }) => path)];
  const added = written.filter(isNew);
  const folders = [...new Set(added.flatMap((path) => above(path)))].filter(isNew).toReversed();
  prepareUndo(
    folder,
    undo,
    [...written, ...removed].filter((path) => !added.includes(path)),
    added,
  );
  // From here to the last rename nothing is computed, as in `swap`.
  rename(folder, old);
  try {
    for (const path of folders) mkdirSync(within(old, path), { recursive: true });
    for (const path of removed) rmSync(within(old, path));
    for (const path of written) rename(within(stage, path), within(old, path));
  } catch (error) {
    // Some program may hold on to a file, or a folder is another one's.
    try {
      restore(old, undo);
    } finally {
      rename(old, folder);
    }
    rmSync(undo, { recursive: true, force: true });
    throw error;
  }
  rename(old, folder);
  rmSync(undo, { recursive: true, force: true });
  prune(folder, removed);
}

function prepareUndo(folder: string, undo: string, before: readonly string[], added: readonly string[]): void {
  mkdirSync(join(undo, files), { recursive: true });
  for (const path of before) {
    mkdirSync(within(join(undo, files), parentOf(path)), { recursive: true });
    link(within(folder, path), within(join(undo, files), path));
  }
  writeFileSync(join(undo, list), JSON.stringify(added));
}

/** Rolls back a folder that a killed run was changing. Its content may be planted: nothing outside of the folder is touched. */
export function restore(folder: string, undo: string): void {
  for (const path of filesIn(join(undo, files), true)) {
    const from = within(join(undo, files), path);
    const to = within(folder, path);
    if (!lstatSync(from).isFile() || !isReachable(folder, path)) continue;
    // Files that had not been changed yet may be at locations that cannot exist.
    if (!isSame(from, to)) rename(from, to);
  }
  // After that: a restored file keeps its folder.
  const added = addedIn(undo).filter((path) => isInside(path) && isReachable(folder, path));
  for (const path of added) rmSync(within(folder, path), { force: true });
  prune(folder, added);
}

function addedIn(undo: string): readonly string[] {
  const read = readFile(join(undo, list));
  const value: unknown = "bytes" in read ? JSON.parse(read.bytes.toString("utf8")) : [];
  return Array.isArray(value) ? value.filter((path) => typeof path === "string") : [];
}

/** Whether two names are of one file, or of two that hold the same. */
function isSame(one: string, other: string): boolean {
  const [is, was] = [lstatSync(one), lstatSync(other, { throwIfNoEntry: false })];
  if (was === undefined || !was.isFile() || was.size !== is.size) return false;
  return was.ino === is.ino || readFileSync(one).equals(readFileSync(other));
}

/** Removes the folders that became empty with their files. */
function prune(folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    for (const parent of above(path)) {
      try {
        rmdirSync(within(folder, parent));
      } catch {
        // It is not empty, or was removed.
        break;
      }
    }
  }
}

/** The parent folders of a file, the innermost first, without the output folder. */
function above(path: string): string[] {
  const parents: string[] = [];
  for (let parent = parentOf(path); parent !== ""; parent = parentOf(parent)) parents.push(parent);
  return parents;
}
