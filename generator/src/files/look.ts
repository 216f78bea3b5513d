import { existsSync, readdirSync, statSync } from "node:fs";

/** Whether there is anything at a path that the user named. */
export function isThere(path: string): boolean {
  return existsSync(path);
}

/** Whether a path that the user named is that of a folder. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The names in a folder that the user named; none where it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
