import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { named } from "./write-whole.js";

/**
 * Throws the error of writing that file, as far as it is known before there is anything to write:
 * a long run should not end with it.
 */
export function mayWrite(path: string): void {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) throw refusal("EISDIR");
    // A file that may not be written to is replaced where its folder may be.
    if (found === undefined || !isWritable(path)) mayHold(dirname(path));
  } catch (error) {
    throw named(error, path);
  }
}

/** The same for files in a folder, which need not be there yet. */
export function mayWriteInto(folder: string): void {
  try {
    mayHold(folder);
  } catch (error) {
    throw named(error, folder);
  }
}

function mayHold(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return mayHold(dirname(folder));
  if (!found.isDirectory()) throw refusal("ENOTDIR");
  accessSync(folder, constants.W_OK);
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function refusal(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code, syscall: "open" });
}
