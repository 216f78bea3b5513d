import { renameSync } from "node:fs";

/** Errors of Windows while another program, such as an editor or a virus scanner, has the file or the folder open. */
const busy: ReadonlySet<string> = new Set(["EACCES", "EBUSY", "EPERM"]);

/** Milliseconds between attempts: together two seconds. */
const pauses = [10, 20, 50, 100, 200, 400, 600, 620];

/** Renames a file or a folder. On Windows it waits up to two seconds for a program that has the file open. */
export function rename(from: string, to: string, platform: NodeJS.Platform = process.platform, attempt: typeof renameSync = renameSync): void {
  for (const pause of platform === "win32" ? pauses : []) {
    try {
      return attempt(from, to);
    } catch (error) {
      if (!busy.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  }
  attempt(from, to);
}
