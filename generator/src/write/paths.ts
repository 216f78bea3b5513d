import { lstatSync } from "node:fs";
import { sep } from "node:path";

/** Where a file of the output stands. Its path is known to stay inside: nothing in it is to be resolved, which for ten thousand files takes time. */
export function within(folder: string, path: string): string {
  return path === "" ? folder : folder + sep + path;
}

/** Whether a path is that of a folder, or leads into it; both absolute. */
export function leadsInto(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(`${folder}${sep}`);
}

/** The folder that a file of the output stands in: `""` for the output folder itself. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** Whether all that a path leads through, from the output folder on, are folders: a link among them would lead out. What the path itself names may be anything. */
export function isReachable(folder: string, path: string): boolean {
  for (let parent = parentOf(path); parent !== ""; parent = parentOf(parent))
    if (lstatSync(within(folder, parent), { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  return true;
}
