import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

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

/** Whether there is a regular file at a path that the user named: no folder, pipe or device. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A path without links, where there is something at it. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** The size of a file that the user named, in bytes; 0 where it is none. */
export function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/**
 * The names of the files and links in a folder, and with `deep` in those below, relative to that folder, with `/`. Follows no link: from version 22
 * on, Node's own
 * recursion does. @throws Errors of the file system.
 */
export function filesIn(folder: string, deep: boolean): readonly string[] {
  const names: string[] = [];
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const name = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory() && deep) visit(name);
      else if (entry.isFile() || entry.isSymbolicLink()) names.push(name);
    }
  };
  visit("");
  return names;
}

/** The names in a folder that the user named; none where it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
