import { existsSync, lstatSync, readdirSync, realpathSync, rmdirSync, rmSync, type Stats } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { filesIn } from "./look.js";
import { readFile, type Bytes } from "./read.js";
import { writeWhole } from "./write-whole.js";

/** The result of reading a path from outside. `outside`: it is not in the allowed folders. `folder`: the folder to allow. */
export type Read = Bytes | { readonly outside: true; readonly folder?: string };

/** Files that paths from outside may name: those of a folder, of a git commit, or of a package. */
export interface Files {
  /** @param path Absolute, or relative to the root. */
  read(path: string): Read | Promise<Read>;
}

/** A path from outside is not below its root, or is not a regular file. Nothing was written. */
export class OutsideError extends Error {
  override readonly name = "OutsideError";

  constructor(path: string, root: string) {
    super(`"${path}" is outside "${root}" or is not a file.`);
  }
}

/**
 * A folder, and the only way to files in it that a document, an archive, a recording, a report, an overlay or a baseline names.
 * Follows links, whose targets must be in the folder. Devices, pipes, sockets and `/proc` are not opened.
 */
export class Root implements Files {
  readonly folder: string;
  /** The real paths of this folder and of the others that may be read. */
  readonly #real: readonly string[];

  /** @param also Other allowed folders; missing ones are ignored. */
  constructor(folder: string, also: readonly string[] = []) {
    this.folder = resolve(folder);
    this.#real = [this.folder, ...also].map((each) => realOf(resolve(each)));
  }

  read(path: string): Read {
    const real = this.find(path);
    return real === undefined ? { outside: true } : readFile(real);
  }

  /** The text of a file; `undefined` where it cannot be read. */
  text(path: string): string | undefined {
    const read = this.read(path);
    return "bytes" in read ? read.bytes.toString("utf8") : undefined;
  }

  /** Whether the path is below the folders, even if nothing exists there. */
  holds(path: string): boolean {
    return this.find(path) !== undefined;
  }

  /** Writes a file, and the folders around it that are not there yet. @throws OutsideError */
  write(path: string, content: string | Uint8Array): void {
    writeWhole(this.#place(path), content);
  }

  /** Removes a file, if it is there. @throws OutsideError */
  remove(path: string): void {
    rmSync(this.#place(path), { force: true });
  }

  /** Removes a folder, if it is there and empty. */
  removeEmptyFolder(path: string): void {
    const real = this.find(path);
    if (real === undefined || !existsSync(real) || readdirSync(real).length > 0) return;
    rmdirSync(real);
  }

  /** The names of the files and links in the folder, in order; with `deep`, also of those in the folders below. @throws Errors of the file system. */
  list(path = ".", { deep = false } = {}): readonly string[] {
    const start = this.find(path);
    if (start === undefined) throw new OutsideError(path, this.folder);
    return filesIn(start, deep).toSorted((a, b) => (a < b ? -1 : 1));
  }

  /** Where a file may be written or removed: nothing is there, or a regular file. */
  #place(path: string): string {
    const real = this.find(path);
    if (real === undefined) throw new OutsideError(path, this.folder);
    for (let each = real; each !== dirname(each); each = dirname(each)) {
      const found = foundAt(each);
      // All resolvable links have been followed: the remaining one is broken.
      if (found !== undefined && !(each === real ? found.isFile() : found.isDirectory())) throw new OutsideError(path, this.folder);
    }
    return real;
  }

  /** The folder, with every link followed. */
  get real(): string {
    return this.#real[0] ?? this.folder;
  }

  /** The path with every link followed, where that is in one of the folders. */
  find(path: string): string | undefined {
    const real = realOf(resolve(this.folder, path));
    return this.#real.some((folder) => isIn(real, folder) && !isSpecial(real, folder)) ? real : undefined;
  }
}

/** The entry at a path, without following links; `undefined` also below a file. */
function foundAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A longer path names no file on any system. */
const longestPath = 32_767;

/** The path with every link in it followed, as far as there is something at it. */
function realOf(path: string): string {
  if (path.length > longestPath) return path;
  const missing: string[] = [];
  for (let there = path; ; there = dirname(there)) {
    try {
      return join(realpathSync.native(there), ...missing.toReversed());
    } catch {
      if (dirname(there) === there) return path;
      missing.push(basename(there));
    }
  }
}

/** Whether a path is a folder or below it; both absolute. */
function isIn(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

/** Their files are no documents, and reading some of them never ends. */
const special: readonly string[] = ["/proc", "/sys", "/dev"];

/** Whether a path from the folder enters a special folder, as from `/`. */
function isSpecial(path: string, folder: string): boolean {
  return process.platform !== "win32" && special.some((each) => isIn(path, each) && !isIn(folder, each));
}
