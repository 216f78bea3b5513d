import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { isFolder } from "./look.js";

/**
 * Creates a folder with its missing parents. Returns the outermost created folder, `undefined` if the folder exists.
 *
 * Node's own recursion never ends if a file system denies that an existing folder exists, as `/proc` does for a new folder in it.
 * @throws Errors of the file system: `ENOENT` in such a location, `EEXIST` with the file in the way.
 */
export function makeFolder(path: string): string | undefined {
  if (isFolder(path)) return undefined;
  const around = dirname(path);
  const outermost = around === path ? undefined : makeFolder(around);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (isFolder(path)) return outermost;
    throw error;
  }
  return outermost ?? path;
}
