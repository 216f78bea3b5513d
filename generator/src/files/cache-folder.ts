import { closeSync, constants, existsSync, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, type Stats } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { makeFolder } from "./make-folder.js";
import { writeWhole } from "./write-whole.js";

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

/** XDG Base Directory Specification, and what the other systems have instead. */
export function userCache(): string {
  const { XDG_CACHE_HOME: xdg = "", LOCALAPPDATA: local = "" } = process.env;
  if (isAbsolute(xdg)) return join(xdg, "tallystick");
  if (process.platform === "win32") return join(isAbsolute(local) ? local : join(homedir(), "AppData", "Local"), "tallystick", "cache");
  return join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache", "tallystick");
}

/**
 * A cached file that will be executed; `undefined` where it is not there, or where another user could have written it.
 * The file and its folder must belong to this user or to the administrator, and only their owner may write to them.
 */
export function readCachedCode(path: string): Buffer | undefined {
  let file: number | undefined;
  try {
    if (!isOnlyOurs(lstatSync(dirname(path)))) return undefined;
    // The file that is looked at is the one that is read, whatever takes its name meanwhile.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(file);
    return found.isFile() && isOnlyOurs(found) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Caches a file that will be executed. Does nothing where another user could change it. @throws What the disk says. */
export function writeCachedCode(path: string, content: string | Uint8Array): void {
  makePrivateFolder(dirname(path));
  if (isOnlyOurs(lstatSync(dirname(path)))) writeWhole(path, content, { mode: 0o600 });
}

/** Makes a folder that other users cannot look into. One that is there stays as it is. */
export function makePrivateFolder(path: string): void {
  makeFolder(dirname(path));
  if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
}

/** Whether only this user and the administrator can have written it. A link does not count. Windows has no such modes: there the folder is in the user's profile or project. */
function isOnlyOurs(found: Stats): boolean {
  if (found.isSymbolicLink()) return false;
  const user = process.geteuid?.();
  if (user === undefined) return true;
  return (found.uid === user || found.uid === 0) && (found.mode & 0o022) === 0;
}
