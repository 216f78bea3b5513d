import { constants } from "node:buffer";

// How many bytes are read of what comes from outside. The limits of structure, such as nesting, are in load/limits.ts.

/** A file, a document, a body or an entry of an archive: 256 MiB after decompression. A text of that size fits into a string of Node. */
export const contentLimit: number = 256 * 1024 * 1024;

/** All entries of an archive together: 1 GiB after decompression. A few kilobytes can stand for any number of them. */
export const archiveLimit: number = 1024 * 1024 * 1024;

/** A longer text is no string of Node, whatever the user allows. */
export const stringLimit: number = constants.MAX_STRING_LENGTH;

/** A larger output is reported before the folder changes: 10,000 files, or 100 MiB. */
export const largeOutput = { files: 10_000, bytes: 100 * 1024 * 1024 } as const;

/** A number of bytes for a message: `256 MB` where it is even, else `1000 bytes`. */
export function formatBytes(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return Number.isInteger(megabytes) ? `${megabytes} MB` : `${bytes} bytes`;
}

/** Milliseconds that one call of git may take. It waits for ever for a `.gitignore` that is a pipe. */
export const gitLimit = 60_000;
/** Milliseconds that npm may take to fetch a package. Its own limits add up to 15 minutes for a registry that does not respond. */
export const npmLimit = 60_000;
