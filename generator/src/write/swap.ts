import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rename } from "../files/rename.js";
import { restore } from "./amend.js";
import type { Change } from "./compare.js";
import { manifestName, readManifest } from "./manifest.js";
import { isReachable } from "./paths.js";
import type { Stage, StagePlace } from "./stage.js";

/** The name of the old folder while the new one replaces it. */
export interface SwapPlace extends StagePlace {
  readonly old: string;
  /** The previous content of an amended folder; see `amend.ts`. */
  readonly undo: string;
}

/** Replaces the old folder by the new one, which has all of our files. */
export function swap({ folder, stage, old }: SwapPlace, staged: Stage, ours: ReadonlySet<string>, changes: readonly Change[]): void {
  if (!existsSync(folder)) {
    rename(stage, folder);
    return;
  }
  const moves: string[] = [];
  keepForeign(folder, stage, "", staged, ours, new Map(changes.map((change) => [change.path, change])), moves);
  // Nothing is computed until the last rename: a kill can interrupt only a few system calls, and `recover` knows each state between them.
  rename(folder, old);
  try {
    for (const path of moves) rename(join(old, path), join(stage, path));
    rename(stage, folder);
  } catch (error) {
    // A folder that is another one's may not be moved.
    moveBack(stage, old);
    rename(old, folder);
    throw error;
  }
  discard(old);
}

/** Removes obsolete folders. Files of others in them stay, under an unused name. */
function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    rename(path, `${path}-${Date.now()}`);
  }
}

/** Moves files of others: single files by a second link, foreign folders as a whole, at the moment of the swap. */
function keepForeign(
  folder: string,
  stage: string,
  path: string,
  staged: Stage,
  ours: ReadonlySet<string>,
  changes: ReadonlyMap<string, Change>,
  moves: string[],
): void {
  for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
    const inner = path === "" ? entry.name : `${path}/${entry.name}`;
    if (ours.has(inner)) continue;
    const change = changes.get(inner);
    if (change?.kind === "remove" && !change.editedByHand) continue;
    if (entry.isDirectory()) {
      if (existsSync(join(stage, inner))) keepForeign(folder, stage, inner, staged, ours, changes, moves);
      else if (holdsOnly(join(folder, inner), inner, changes)) continue;
      else moves.push(inner);
    } else if (!entry.isFile() || !isKept(staged, inner)) moves.push(inner);
  }
}

function isKept(staged: Stage, path: string): boolean {
  try {
    staged.keep(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a folder holds nothing but files that go away. */
function holdsOnly(folder: string, path: string, changes: ReadonlyMap<string, Change>): boolean {
  if (![...changes.keys()].some((changed) => changed.startsWith(`${path}/`))) return false;
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) return holdsOnly(join(folder, entry.name), inner, changes);
    const change = changes.get(inner);
    return change?.kind === "remove" && !change.editedByHand;
  });
}

/** Completes the work of a killed run. Called with the lock held. */
export function recover({ folder, stage, old, undo }: SwapPlace): void {
  // A run creates folders of these names. A link was planted, and would lead outside.
  for (const each of [stage, old, undo]) if (lstatSync(each, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(each);
  if (existsSync(old)) {
    if (!existsSync(folder)) {
      // Killed between the renames: moves everything back.
      if (existsSync(undo)) restore(old, undo);
      else if (existsSync(stage)) moveBack(stage, old);
      rename(old, folder);
    } else discard(old);
  }
  discard(undo);
  discard(stage);
}

/** Moves entries of the new folder that the old one lacks and that no manifest claims. */
function moveBack(stage: string, old: string): void {
  const read = readManifest(stage);
  const ours = "manifest" in read ? read.manifest.files : new Map<string, string>();
  const folders = new Set([...ours.keys()].flatMap((path) => path.split("/").map((_, index, steps) => steps.slice(0, index).join("/"))));
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(stage, path), { withFileTypes: true })) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory() && folders.has(inner)) visit(inner);
      else if (!ours.has(inner) && inner !== manifestName && !existsSync(join(old, inner)) && isReachable(old, inner))
        rename(join(stage, inner), join(old, inner));
    }
  };
  visit("");
}
