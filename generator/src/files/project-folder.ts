import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The project that a folder is part of: the nearest folder around it that is a git work tree, else the nearest with a package.json, else itself. */
export function projectFolder(from: string): string {
  return nearest(from, ".git") ?? nearest(from, "package.json") ?? resolve(from);
}

function nearest(from: string, name: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
