import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";

/** A setting of V8, and what it is by itself. */
interface Setting {
  readonly ours: string;
  readonly usual: string;
}

/**
 * Sets the engine for a run of a few seconds over much data, once the document has been read; see docs/decisions/0013-generating-fast.md.
 *
 * By itself V8 turns whatever it has run for a moment into optimised code, on threads that take a third of the processor's time: that pays in
 * a server, and while a document is read, which is little code for much data, and another processor has nothing else to do.
 */
export function settleEngine(): void {
  for (const { ours } of settings()) setFlagsFromString(ours);
}

/**
 * Gives the heap room for what a large document leaves, until the engine is settled: what is collected while a document is read is hardly anything. Once, for
 * it goes by what the heap holds: of a second document or of an edit in a watch, it would be the first one's leavings as well.
 */
export function giveRoom(): void {
  if (!isOld || isRoomGiven) return;
  setFlagsFromString(growing.usual);
  isRoomGiven = true;
}

let isRoomGiven = false;

/**
 * Keeps the heap small for a run over a document that fills much of it: all of it is looked through when an eighth has been added to what was left, where V8
 * by itself lets it double.
 */
export function spareMemory(): void {
  setFlagsFromString("--heap-growing-percent=12");
}

/** Acts as if the engine had not been settled. Settings are those of all threads: it is to be short. */
export function withEngineAsItWas(act: () => void): void {
  const changed = settings();
  for (const { usual } of changed) setFlagsFromString(usual);
  try {
    act();
  } finally {
    for (const { ours } of changed) setFlagsFromString(ours);
  }
}

function settings(): readonly Setting[] {
  // Our two threads keep two processors busy: who collects garbage would wait for helpers that nobody runs.
  return [late, ...alone, ...(isRoomGiven ? [growing] : []), ...(availableParallelism() > 2 ? [] : [collecting])];
}

/** Node 20 has version 11. */
const isOld = Number.parseInt(process.versions.v8, 10) < 12;

const late: Setting = isOld
  ? { ours: "--interrupt-budget=600000", usual: "--interrupt-budget=67584" }
  : { ours: "--invocation-count-for-turbofan=80000", usual: "--invocation-count-for-turbofan=3000" };

/** Each function by itself: what is inlined makes compiling dear, and is thrown away when another kind of schema comes by. */
const alone: readonly Setting[] = [
  { ours: "--max-inlined-bytecode-size-cumulative=60", usual: "--max-inlined-bytecode-size-cumulative=920" },
  { ours: "--no-turbo-inline-array-builtins", usual: "--turbo-inline-array-builtins" },
];

/** How much more than what was left the heap may hold before all of it is looked through again, in percent; 0: as V8 sees fit. */
const growing: Setting = { ours: "--heap-growing-percent=0", usual: "--heap-growing-percent=2500" };

const collecting: Setting = { ours: "--no-parallel-scavenge", usual: "--parallel-scavenge" };
