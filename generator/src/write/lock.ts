import { closeSync, lstatSync, openSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { readFile } from "../files/read.js";
import { named } from "../files/write-whole.js";

export interface Lock {
  release(): void;
}

/** The lock of a dead process is free at once, that of a silent one after this time: processes of other machines cannot be checked. */
const staleAfter = 10 * 60_000;

/**
 * Waits until no other run writes to the folder of the lock file. `undefined` after `patience` milliseconds.
 * An interrupted run leaves its lock, and the next run takes it over at once. Without a signal handler: a run works for seconds without a
 * break, and Ctrl-C would wait for it.
 */
export async function acquire(path: string, patience: number): Promise<Lock | undefined> {
  const mine = JSON.stringify({ pid: process.pid, host: hostname() });
  const deadline = performance.now() + patience;
  for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
    if (create(path, mine)) return { release: () => rmSync(path, { force: true }) };
    breakStale(path);
    if (performance.now() > deadline) return undefined;
    await sleep(wait);
  }
}

function create(path: string, text: string): boolean {
  let file: number;
  try {
    file = openSync(path, "wx");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  try {
    writeSync(file, text);
    return true;
  } catch (error) {
    // On a full disk there is room for its name and for nothing in it.
    rmSync(path, { force: true });
    throw named(error, path);
  } finally {
    closeSync(file);
  }
}

/**
 * Removes the lock of a dead process. Only the holder of the second lock may do so;
 * otherwise two waiting runs could remove it, and the slower one would remove the lock of the faster one.
 */
function breakStale(path: string): void {
  if (!isStale(path)) return;
  const breaker = `${path}.break`;
  if (!create(breaker, "")) {
    if (age(breaker) > 10_000) rmSync(breaker, { force: true });
    return;
  }
  try {
    if (isStale(path)) rmSync(path, { recursive: true, force: true });
  } finally {
    rmSync(breaker, { force: true });
  }
}

function isStale(path: string): boolean {
  const read = readFile(path);
  // A folder, a pipe or a broken link is no lock of ours, and waiting does not help.
  const text = "bytes" in read ? read.bytes.toString("utf8") : "";
  let owner: { readonly pid?: unknown; readonly host?: unknown };
  try {
    owner = JSON.parse(text) as typeof owner;
  } catch {
    // Killed between making the file and writing into it, or being written right now.
    return age(path) > 2_000;
  }
  if (owner.host !== hostname() || typeof owner.pid !== "number") return age(path) > staleAfter;
  // In a container, each run may have the number of the one before: its lock is older than this process.
  return owner.pid === process.pid ? age(path) > process.uptime() * 1000 : !isAlive(owner.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process is alive and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function age(path: string): number {
  try {
    return Date.now() - lstatSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
