import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** So much may pile up, in bytes. Collecting it takes a tenth of a second. */
const most = 32 * 1024 * 1024;

let pile = 0;
let collect: (() => void) | undefined;

/**
 * Notes that a large text or body is no longer used, and collects the garbage when enough has piled up. By itself V8 lets it grow to several times of
 * what is used, as long as the machine has memory.
 *
 * @param bytes Its size. No variable may still hold it.
 */
export function letGo(bytes: number): void {
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
