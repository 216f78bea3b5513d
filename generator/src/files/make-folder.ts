import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { isFolder } from "./look.js";

/**
 * Makes a folder, and those around it that are not there. Gives the outermost one that was made, `undefined` where it was there already.
 *
 * By itself Node tries for ever where a file system says of a folder which is there that it is not, as `/proc` does when it is to hold another one.
 * @throws What the disk says: `ENOENT` in such a place, `EEXIST` with the file that stands in the way.
 */
export function makeFolder(path: string): string | undefined {
  if (isFolder(path)) return undefined;
  const around = dirname(path);
  const outermost = around === path ? undefined : makeFolder(around);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (isFolder(path)) return outermost;
    throw error;
  }
  return outermost ?? path;
}
