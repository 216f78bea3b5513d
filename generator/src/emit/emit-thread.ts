import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { valuesOf, type DocumentValues, type LoadedDocument } from "../load/document.js";
import type { PlanOptions } from "../plan/plan-options.js";
import type { Selection } from "../plan/select.js";
import type { EmittedPart, Part } from "./parts.js";

/** What a thread is to make; known before there is a document, so that it can load what that takes. */
export interface ThreadTask {
  readonly kind: "task";
  readonly plan: PlanOptions;
  readonly selection: Selection;
  readonly parts: readonly Part[];
}

/** What it is made of. Model and plan are made a second time beside the first: handing them over costs more, they are three times as much. */
export interface ThreadInput {
  readonly kind: "input";
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

/** A thread that one run leaves to the next, with its libraries loaded and its functions compiled: what a watch has, and what makes its runs quick. */
export class SpareThread {
  #worker: Worker | undefined;
  /** One that fails while nobody waits for it is no longer there for the next run. */
  readonly #forget = (): void => (this.#worker = undefined);

  take(): Worker | undefined {
    const worker = this.#worker;
    this.#forget();
    worker?.off("error", this.#forget).off("exit", this.#forget);
    return worker;
  }

  keep(worker: Worker): void {
    this.#worker = worker.on("error", this.#forget).on("exit", this.#forget);
  }

  async end(): Promise<void> {
    await this.take()?.terminate();
  }
}

/**
 * Starts a second thread for some of the artefacts. `undefined` when run from TypeScript sources: there is no file that a thread could start.
 * @param spare Where a thread may be, and where this one goes when it is no longer needed. Absent: it ends then.
 */
export function startEmitThread(task: Omit<ThreadTask, "kind">, spare?: SpareThread): EmitThread | undefined {
  if (!existsSync(workerFile)) return undefined;
  const worker = spare?.take() ?? new Worker(workerFile);
  let state: "waiting" | "working" | "failed" = "waiting";
  let settle: (answer: ThreadAnswer) => void;
  const answer = new Promise<ThreadAnswer>((resolve) => (settle = resolve));
  const listeners = {
    message: (message: ThreadAnswer): void => {
      state = "waiting";
      settle(message);
    },
    error: (error: Error): void => {
      state = "failed";
      settle({ failed: error.message });
    },
    exit: (): void => {
      state = "failed";
      settle({ failed: "it ended" });
    },
  };
  for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
  worker.postMessage({ kind: "task", ...task } satisfies ThreadTask);
  return {
    parts: task.parts,
    begin(document, head) {
      state = "working";
      worker.postMessage({ kind: "input", document: valuesOf(document), head } satisfies ThreadInput);
    },
    async result() {
      const result = await answer;
      return "part" in result ? result.part : undefined;
    },
    async end() {
      // One by one: a worker listens to itself, too.
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
      // One that still works would answer the next run with what this one asked for.
      if (spare !== undefined && state === "waiting") spare.keep(worker);
      else await worker.terminate();
    },
  };
}
