import { isAbsolute, relative, resolve } from "node:path";

/** A path as reports show it: relative to the working directory, with `/`. Paths that are relative already stay unchanged. */
export function shownPath(path: string): string {
  return isAbsolute(path) ? fromWorkingDirectory(path) : path;
}

/** The path relative to the working directory, with `/`. */
export function fromWorkingDirectory(path: string): string {
  return relative(process.cwd(), resolve(path)).replaceAll("\\", "/") || ".";
}
