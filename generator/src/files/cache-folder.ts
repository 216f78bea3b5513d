import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { makeFolder } from "./make-folder.js";

/** Where files are cached that can be generated again: the nearest `node_modules/.cache`, else the user's cache folder. Never a folder that all users share. */
export function cacheFolder(from: string): string {
  return packagesCache(from) ?? userCache();
}

/** The nearest `node_modules/.cache`: who can write there can usually change the packages themselves. */
function packagesCache(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules"))) return join(folder, "node_modules", ".cache", "tallystick");
    if (dirname(folder) === folder) return undefined;
  }
}

/** XDG Base Directory Specification, and the equivalents of other systems. */
export function userCache(): string {
  const { XDG_CACHE_HOME: xdg = "", LOCALAPPDATA: local = "" } = process.env;
  if (isAbsolute(xdg)) return join(xdg, "tallystick");
  if (process.platform === "win32") return join(isAbsolute(local) ? local : join(homedir(), "AppData", "Local"), "tallystick", "cache");
  return join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache", "tallystick");
}

/** Creates a folder that other users cannot read. An existing one is not changed. */
export function makePrivateFolder(path: string): void {
  makeFolder(dirname(path));
  if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
}
