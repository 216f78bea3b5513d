import { closeSync, constants, createReadStream, fstatSync, openSync, readlinkSync, readSync, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { formatBytes, contentLimit } from "../limits.js";

/** The bytes of a file, or why there are none. */
export type Bytes = { readonly bytes: Buffer } | Unread;

/** A file that is not there, or why it cannot be read. */
export type Unread = { readonly missing: true } | { readonly reason: string };

/** Inputs that the shell opened for this process: `/dev/stdin`, `<(…)`. Other pipes or devices may have no end, or no writer. */
const given = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/** Reads a file that the user named: a command-line argument, an option of the API, a path in the user's configuration. It may be anywhere. */
export async function readNamed(path: string): Promise<Bytes> {
  if (!given.test(path)) return readFile(path);
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of createReadStream(path)) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > contentLimit) return tooLarge(contentLimit);
    }
    return { bytes: Buffer.concat(chunks) };
  } catch (error) {
    return unread(error);
  }
}

/** The text of a file that the user named, as a stream: for files that are larger than a string. @throws Errors that `unreadable` describes. */
export function streamNamed(path: string): Readable {
  if (!given.test(path)) {
    const found = statSync(path);
    if (!found.isFile()) throw new NotAFile(found.isDirectory() ? folder.reason : special.reason);
  }
  return createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 20 });
}

/**
 * Reads a regular file, and nothing else: a pipe, a socket or a device is not even opened.
 * @param limit In bytes.
 */
export function readFile(path: string, limit = contentLimit): Bytes {
  let file: number | undefined;
  try {
    // Opening a device may have effects, and opening a pipe waits for its writer, so the file is checked again after opening.
    const before = statSync(path);
    if (!before.isFile()) return before.isDirectory() ? folder : special;
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(file);
    if (!found.isFile()) return special;
    return found.size > limit ? tooLarge(limit) : readToEnd(file, found.size, limit);
  } catch (error) {
    return unread(error, path);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The text of a regular file; none where there is none, or it cannot be read. */
export function textIn(path: string): string {
  const read = readFile(path);
  return "bytes" in read ? read.bytes.toString("utf8") : "";
}

/** @param expected Its size, as far as the system knows: files in /proc have none, and others may grow. */
function readToEnd(file: number, expected: number, limit: number): Bytes {
  let buffer = Buffer.allocUnsafe(expected + 1);
  for (let length = 0; ;) {
    const count = readSync(file, buffer, length, buffer.length - length, null);
    if (count === 0) return { bytes: buffer.subarray(0, length) };
    length += count;
    if (length > limit) return tooLarge(limit);
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length + 0x10000)]);
  }
}

const tooLarge = (limit: number): Bytes => ({ reason: `it is larger than ${formatBytes(limit)}` });
const folder = { reason: "it is a folder" } as const satisfies Bytes;
const special = { reason: "it is a pipe, a socket or a device, not a file" } as const satisfies Bytes;

/** The target of a path cannot be read as a file. */
class NotAFile extends Error {
  readonly code = "NOT_A_FILE";
}

/** @param path May contain a broken link. */
function unread(error: unknown, path?: string): Unread {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof NotAFile) return { reason: error.message };
  if (code === "ENOENT" && path !== undefined) {
    const target = linkAt(path);
    if (target !== undefined) return { reason: `it is a link to "${target}", which does not exist` };
  }
  // A path with a NUL byte names no file.
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ERR_INVALID_ARG_VALUE") return { missing: true };
  if (code === "EISDIR") return folder;
  if (code === "ENXIO") return special;
  if (code === "ENAMETOOLONG") return { reason: "its name is too long for the disk" };
  if (code === "ELOOP") return { reason: "it is a link to itself" };
  return { reason: code === "EACCES" || code === "EPERM" ? "permission denied" : (code ?? String(error)) };
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Why there is nothing to read at a path that the user named; `undefined` where there is something. */
export function whyAbsent(path: string): Unread | undefined {
  try {
    statSync(path);
    return undefined;
  } catch (error) {
    return unread(error, path);
  }
}

/** States why a file that the user named cannot be read. @param kind `baseline`, `file` */
export function unreadSentence(kind: string, path: string, why: Unread): string {
  return "missing" in why
    ? `${kind.charAt(0).toUpperCase()}${kind.slice(1)} not found: "${path}".`
    : `The ${kind} "${path}" cannot be read: ${why.reason}.`;
}

/** The same, from the error that reading it threw. @param kind `baseline`, `file` */
export function unreadable(kind: string, path: string, error: unknown): string {
  return unreadSentence(kind, path, unread(error));
}
