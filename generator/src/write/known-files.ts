import type { Stats } from "node:fs";
import type { Manifest } from "./manifest.js";

/** A file as it was left in the folder. */
interface KnownFile {
  readonly text: string;
  readonly bytes: number;
  readonly hash: string;
  readonly found: Stats;
}

/** Whoever changes a file within so many milliseconds of the change before may leave no trace: file systems keep time in steps, of up to two seconds. */
const step = 2_500;

/**
 * The files of a folder as a run left them, for the next run of the same process: one that nobody has written to since and that would get the same
 * text is neither read nor hashed.
 */
export class KnownFiles {
  readonly #files = new Map<string, KnownFile>();

  /** The list of the files that was read or written last, with its text. */
  manifest: { readonly text: string; readonly manifest: Manifest } | undefined;

  /** The file, where it is known to hold the text. @param found What stands there now. */
  get(path: string, text: string, found: Stats): Omit<KnownFile, "found"> | undefined {
    const known = this.#files.get(path);
    return known !== undefined && known.text === text && isUntouched(known.found, found) ? known : undefined;
  }

  /** @param found As it was before it was read. */
  wasRead(path: string, file: KnownFile): void {
    if (Date.now() - file.found.ctimeMs > step) this.#files.set(path, file);
    else this.#files.delete(path);
  }

  /** @param file In a folder that nobody else looks into yet. */
  wasWritten(path: string, file: KnownFile): void {
    // Where times are whole seconds, a change right after could not be told.
    if (file.found.ctimeMs % 1000 !== 0) this.#files.set(path, file);
    else this.#files.delete(path);
  }
}

function isUntouched(before: Stats, now: Stats): boolean {
  return (
    before.ino === now.ino && before.size === now.size && before.mtimeMs === now.mtimeMs && before.ctimeMs === now.ctimeMs && before.dev === now.dev
  );
}

/** Those of several folders. */
export class KnownFolders {
  readonly #folders = new Map<string, KnownFiles>();

  of(folder: string): KnownFiles {
    let files = this.#folders.get(folder);
    if (files === undefined) this.#folders.set(folder, (files = new KnownFiles()));
    return files;
  }
}
