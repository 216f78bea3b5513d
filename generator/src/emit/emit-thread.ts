import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { valuesOf, type DocumentValues, type LoadedDocument } from "../load/document.js";
import type { PlanOptions } from "../plan/plan-options.js";
import type { Selection } from "../plan/select.js";
import type { EmittedPart, Part } from "./parts.js";

/** What a thread is to make; known before there is a document, so that it can load what that takes. */
export interface ThreadTask {
  readonly plan: PlanOptions;
  readonly selection: Selection;
  readonly parts: readonly Part[];
}

/** What it is made of. Model and plan are made a second time beside the first: handing them over costs more, they are three times as much. */
export interface ThreadInput {
  readonly document: DocumentValues;
  /** The first line of every file. */
  readonly head: string;
}

export type ThreadAnswer = { readonly part: EmittedPart } | { readonly failed: string };

export interface EmitThread {
  readonly parts: readonly Part[];
  /** Starts the work. */
  begin(document: LoadedDocument, head: string): void;
  /** What it made; `undefined` where the thread could not go on, so that the caller makes it itself. */
  result(): Promise<EmittedPart | undefined>;
  end(): Promise<void>;
}

const workerFile = new URL("./emit-worker.js", import.meta.url);

/** Starts a second thread for some of the artefacts. `undefined` when run from TypeScript sources: there is no file that a thread could start. */
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
    begin(document, head) {
      worker.postMessage({ document: valuesOf(document), head } satisfies ThreadInput);
    },
    async result() {
      const result = await answer;
      return "part" in result ? result.part : undefined;
    },
    async end() {
      await worker.terminate();
    },
  };
}
