import { dirname, join, relative, sep } from "node:path";
import { sha256 as sha256Of } from "../../algorithms/sha256.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import { makePrivateFolder, userCache } from "../../files/cache-folder.js";
import { readFile } from "../../files/read.js";
import { writeWhole } from "../../files/write-whole.js";
import { isAddress, publicAddress } from "./address.js";
import { fetchFile } from "./fetch-file.js";
import { readLock, writeLock, type LockedFile, type LockedFiles, type LockOptions } from "./lock.js";
import type { AllowsHost, Missing } from "./policy.js";

/** The remote files of one document: fetched from the hosts that the user allows, and held to the lock where there is one. */
export class RemoteFiles {
  readonly #allowsHost: AllowsHost;
  readonly #lock: LockOptions | undefined;
  readonly #locked: LockedFiles;
  /** The files read in this run. */
  readonly #read = new Map<string, LockedFile>();
  readonly #document: string;
  /** User and password by origin, of the address that the user gave. */
  readonly #credentials = new Map<string, Pick<URL, "username" | "password">>();
  /** The complete address from the user, including its secrets. */
  readonly #whole: string;

  private constructor(path: string, allowsHost: AllowsHost, lock: LockOptions | undefined, locked: LockedFiles) {
    this.#allowsHost = allowsHost;
    this.#lock = lock;
    this.#locked = locked;
    this.#whole = path;
    this.#document = documentName(path, lock);
    if (isAddress(path) && URL.canParse(path)) {
      const { origin, username, password } = new URL(path);
      this.#credentials.set(origin, { username, password });
    }
  }

  /** @param path Of the root document: an absolute path, or an address. `undefined` where the lock cannot be read, which is reported. */
  static open(path: string, allowsHost: AllowsHost, lock: LockOptions | undefined, report: Report): RemoteFiles | undefined {
    const locks = lock === undefined ? new Map<string, LockedFiles>() : readLock(lock.path);
    if ("reason" in locks) return void report("lock-unreadable", { lock: shownLock(lock), reason: locks.reason });
    return new RemoteFiles(path, allowsHost, lock, locks.get(documentName(path, lock)) ?? new Map());
  }

  /** @param address As references and the user name it, without user and password. */
  async read(address: string): Promise<{ readonly bytes: Buffer } | Missing> {
    const name = publicAddress(address);
    const url = new URL(address);
    if (!this.#allowsHost(url)) return { why: "remote", host: url.host === "" ? url.protocol : url.host };
    const locked = this.#lock?.mode === "update" ? undefined : this.#locked.get(name);
    const lock = shownLock(this.#lock);
    if (locked === undefined && this.#lock?.mode === "frozen") return { why: "unlocked", address: name, lock };
    const copy = locked && readCopy(locked.sha256);
    if (locked !== undefined && copy !== undefined) {
      this.#read.set(name, locked);
      return { bytes: copy };
    }
    const fetched = await fetchFile(this.#withCredentials(url, name), this.#allowsHost);
    if (!("bytes" in fetched)) {
      if (locked === undefined || fetched.why !== "unreachable") return fetched;
      return { why: "unreachable", reason: `${fetched.reason}, and this computer has no copy of the file in ${lock}` };
    }
    const found: LockedFile = { sha256: sha256Of(fetched.bytes), bytes: fetched.bytes.length, mediaType: fetched.mediaType };
    if (locked !== undefined && locked.sha256 !== found.sha256)
      return { why: "changed", address: name, lock, locked: locked.sha256, found: found.sha256 };
    this.#read.set(name, locked ?? found);
    if (this.#lock !== undefined) writeCopy(found.sha256, fetched.bytes);
    return fetched;
  }

  /** Writes the files of this run to the lock, if the mode allows it, and reports that. */
  finish(report: Report): void {
    const lock = this.#lock;
    if (lock === undefined || lock.mode === "frozen" || this.#read.size === 0) return;
    const files = lock.mode === "update" ? this.#read : new Map([...this.#locked, ...this.#read]);
    const shown = shownLock(lock);
    const changed = [...files].filter(([address, { sha256 }]) => this.#locked.get(address)?.sha256 !== sha256);
    const removed = [...this.#locked.keys()].filter((address) => !files.has(address));
    if (changed.length === 0 && removed.length === 0) {
      if (lock.mode === "update") report("lock-written", { lock: shown, what: `is up to date: ${count(files.size)} did not change` });
      return;
    }
    try {
      writeLock(lock.path, this.#document, files);
    } catch (error) {
      report("lock-not-written", { lock: shown, reason: error instanceof Error ? error.message : String(error) });
      return;
    }
    for (const [address, { sha256, bytes }] of changed) {
      const before = this.#locked.get(address);
      if (before !== undefined) report("lock-changed", { address, before: before.sha256, after: sha256, bytesBefore: before.bytes, bytes });
    }
    report("lock-written", { lock: shown, what: `was written: ${count(files.size)}. Commit it, so that each run reads the same files` });
  }

  #withCredentials(url: URL, name: string): string {
    if (isAddress(this.#whole) && publicAddress(this.#whole) === name) return this.#whole;
    const known = this.#credentials.get(url.origin);
    if (known === undefined) return url.href;
    const whole = new URL(url);
    whole.username = known.username;
    whole.password = known.password;
    return whole.href;
  }
}

function count(files: number): string {
  return files === 1 ? "1 remote file" : `${files} remote files`;
}

/** The document in the lock: its address, or its path from the lock's folder. */
function documentName(path: string, lock: LockOptions | undefined): string {
  if (isAddress(path)) return publicAddress(path);
  return lock === undefined ? path : relative(dirname(lock.path), path).split(sep).join("/");
}

function shownLock(lock: LockOptions | undefined): string {
  if (lock === undefined) return "the lock";
  const short = relative(process.cwd(), lock.path).split(sep).join("/");
  return short.startsWith("../..") ? lock.path : short;
}

/** Contents by hash, in the user's cache: a run needs no network for files that an earlier run read. */
function copyPath(sha256: string): string {
  return join(userCache(), "remote", sha256);
}

function readCopy(sha256: string): Buffer | undefined {
  const read = readFile(copyPath(sha256));
  // Its name is its hash, so that a planted file is not used.
  return "bytes" in read && sha256Of(read.bytes) === sha256 ? read.bytes : undefined;
}

function writeCopy(sha256: string, bytes: Buffer): void {
  try {
    const path = copyPath(sha256);
    makePrivateFolder(dirname(path));
    writeWhole(path, bytes, { mode: 0o600 });
  } catch {
    // A folder that cannot be written to only means that the next run fetches the file.
  }
}
