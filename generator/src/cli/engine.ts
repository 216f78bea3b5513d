import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";

/**
 * Sets the engine for a run of a few seconds over much data, once the document has been read; see docs/decisions/0013-generating-fast.md.
 *
 * By itself V8 turns whatever it has run for a moment into optimised code, on threads that take a third of the processor's time: that pays in
 * a server, and while a document is read, which is little code for much data, and another processor has nothing else to do.
 */
export function settleEngine(): void {
  const late = major(process.versions.v8) < 12 ? "--interrupt-budget=600000" : "--invocation-count-for-turbofan=80000";
  // Our two threads keep two processors busy: who collects garbage would wait for helpers that nobody runs.
  const collecting = availableParallelism() > 2 ? [] : ["--no-parallel-scavenge"];
  for (const flag of [late, ...alone, ...collecting]) setFlagsFromString(flag);
}

/** Each function by itself: what is inlined makes compiling dear, and is thrown away when another kind of schema comes by. */
const alone = ["--max-inlined-bytecode-size-cumulative=60", "--no-turbo-inline-array-builtins"] as const;

function major(version: string): number {
  return Number.parseInt(version, 10);
}
