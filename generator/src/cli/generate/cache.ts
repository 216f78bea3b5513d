import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, makePrivateFolder } from "../../files/cache-folder.js";
import { readFile } from "../../files/read.js";
import { writeWhole } from "../../files/write-whole.js";
import type { LocatedDiagnostic } from "../../diagnostics/diagnostic.js";
import { sha256 } from "../../algorithms/sha256.js";
import { runtimeFolders } from "../../files/runtime-folder.js";
import { version } from "../../version.js";

/** The result of a run, valid while its inputs, its options and the tool itself are the same. */
export interface CachedRun {
  readonly key: string;
  /** SHA-256 of the manifest's text, which lists the hash of every output file. */
  readonly manifest: string;
  /** Every file that was read, absolute path → SHA-256. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Files that references name and that were not there. */
  readonly absent: readonly string[];
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** How many parts of the document are lost. */
  readonly losses: number;
}

/** The last run into an output folder, if it is still good. */
export function readCachedRun(out: string, options: unknown): CachedRun | undefined {
  let run: CachedRun;
  try {
    run = JSON.parse(bytesOf(runFile(out)).toString("utf8")) as CachedRun;
    if (run.key !== runKey(options)) return undefined;
    for (const [path, hash] of Object.entries(run.inputs)) if (sha256(bytesOf(path)) !== hash) return undefined;
    if (run.absent.some((path) => existsSync(path))) return undefined;
  } catch {
    return undefined;
  }
  return run;
}

export function writeCachedRun(out: string, options: unknown, run: Omit<CachedRun, "key">): void {
  const file = runFile(out);
  try {
    // Reading a pipe would consume the input of the next run.
    if (!Object.keys(run.inputs).every((path) => statSync(path).isFile())) return;
    makePrivateFolder(dirname(file));
    writeWhole(file, JSON.stringify({ key: runKey(options), ...run }));
  } catch {
    // A folder that is not writable only makes the next run slower.
  }
}

/** @throws If there is no file: the names in a cached run may have become pipes or devices. */
function bytesOf(path: string): Buffer {
  const read = readFile(path);
  if (!("bytes" in read)) throw new Error(`${path} is not a file.`);
  return read.bytes;
}

function runFile(out: string): string {
  return join(cacheFolder(dirname(out)), `run-${sha256(out).slice(0, 24)}.json`);
}

function runKey(options: unknown): string {
  return sha256(JSON.stringify([version, toolHash(), options]));
}

/**
 * A hash of this tool's own files: during development the output may change without a new version. main.js represents all of the
 * built code: it names the files that it loads, and each name has a hash of the file's content. The runtime is copied unchanged.
 */
function toolHash(): string {
  return (hashOfTool ??= makeToolHash());
}

let hashOfTool: string | undefined;

function makeToolHash(): string {
  const runtime = fileURLToPath(runtimeFolders.ts);
  // With file types: without them, `readdirSync` reads the status of each entry.
  const files = readdirSync(runtime, { recursive: true, withFileTypes: true }).filter(({ name }) => /(?<!\.d)\.ts$/.test(name));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const hash = createHash("sha256");
  for (const entry of ["main", "worker"]) hash.update(readFileSync(new URL(`../cli/${entry}.js`, import.meta.url)));
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest("hex");
}
