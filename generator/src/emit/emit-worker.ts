import { parentPort } from "node:worker_threads";
import { collector } from "../diagnostics/collect.js";
import { lower } from "../lower/lower.js";
import { plan } from "../plan/make-plan.js";
import { select } from "../plan/select.js";
import type { ThreadAnswer, ThreadInput, ThreadTask } from "./emit-thread.js";
import { emitPart, type EmittedPart } from "./parts.js";

/** The thread side of `emit-thread.ts`. What there is to say about the document is said by the main thread. */
async function run(task: ThreadTask, { document, head }: ThreadInput): Promise<ThreadAnswer> {
  const { report } = collector();
  const model = lower(document, report);
  if (model === undefined) return { failed: "the document cannot be read" };
  const selected = select(model, task.selection, report);
  const planned = plan(selected, task.plan, report);
  const part: EmittedPart = { files: [], unfinished: [], runtime: [] };
  for (const name of task.parts) {
    const { files, unfinished, runtime } = await emitPart(name, selected, planned, head);
    part.files.push(...files);
    part.unfinished.push(...unfinished);
    part.runtime.push(...runtime);
  }
  return { part };
}

let task: ThreadTask | undefined;
parentPort?.on("message", (message: ThreadTask | ThreadInput) => {
  if (message.kind === "task") {
    task = message;
    // What printing types needs takes longer to import than a small document to read.
    if (task.parts.includes("types")) import("./types/print-types.js").catch(() => undefined);
  } else if (task !== undefined) {
    // What fails here fails the thread, and the caller makes the parts itself.
    void run(task, message).then((answer) => parentPort?.postMessage(answer));
  }
});
