import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import type { GeneratedFile } from "./generated-file.js";
import { amend } from "./amend.js";
import { changesOf, ExistingFolder, type Change, type ComparedFile } from "./compare.js";
import type { KnownFiles } from "./known-files.js";
import { acquire, type Lock } from "./lock.js";
import { makeFolder } from "../files/make-folder.js";
import { manifestName, manifestOf, manifestText, readManifest, type ManifestDetails, type Manifest } from "./manifest.js";
import { isInside } from "./paths.js";
import { removedOperations } from "./removed-operations.js";
import { Stage, type StagePlace } from "./stage.js";
import { recover, swap, type SwapPlace } from "./swap.js";

export interface OpenOptions {
  /** The folder as the user typed it, for messages. */
  readonly shown?: string;
  /** Milliseconds to wait for another run on the same folder. */
  readonly patience?: number;
  /** The folder's files as the run before left them. */
  readonly known?: KnownFiles;
}

export interface SettleOptions {
  /** Whether more than half of the operations may be removed. */
  readonly force?: boolean;
  /** The options that select operations or artefacts, as the user writes them. */
  readonly selection?: string;
}

export interface Written {
  readonly changes: readonly Change[];
  /** The text of the manifest. */
  readonly manifest: string;
}

/** Errors for a folder in which nothing can be created: `ENOENT` is that of /proc. */
const closed: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "ENOENT"]);

/** The maximum number of files that are changed in place; above it, a new folder is built. */
const few = 50;

/**
 * A folder that will contain exactly the generated files, next to the files of others. Atomic: the new folder is built next to
 * the old one and replaces it by renames, or the old one is changed while it is renamed, so that a killed run leaves the old output or
 * the new one. No other run writes to it in the meantime.
 */
export class OutputFolder {
  readonly #place: SwapPlace;
  readonly #shown: string;
  readonly #lock: Lock;
  readonly #stage: Stage;
  /** The outermost parent folder that was created for the output. */
  readonly #above: string | undefined;

  private constructor(place: SwapPlace, shown: string, lock: Lock, above: string | undefined, known: KnownFiles | undefined) {
    this.#place = place;
    this.#shown = shown;
    this.#lock = lock;
    this.#stage = new Stage(place, known);
    this.#above = above;
  }

  /** `undefined` when it cannot be written to; the reason is reported. Who opens it closes it. */
  static async open(out: string, options: OpenOptions, report: Report): Promise<OutputFolder | undefined> {
    const shown = options.shown ?? out;
    const folder = realFolder(resolve(out));
    if (folder === undefined) return void report("out-not-a-folder", { out: shown });
    const patience = options.patience ?? 60_000;
    let above: string | undefined;
    let lock: Lock | undefined;
    try {
      above = makeFolder(dirname(folder));
      lock = await acquire(siblingPath(folder, "lock"), patience);
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (!closed.has(code)) throw error;
      return void report("out-parent-closed", { out: shown, parent: dirname(folder) });
    }
    if (lock === undefined) return void report("out-busy", { out: shown, seconds: Math.round(patience / 1000) });
    const place = { folder, stage: siblingPath(folder, "new"), old: siblingPath(folder, "old"), undo: siblingPath(folder, "undo") };
    try {
      recover(place);
      if (existsSync(folder)) makeAlike(place);
    } catch (error) {
      lock.release();
      throw error;
    }
    return new OutputFolder(place, shown, lock, above, options.known);
  }

  put(file: GeneratedFile): ComparedFile {
    return this.#stage.put(file);
  }

