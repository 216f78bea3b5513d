import { existsSync } from "node:fs";
import module from "node:module";
import { dirname } from "node:path";
import { Worker, type ResourceLimits } from "node:worker_threads";
import { compiledCodeFolder } from "../process/compiled-code.js";

/** What a thread knows from its start. */
export interface ThreadData {
  /** Where compiled code is kept, if it is. */
  readonly code: string | undefined;
}

const file = new URL("../threads/start-worker.js", import.meta.url);

/** Starts a second thread, which is told later what to do. `undefined` when run from TypeScript sources: there is no file that a thread could start. */
export function startWorker(resourceLimits: ResourceLimits = {}): Worker | undefined {
  if (!existsSync(file)) return undefined;
  return new Worker(file, { env: environment(), workerData: { code: compiledCodeFolder() } satisfies ThreadData, resourceLimits });
}

/** A thread that is there before it is needed: one that was started ahead, or that one run leaves to the next, with its libraries loaded and its functions compiled. */
export class SpareThread {
  #worker: Worker | undefined;
  /** One that fails while nobody waits for it is no longer there. */
  readonly #forget = (): void => (this.#worker = undefined);

  take(): Worker | undefined {
    const worker = this.#worker;
    this.#forget();
    worker?.off("error", this.#forget).off("exit", this.#forget);
    return worker;
  }

  keep(worker: Worker | undefined): void {
    this.#worker = worker?.on("error", this.#forget).on("exit", this.#forget);
  }

  async end(): Promise<void> {
    await this.take()?.terminate();
  }
}

/** The thread keeps its compiled code between runs where this one does, if it does: it loads a compiler. Node 20 knows nothing of this. */
function environment(): NodeJS.ProcessEnv {
  const folder = (module as { getCompileCacheDir?(): string | undefined }).getCompileCacheDir?.();
  // The folder is one inside of that which is asked for, named after the version of Node.
  return folder === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(folder) };
}
