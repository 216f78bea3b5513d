import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { LoadOptions } from "../load/load.js";
import type { PlanOptions } from "../plan/plan-options.js";
import type { Selection } from "../plan/select.js";
import type { EmittedPart, Part } from "./parts.js";

/** What a thread needs to come to the same model and plan by itself. Handing over the model costs more than making it a second time beside the first. */
export interface ThreadTask {
  readonly path: string;
  readonly load: LoadOptions;
  readonly plan: PlanOptions;
  readonly selection: Selection;
  readonly parts: readonly Part[];
}

export type ThreadAnswer = { readonly sha256: string; readonly part: EmittedPart } | { readonly failed: string };

export interface EmitThread {
  readonly parts: readonly Part[];
  /**
   * The parts of a document with this hash; `undefined` where the thread read other bytes or could not go on, so that the caller makes them itself.
   * @param head The first line of every file, known when the document is.
   */
  files(sha256: string, head: string): Promise<EmittedPart | undefined>;
  end(): Promise<void>;
}

const workerFile = new URL("./emit-worker.js", import.meta.url);

/** Starts to make some of the artefacts on a second thread. `undefined` when run from TypeScript sources: there is no file that a thread could start. */
export function startEmitThread(task: ThreadTask): EmitThread | undefined {
  if (!existsSync(workerFile)) return undefined;
  const worker = new Worker(workerFile, { workerData: task });
  const answer = new Promise<ThreadAnswer>((resolve) => {
    worker.once("message", resolve);
    worker.once("error", (error) => resolve({ failed: error.message }));
    worker.once("exit", () => resolve({ failed: "it ended" }));
  });
  return {
    parts: task.parts,
    async files(sha256, head) {
      worker.postMessage(head);
      const result = await answer;
      return "part" in result && result.sha256 === sha256 ? result.part : undefined;
    },
    async end() {
      await worker.terminate();
    },
  };
}
