import { isAscii } from "node:buffer";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedDataVersionTag } from "node:v8";
import { constants, Script } from "node:vm";
import { crc32 } from "node:zlib";
import { packagesCache, readCachedCode, writeCachedCode } from "../files/cache-folder.js";
import { withEngineAsItWas } from "./engine.js";
import { sha256 } from "../algorithms/sha256.js";

// To compile TypeScript's own compiler takes longer than all else that a small document needs, and our own code as long as to read one. Node 22 and
// later keep compiled code by themselves where they are asked to; this is for Node 20.

interface Kept {
  folder: string | undefined;
  readonly loaded: Loaded[];
}

/** A file that was loaded, where its code is kept, and what V8 calls code that was compiled with the settings of then. */
interface Loaded {
  readonly script: Script;
  readonly path: string;
  readonly tag: number;
  /** By which run its code was kept: a long one has run more functions. */
  readonly keptBy: "nobody" | "a short run" | "a long run";
}

/** One for a thread, though each file that the build puts together has this module in it. */
const state = ((globalThis as { [key: symbol]: unknown })[Symbol.for("tallystick compiled code")] ??= {
  folder: undefined,
  loaded: [],
} satisfies Kept) as Kept;

/** Kept code that is older is removed: nothing tells whether the files that it is of are still there. It is made again where it is missed. */
const longest = 30 * 24 * 60 * 60 * 1000;

/** From now on, compiled code of large files is kept in that folder. For the command alone: a program that calls this package finds nothing new on its disk. */
export function keepCompiledCode(where: string | undefined): void {
  state.folder = where;
}

/** Beside the packages that the code is of; `undefined` where Node keeps it by itself. */
export function folderForCompiledCode(): string | undefined {
  // By its version: other runtimes have some of its functions, and call themselves late versions of Node.
  if (Number.parseInt(process.versions.node, 10) >= 22) return undefined;
  const cache = packagesCache(dirname(fileURLToPath(import.meta.url)));
  return cache === undefined ? undefined : join(cache, "code");
}

/** Milliseconds of processors from which on a run is a long one: a large document has been generated from. A server that waits is none. */
const long = 2000;

/**
 * Keeps what was compiled anew. To be called when a run is done: functions are compiled when they first run, and kept code holds those that have.
 * @param worked How long, in milliseconds of processors. What a short run has kept is kept once more by a long one.
 */
export function keepWhatHasRun(worked: number = process.cpuUsage().user / 1000): void {
  const isLong = worked >= long;
  const fresh = state.loaded.splice(0).filter(({ keptBy }) => keptBy === "nobody" || (isLong && keptBy === "a short run"));
  // Code is only taken with the settings of the engine that it is kept with, and a part of it was loaded before those changed.
  const keepOfNow = (): void => {
    const now = cachedDataVersionTag();
    for (const { script, path, tag } of fresh) if (tag === now) keep(script, path, isLong);
  };
  keepOfNow();
  if (fresh.some(({ tag }) => tag !== cachedDataVersionTag())) withEngineAsItWas(keepOfNow);
}

/** Loads a CommonJS file from the code that an earlier run has kept, so that whoever requires it next has it at once; does nothing where none is kept. */
export function loadFromKeptCode(file: string): void {
  const require = createRequire(file);
  if (state.folder === undefined || require.cache[file] !== undefined) return;
  const kept = keptScript(file, state.folder);
  const run = kept.script.runInThisContext() as (...parameters: unknown[]) => unknown;
  const module = Object.assign(new Module(file), { filename: file, loaded: true });
  run.call(module.exports, module.exports, require, module, file, dirname(file));
  require.cache[file] = module;
  state.loaded.push(kept);
}

function keptScript(file: string, kept: string): Loaded {
  const { size, mtimeMs } = statSync(file);
  const tag = cachedDataVersionTag();
  const path = join(kept, `${sha256(JSON.stringify([file, size, mtimeMs, tag])).slice(0, 24)}.bin`);
  const code = readWhole(path);
  const script = new Script(Module.wrap(readSource(file)), {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(code === undefined ? {} : { cachedData: code.bytes }),
  });
  const isTaken = code !== undefined && script.cachedDataRejected !== true;
  return { script, path, tag, keptBy: !isTaken ? "nobody" : code.isOfLongRun ? "a long run" : "a short run" };
}

/** Nine million characters: as UTF-8, each would be looked at once more. */
function readSource(file: string): string {
  const bytes = readFileSync(file);
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

/** The code that was kept; `undefined` where none is there, or not as it was kept: V8 runs whatever it is given, and dies of it. */
function readWhole(path: string): { readonly bytes: Buffer; readonly isOfLongRun: boolean } | undefined {
  const bytes = readCachedCode(path);
  if (bytes === undefined) return undefined;
  const end = bytes.length - checksumLength;
  if (end < 1 || crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) return undefined;
  return { bytes: bytes.subarray(0, end - 1), isOfLongRun: bytes[end - 1] === 1 };
}

const checksumLength = 4;

/** The code, whether a long run has kept it, and a checksum over both. */
function whole(code: Buffer, isOfLongRun: boolean): Buffer {
  const told = Buffer.of(Number(isOfLongRun));
  const checksum = Buffer.alloc(checksumLength);
  checksum.writeUInt32LE(crc32(told, crc32(code)));
  return Buffer.concat([code, told, checksum]);
}

function keep(script: Script, path: string, isOfLongRun: boolean): void {
  try {
    writeCachedCode(path, whole(script.createCachedData(), isOfLongRun));
    removeOld(dirname(path));
  } catch {
    // A folder that cannot be written to only means that the next run compiles it, too.
  }
}

function removeOld(folder: string): void {
  const oldest = Date.now() - longest;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? oldest) < oldest) rmSync(path, { force: true });
  }
}
