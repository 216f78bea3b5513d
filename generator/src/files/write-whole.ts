import { randomBytes } from "node:crypto";
import { appendFileSync, closeSync, lstatSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "./make-folder.js";
import { rename } from "./rename.js";

/** Where the folder or the file may not be replaced, and the file itself may be written to: one that is mounted, for example. */
const irreplaceable: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EBUSY", "EXDEV"]);

/**
 * Writes a file atomically: a temporary file next to it replaces it. Errors of the file system have the file's name.
 * @param content Pieces of a large text are not joined in memory. They are read again if the file cannot be replaced.
 * @param options.mode For a new file.
 */
export function writeWhole(path: string, content: Content, options: { readonly mode?: number } = {}): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // A link is followed, and a pipe or a device stays one.
  if (found !== undefined && !found.isFile()) return writeNamed(path, content);
  const neighbour = neighbourOf(path);
  try {
    makeFolder(dirname(path));
    writeContent(neighbour, content, { ...options, ...(found && { mode: found.mode }), flag: "wx" });
    rename(neighbour, path);
  } catch (error) {
    rmSync(neighbour, { force: true });
    if (found === undefined || !irreplaceable.has((error as NodeJS.ErrnoException).code ?? "")) throw named(error, path);
    writeNamed(path, content);
  }
}

/** A name next to the file that cannot be guessed: in a folder of several users, a link that waits there would be followed. */
function neighbourOf(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}`;
}

/** A text, bytes, or a text in pieces. */
export type Content = string | Uint8Array | Iterable<string>;

/** The pieces of a text that are written at once, in characters. */
const batch = 1_000_000;

function writeContent(path: string, content: Content, options: { readonly mode?: number; readonly flag?: string } = {}): void {
  if (typeof content === "string" || content instanceof Uint8Array) return writeFileSync(path, content, options);
  const file = openSync(path, options.flag ?? "w", options.mode);
  try {
    let text = "";
    for (const piece of content) {
      text += piece;
      if (text.length < batch) continue;
      writeFileSync(file, text);
      text = "";
    }
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** Writes a file; errors of the file system have the given name. */
export function writeNamed(path: string, content: Content, name = path): void {
  try {
    writeContent(path, content);
  } catch (error) {
    throw named(error, name);
  }
}

/** Appends text to a file that the user named. Errors of the file system have the file's name. */
export function appendNamed(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    appendFileSync(path, text);
  } catch (error) {
    throw named(error, path);
  }
}

/** The error with the file that it is about: Node names none where it was open already, on a full disk for one. */
export function named(error: unknown, path: string): unknown {
  return error instanceof Error ? Object.assign(error, { path }) : error;
}
