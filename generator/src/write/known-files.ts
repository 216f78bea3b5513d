import type { Stats } from "node:fs";

/** A file as it was left in the folder. */
interface KnownFile {
  readonly text: string;
  readonly bytes: number;
  readonly hash: string;
  readonly found: Stats;
}

/** File systems keep times in steps of up to two seconds. A second change within so many milliseconds may leave no trace. */
const step = 2_500;

/** Files of an output folder as a watch left them. A file that was not changed since and gets the same text is neither read nor hashed. */
export class KnownFiles {
  readonly #files = new Map<string, KnownFile>();

  /** The file if it is known to contain the text. @param found The file as it is now. */
  get(path: string, text: string, found: Stats): Omit<KnownFile, "found"> | undefined {
    const known = this.#files.get(path);
    return known !== undefined && known.text === text && isUntouched(known.found, found) ? known : undefined;
  }

  /** @param found As it was before it was read. */
  wasRead(path: string, file: KnownFile): void {
    if (Date.now() - file.found.ctimeMs > step) this.#files.set(path, file);
    else this.#files.delete(path);
  }

  /** @param file In the staging folder, where only this process writes. */
  wasWritten(path: string, file: KnownFile): void {
    // Whole seconds: the file system would not show a change in the same second.
    if (file.found.ctimeMs % 1000 !== 0) this.#files.set(path, file);
    else this.#files.delete(path);
  }
}

function isUntouched(before: Stats, now: Stats): boolean {
  return (
    before.ino === now.ino && before.size === now.size && before.mtimeMs === now.mtimeMs && before.ctimeMs === now.ctimeMs && before.dev === now.dev
  );
}
