import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The amount of garbage in bytes that triggers a collection, which takes a tenth of a second. */
const most = 32 * 1024 * 1024;

let pile = 0;
let collect: (() => void) | undefined;

/**
 * Records that a large text or body is unused, and collects garbage above a limit. By itself V8 lets it grow to several times the
 * live memory, while the machine has memory.
 *
 * @param bytes Its size. No variable may still refer to it.
 */
export function releaseMemory(bytes: number): void {
  pile += bytes;
  if (pile < most) return;
  pile = 0;
  (collect ??= collector())();
}

/** The engine's own collector. Another engine than V8 has none of that name. */
function collector(): () => void {
  try {
    setFlagsFromString("--expose-gc");
    return runInNewContext("gc") as () => void;
  } catch {
    return () => undefined;
  }
}
