import { join } from "node:path";
import { getTsconfig } from "get-tsconfig";
import type { Target } from "../plan/plan-options.js";

/** What a folder of source is written as by default, and why: `with noEmit in tsconfig.json`. */
export interface DefaultTarget {
  readonly target: Target;
  readonly tsconfig?: string;
}

/**
 * TypeScript if the project's own compiler emits JavaScript from the folder: it copies neither `.js` nor `.d.ts` to its output. Otherwise JavaScript
 * beside declarations, which every runtime reads and which costs the project's compiler least.
 */
export function defaultTarget(out: string): DefaultTarget {
  try {
    const found = getTsconfig(join(out, "index.ts"), "tsconfig.json", undefined, true);
    if (found === null) return { target: "js" };
    return { target: found.config.compilerOptions?.noEmit === true ? "js" : "ts", tsconfig: found.path };
  } catch {
    // The compiler reports a broken configuration itself, and better. TypeScript source suits every project.
    return { target: "ts" };
  }
}
