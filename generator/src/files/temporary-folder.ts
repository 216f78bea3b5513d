import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes a folder that only this user may enter. The caller removes it. */
export function makeTemporaryFolder(prefix: string): string {
  return mkdtempSync(join(tmpdir(), prefix));
}

/** Acts with a folder that only this user may enter, and removes it. */
export async function withTemporaryFolder<T>(prefix: string, act: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeTemporaryFolder(prefix);
  try {
    return await act(folder);
  } finally {
    removeFolder(folder);
  }
}

/** Removes a folder of this process with its content. Links are removed, not followed. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