  /**
   * Writes the files to the folder. `undefined` if a file of others is in the way, or more than half of the operations would be
   * removed; that is reported, and no file is changed.
   */
  settle(
    files: readonly ComparedFile[],
    made: ManifestDetails,
    report: Report,
    { force = false, selection }: SettleOptions = {},
  ): Written | undefined {
    const before = knownManifest(this.#place.folder, this.#shown, report);
    const { changes, foreign } = changesOf(files, new ExistingFolder(this.#place.folder), before);
    if (foreign.length > 0) {
      reportForeign(foreign, this.#shown, report);
      return undefined;
    }
    if (before !== undefined && !force) {
      const { removed, total } = removedOperations(before, made.operations ?? new Map<string, string>());
      if (removed.length > total / 2)
        return void report("operations-removed", { out: this.#shown, removed, total, ...(selection !== undefined && { selection }) });
    }
    for (const change of changes) {
      if (change.kind === "replace" && change.editedByHand) report("edited-by-hand", { file: change.path });
      if (change.kind === "remove" && change.editedByHand) report("stale-file-kept", { file: change.path });
    }
    const manifest = manifestText(manifestOf(files, made));
    const isSame = changes.length === 0 && before !== undefined && manifestText(before) === manifest;
    if (isSame) return { changes, manifest };
    // Without write permission, the content could not be removed either.
    if (existsSync(this.#place.folder)) accessSync(this.#place.folder, constants.W_OK);
    mkdirSync(this.#place.stage, { recursive: true });
    writeFileSync(join(this.#place.stage, manifestName), manifest);
    try {
      this.#apply(changes, files);
    } catch (error) {
      if (!isImmovable(error, this.#place)) throw error;
      rmSync(this.#place.undo, { recursive: true, force: true });
      return void report("out-immovable", { out: this.#shown });
    }
    return { changes, manifest };
  }

  #apply(changes: readonly Change[], files: readonly ComparedFile[]): void {
    const { folder } = this.#place;
    const wanted = changes.filter((change) => change.kind !== "remove" || !change.editedByHand);
    // The working directory of a shell would no longer exist after its folder is replaced.
    if (existsSync(folder) && (wanted.length <= few || isInside(realpathSync(process.cwd()), folder))) return amend(this.#place, wanted);
    for (const { path, found } of files) if (found === "same") this.#stage.keep(path);
    if (existsSync(folder)) chmodSync(this.#place.stage, statSync(folder).mode & 0o7777);
    swap(this.#place, this.#stage, new Set([...files.map((file) => file.path), manifestName]), changes);
  }

  /** Releases the folder. Unsettled files are dropped, and so are folders that were created for them. */
  close(): void {
    rmSync(this.#place.stage, { recursive: true, force: true });
    this.#lock.release();
    for (let path = dirname(this.#place.folder); this.#above !== undefined && path.length >= this.#above.length; path = dirname(path)) {
      try {
        rmdirSync(path);
      } catch {
        // Something is in it.
        return;
      }
    }
  }
}

/** The new folder gets the permissions of the folder that it replaces, and its owner and group if possible. */
function makeAlike({ folder, stage }: StagePlace): void {
  const { mode, uid, gid } = statSync(folder);
  mkdirSync(stage);
  // Only an administrator gives things away, and others only to groups of theirs.
  for (const owner of [uid, process.getuid?.() ?? uid]) {
    try {
      chownSync(stage, owner, gid);
      break;
    } catch {
      continue;
    }
  }
  // Writable while it is built.
  chmodSync(stage, (mode & 0o7777) | 0o700);
}

/** Whether it was the folder itself that could not be given another name. */
function isImmovable(error: unknown, { folder, old }: SwapPlace): boolean {
  const { code, syscall, path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  return syscall === "rename" && path === folder && dest === old && (code === "EBUSY" || code === "EXDEV");
}

/** The manifest of a folder; one that cannot be read is reported and counts as none. */
export function knownManifest(folder: string, shown: string, report: Report): Manifest | undefined {
  const read = readManifest(folder);
  if ("manifest" in read) return read.manifest;
  if ("reason" in read) report("manifest-unreadable", { path: `${shown}/${manifestName}`, reason: `${read.reason}.` });
  return undefined;
}

export function reportForeign(files: readonly string[], shown: string, report: Report): void {
  const named = files.slice(0, 3).join(", ") + (files.length > 3 ? ` and ${files.length - 3} more` : "");
  report("out-not-ours", { out: shown, files: named });
}

/** The folder at the end of the path's links, or the path itself if nothing exists yet. `undefined` if it is not a folder. */
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

function siblingPath(folder: string, what: string): string {
  return join(dirname(folder), `.${basename(folder)}.tallystick-${what}`);
}
