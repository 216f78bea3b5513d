// Loaded before a program: writes its peak of resident memory, in KB, to file descriptor 3 when it ends.
import { readFileSync, writeSync } from "node:fs";

/** `maxRSS` also counts what the parent had when it started the program: 1,000 MB after it served a large body. */
function peak() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1];
}

process.on("exit", () => writeSync(3, String(peak())));
