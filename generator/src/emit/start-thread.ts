import { existsSync } from "node:fs";
import module from "node:module";
import { dirname } from "node:path";
import { Worker, type ResourceLimits } from "node:worker_threads";
import { compiledCodeFolder } from "../compiled-code.js";

/** What a thread knows from its start. */
export interface ThreadData {
  /** Where compiled code is kept, if it is. */
  readonly code: string | undefined;
}

const file = new URL("../emit/start-worker.js", import.meta.url);

/** Starts a second thread, which is told later what to do. `undefined` when run from TypeScript sources: there is no file that a thread could start. */
export function startWorker(resourceLimits: ResourceLimits = {}): Worker | undefined {
  if (!existsSync(file)) return undefined;
  return new Worker(file, { env: environment(), workerData: { code: compiledCodeFolder() } satisfies ThreadData, resourceLimits });
}

/** The thread keeps its compiled code between runs where this one does, if it does: it loads a compiler. Node 20 knows nothing of this. */
function environment(): NodeJS.ProcessEnv {
  const folder = (module as { getCompileCacheDir?(): string | undefined }).getCompileCacheDir?.();
  // The folder is one inside of that which is asked for, named after the version of Node.
  return folder === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(folder) };
}
