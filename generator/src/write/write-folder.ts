import { copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import type { GeneratedFile } from "../generate.js";
import { compare, type Change } from "./compare.js";
import { acquire } from "./lock.js";
import { isInside, manifestName, manifestOf, manifestText, readManifest, type Manifest } from "./manifest.js";

export interface WriteOptions {
  readonly tool: string;
  readonly document: string;
  /** The folder as the user typed it, for what is said about it. */
  readonly shown?: string;
  /** Milliseconds to wait for another run on the same folder. */
  readonly patience?: number;
}

export interface Written {
  readonly changes: readonly Change[];
  /** The text of the manifest. */
  readonly manifest: string;
}

/**
 * Makes the folder hold exactly the files, beside what others put there. All or nothing: the new folder is built
 * beside the old one and takes its place by renames, so that a run that is killed leaves the old output or the new one.
 * `undefined` when it was refused; the reason is reported.
 */
export async function writeFolder(out: string, files: readonly GeneratedFile[], options: WriteOptions, report: Report): Promise<Written | undefined> {
  for (const file of files)
    if (!isInside(file.path)) throw new Error(`The plan gave a file the path ${JSON.stringify(file.path)}, which leaves the output folder.`);
  const shown = options.shown ?? out;
  const folder = realFolder(resolve(out));
  if (folder === undefined) return void report("out-not-a-folder", { out: shown });
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  const patience = options.patience ?? 60_000;
  const lock = await acquire(beside(folder, "lock"), patience);
  if (lock === undefined) return void report("out-busy", { out: shown, seconds: Math.round(patience / 1000) });
  try {
    recover(folder);
    const before = knownManifest(folder, shown, report);
    const { changes, foreign } = compare(folder, files, before);
    if (foreign.length > 0) {
      const named = foreign.slice(0, 3).join(", ") + (foreign.length > 3 ? ` and ${foreign.length - 3} more` : "");
      return void report("out-not-ours", { out: shown, files: named });
    }
    for (const change of changes) {
      if (change.kind === "replace" && change.editedByHand) report("edited-by-hand", { file: change.path });
      if (change.kind === "remove" && change.editedByHand) report("stale-file-kept", { file: change.path });
    }
    const manifest = manifestOf(files, options.tool, options.document);
    const text = manifestText(manifest);
    if (changes.length === 0 && before !== undefined && manifestText(before) === text) return { changes, manifest: text };
    swapIn(folder, files, changes, text);
    return { changes, manifest: text };
  } finally {
    lock.release();
  }
}

/** The manifest of a folder; one that cannot be read is reported and counts as none. */
export function knownManifest(folder: string, shown: string, report: Report): Manifest | undefined {
  const read = readManifest(folder);
  if ("manifest" in read) return read.manifest;
  if ("reason" in read) report("manifest-unreadable", { path: `${shown}/${manifestName}`, reason: `${read.reason}.` });
  return undefined;
}

/** The folder that the path leads to through links, or the path itself where nothing is yet. `undefined` where something that is no folder is in the way. */
export function realFolder(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return lstatSync(real).isDirectory() ? real : undefined;
  } catch {
    try {
      lstatSync(path);
      return undefined;
    } catch {
      return path;
    }
  }
}

function beside(folder: string, what: string): string {
  return join(dirname(folder), `.${basename(folder)}.tallystick-${what}`);
}

/** Builds the new folder and puts it in the place of the old one. */
function swapIn(folder: string, files: readonly GeneratedFile[], changes: readonly Change[], manifest: string): void {
  const stage = beside(folder, "new");
  const old = beside(folder, "old");
  mkdirSync(stage);
  const changed = new Map(changes.map((change) => [change.path, change]));
  const made = new Set<string>();
  const put = (path: string, text: string): void => {
    const target = join(stage, path);
    const parent = dirname(target);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    // A file that stays the same keeps its inode and its time.
    if (changed.has(path) || !linked(join(folder, path), target)) writeFileSync(target, text);
  };
  for (const file of files) put(file.path, file.text);
  writeFileSync(join(stage, manifestName), manifest);
  if (!existsSync(folder)) {
    renameSync(stage, folder);
    return;
  }
  const moves: string[] = [];
  keepForeign(folder, stage, "", new Set([...files.map((file) => file.path), manifestName]), changed, moves);
  // From here to the last rename nothing is computed: what a kill could interrupt is a handful of system calls, and `recover` knows each state between them.
  renameSync(folder, old);
  for (const path of moves) renameSync(join(old, path), join(stage, path));
  renameSync(stage, folder);
  rmSync(old, { recursive: true, force: true });
}

/** Takes along what we did not write: files by a second link, folders that hold nothing of ours as a whole, in the moment of the swap. */
function keepForeign(
  folder: string,
  stage: string,
  path: string,
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
      if (existsSync(join(stage, inner))) keepForeign(folder, stage, inner, ours, changes, moves);
      else if (holdsOnly(join(folder, inner), inner, changes)) continue;
      else moves.push(inner);
    } else if (!entry.isFile() || !linked(join(folder, inner), join(stage, inner))) moves.push(inner);
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

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    try {
      // A file system without hard links.
      copyFileSync(from, to);
      return true;
    } catch {
      return false;
    }
  }
}

/** Ends what a killed run began. Called with the lock held. */
function recover(folder: string): void {
  const stage = beside(folder, "new");
  const old = beside(folder, "old");
  if (existsSync(old)) {
    if (!existsSync(folder)) {
      // Killed between the renames: what had been moved on goes back.
      if (existsSync(stage)) moveBack(stage, old);
      renameSync(old, folder);
    } else {
      rmSync(old, { recursive: true, force: true });
    }
  }
  rmSync(stage, { recursive: true, force: true });
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
      else if (!ours.has(inner) && inner !== manifestName && !existsSync(join(old, inner)) && existsSync(dirname(join(old, inner))))
        renameSync(join(stage, inner), join(old, inner));
    }
  };
  visit("");
}
