import { readFile } from "../../files/read.js";
import { writeWhole } from "../../files/write-whole.js";
import { isJsonObject, type Json } from "../../model/json.js";

/** The lock file of a document's remote files, and how a run uses it. */
export interface LockOptions {
  /** Absolute path of the lock. */
  readonly path: string;
  /**
   * - `add`: files that are not in the lock are added
   * - `frozen`: every remote file must be in the lock, which is not written
   * - `update`: every file is fetched, and the lock is rewritten
   */
  readonly mode: "add" | "frozen" | "update";
}

/** The expected hash of a remote file. */
export interface LockedFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** The remote files of one document, by address. */
export type LockedFiles = ReadonlyMap<string, LockedFile>;

export const lockName = "tallystick.lock.json";

const formatVersion = 1;

/** The lock's files by document; why it cannot be used where it is no lock. */
export function readLock(path: string): ReadonlyMap<string, LockedFiles> | { readonly reason: string } {
  const read = readFile(path);
  if ("missing" in read) return new Map();
  if (!("bytes" in read)) return { reason: "reason" in read ? read.reason : "it is not a file" };
  let lock: Json;
  try {
    lock = JSON.parse(read.bytes.toString("utf8")) as Json;
  } catch {
    return { reason: "it is not JSON" };
  }
  if (!isJsonObject(lock) || typeof lock["lockVersion"] !== "number") return { reason: `it has no "lockVersion"` };
  if (lock["lockVersion"] !== formatVersion)
    return { reason: `its version is ${lock["lockVersion"]}, and this version of tallystick reads ${formatVersion}` };
  const { documents } = lock;
  if (!isJsonObject(documents)) return { reason: `it has no "documents"` };
  const found = new Map<string, LockedFiles>();
  for (const [document, files] of Object.entries(documents)) {
    if (!isJsonObject(files)) return { reason: `"${document}" has no files` };
    const byAddress = new Map<string, LockedFile>();
    for (const [address, file] of Object.entries(files)) {
      const locked = lockedFile(file);
      if (locked === undefined) return { reason: `"${address}" has no "sha256" of 64 hexadecimal digits` };
      byAddress.set(address, locked);
    }
    found.set(document, byAddress);
  }
  return found;
}

function lockedFile(file: Json): LockedFile | undefined {
  if (!isJsonObject(file)) return undefined;
  const { sha256, bytes, mediaType } = file;
  if (typeof sha256 !== "string" || !/^[\da-f]{64}$/.test(sha256)) return undefined;
  return { sha256, bytes: Number(bytes), mediaType: typeof mediaType === "string" ? mediaType : "" };
}

/**
 * Writes the files of one document and keeps those of other documents. Sorted and without a date, so that the lock changes only with its files.
 * @throws Errors of the file system.
 */
export function writeLock(path: string, document: string, files: LockedFiles): void {
  // Another run may have written it meanwhile.
  const before = readLock(path);
  const documents = new Map("reason" in before ? [] : before);
  documents.set(document, files);
  const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lock = {
    lockVersion: formatVersion,
    documents: Object.fromEntries(
      sorted(documents).map(([name, each]) => [
        name,
        Object.fromEntries(sorted(each).map(([address, { sha256, bytes, mediaType }]) => [address, { sha256, bytes, mediaType }])),
      ]),
    ),
  };
  writeWhole(path, `${JSON.stringify(lock, null, 2)}\n`);
}
