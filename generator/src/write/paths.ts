import { lstatSync } from "node:fs";
import { sep } from "node:path";

/** The path of an output file. It is known to be inside, so it is not resolved, which would take time for ten thousand files. */
export function within(folder: string, path: string): string {
  return path === "" ? folder : folder + sep + path;
}

/** Whether a path is a folder or below it; both absolute. */
export function isInside(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(`${folder}${sep}`);
}

/** The parent folder of an output file: `""` for the output folder itself. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** Whether all parents of a path, from the output folder on, are folders: a link would lead outside. The path itself may be anything. */
export function isReachable(folder: string, path: string): boolean {
  for (let parent = parentOf(path); parent !== ""; parent = parentOf(parent))
    if (lstatSync(within(folder, parent), { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  return true;
}
