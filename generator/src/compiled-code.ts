import { isAscii } from "node:buffer";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedDataVersionTag } from "node:v8";
import { constants, Script } from "node:vm";
import { threadId } from "node:worker_threads";
import { packagesCache } from "./cache-folder.js";
import { sha256 } from "./sha256.js";

// To compile TypeScript's own compiler takes longer than all else that a small document needs. Node 22 and later keep compiled code by themselves
// where they are asked to; this is for Node 20.

let folder: string | undefined;

/** From now on, compiled code of large files is kept in that folder. For the command alone: a program that calls this package finds nothing new on its disk. */
export function keepCompiledCode(where: string | undefined): void {
  folder = where;
}

/** Where it is kept; `undefined` where it is not. A thread of its own has to be told. */
export function compiledCodeFolder(): string | undefined {
  return folder;
}

/** Beside the packages that the code is of; `undefined` where Node keeps it by itself. */
export function folderForCompiledCode(): string | undefined {
  // By its version: other runtimes have some of its functions, and call themselves late versions of Node.
  if (Number.parseInt(process.versions.node, 10) >= 22) return undefined;
  const cache = packagesCache(dirname(fileURLToPath(import.meta.url)));
  return cache === undefined ? undefined : join(cache, "code");
}

/** What was compiled anew, and where it is to be kept. */
const fresh: { readonly script: Script; readonly path: string }[] = [];

/** Keeps what was compiled anew. To be called when a run is done: functions are compiled when they first run, and kept code holds those that have. */
export function keepWhatHasRun(): void {
  for (const { script, path } of fresh.splice(0)) keep(script, path);
}

/** Loads a CommonJS file from the code that an earlier run has kept, so that whoever requires it next has it at once; does nothing where none is kept. */
export function loadFromKeptCode(file: string): void {
  const require = createRequire(file);
  if (folder === undefined || require.cache[file] !== undefined) return;
  const kept = keptScript(file, folder);
  const run = kept.script.runInThisContext() as (...parameters: unknown[]) => unknown;
  const module = Object.assign(new Module(file), { filename: file, loaded: true });
  run.call(module.exports, module.exports, require, module, file, dirname(file));
  require.cache[file] = module;
  if (kept.isFresh) fresh.push(kept);
}

function keptScript(file: string, kept: string): { readonly script: Script; readonly path: string; readonly isFresh: boolean } {
  const { size, mtimeMs } = statSync(file);
  const path = join(kept, `${sha256(JSON.stringify([file, size, mtimeMs, cachedDataVersionTag()])).slice(0, 24)}.bin`);
  const code = readIfThere(path);
  const script = new Script(Module.wrap(readSource(file)), {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(code === undefined ? {} : { cachedData: code }),
  });
  return { script, path, isFresh: code === undefined || script.cachedDataRejected === true };
}

/** Nine million characters: as UTF-8, each would be looked at once more. */
function readSource(file: string): string {
  const bytes = readFileSync(file);
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function keep(script: Script, path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Renamed into place: nobody reads half of a file.
    const temporary = `${path}.${process.pid}-${threadId}`;
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, path);
  } catch {
    // A folder that cannot be written to only means that the next run compiles it, too.
  }
}
