import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gitLimit } from "../limits.js";
import { mayWrite } from "../files/may-write.js";
import { Root } from "../files/root.js";

const run = promisify(execFile);

/** A text that takes the place of another one. */
export interface ChangedFile {
  /** Absolute. */
  readonly path: string;
  /** Empty for a file that is created. */
  readonly before: string;
  readonly after: string;
}

/** Those of the files that git reports as changed or untracked; none outside of a repository. All of them if git does not end. */
export async function uncommitted(folder: string, paths: readonly string[], timeout: number = gitLimit): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  try {
    const { stdout } = await run("git", ["status", "--porcelain", "--no-renames", "-z", "--", ...paths], { cwd: folder, maxBuffer: 1e8, timeout });
    return stdout
      .split("\0")
      .filter((entry) => entry !== "")
      .map((entry) => entry.slice(3));
  } catch (error) {
    // Whether they are committed is not known.
    return (error as { readonly killed?: boolean }).killed === true ? paths : [];
  }
}

/** Writes all files or none: if one cannot be written, those before it get their text back. @throws The error of the file system. */
export function writeAll(root: Root, files: readonly ChangedFile[]): void {
  for (const { path } of files) mayWrite(path);
  const written: ChangedFile[] = [];
  try {
    for (const file of files) {
      root.write(file.path, file.after);
      written.push(file);
    }
  } catch (error) {
    for (const { path, before } of written.toReversed())
      if (before === "") root.remove(path);
      else root.write(path, before);
    throw error;
  }
}
