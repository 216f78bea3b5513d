import { parentPort, type MessagePort } from "node:worker_threads";
import { keepWhatHasRun } from "../process/compiled-code.js";
import { warningsOf } from "../check/warnings.js";
import { collector } from "../diagnostics/collect.js";
import type { Job } from "../emit/elsewhere.js";
import { FixtureNotes } from "../emit/fixtures/note.js";
import { Keeper } from "../emit/kept-modules.js";
import { emitPart, inSource, preload, type EmittedPart, type Part, type PartOptions } from "../emit/parts.js";
import { exportForms } from "../emit/print/exports.js";
import { Row } from "../emit/row.js";
import { received } from "../load/document.js";
import { outlineOfJson } from "../load/parse/json.js";
import { lower } from "../lower/lower.js";
import type { Json } from "../model/json.js";
import { plan } from "../plan/make-plan.js";
import { select } from "../plan/select.js";
import type { Settled } from "../plan/schemas/unchanged.js";
import { KnownFolders } from "../write/known-files.js";
import { Stage } from "../write/stage.js";
import { HandedFiles, HandedNotes } from "./handed.js";
import { takeLast, type ThreadInput, type ThreadMessage, type ThreadOrder, type ThreadTask } from "./messages.js";

/** What a watch leaves here for its next run. */
const keeper = new Keeper();
const folders = new KnownFolders();

/** The thread side of `second-thread.ts`. What there is to say about the document is said by the main thread. */
async function run(task: ThreadTask, { document: handed, origin, place }: ThreadInput, ahead: Json | undefined, port: MessagePort): Promise<void> {
  const send = (message: ThreadMessage): void => port.postMessage(message);
  const { report } = collector();
  const document = received(handed, ahead);
  const model = lower(document, report, { unused: false });
  if (model === undefined) return send({ failed: "the document cannot be read" });
  const selected = select(model, task.selection, report);
  const settled = { model: selected, plan: plan(selected, task.plan, report, model) };
  const stage = place === undefined ? undefined : new Stage(place, task.keep === undefined ? undefined : folders.of(place.folder));
  const files = new HandedFiles(stage, (some) => send({ files: some }));
  const keeping = task.keep === undefined ? undefined : keeper.for(task.keep).begin(settled);
  const parts = new Parts(settled, task.row, send, {
    origin,
    target: settled.plan.target,
    put: inSource(settled.plan, (file) => files.put(file)),
    ...(keeping === undefined ? {} : { keeping }),
  });
  const work = async (job: Job): Promise<void> => (job === "validation" ? send({ validated: await warningsOf(model, document) }) : parts.make(job));
  for (const part of task.parts) await work(part);
  for (let job = takeLast(task); job !== undefined; job = takeLast(task)) await work(job);
  keeping?.end();
  files.handOver();
  keepWhatHasRun();
  send({ end: true });
}

/** Makes parts, and tells what is left of each as soon as it is made: the main thread may wait for one while another is made. */
class Parts {
  readonly #settled: Settled;
  readonly #row: ThreadTask["row"];
  readonly #send: (message: ThreadMessage) => void;
  readonly #options: PartOptions;
  #fixtures: FixtureNotes | undefined;

  constructor(settled: Settled, row: ThreadTask["row"], send: (message: ThreadMessage) => void, options: PartOptions) {
    this.#settled = settled;
    this.#row = row;
    this.#send = send;
    this.#options = options;
  }

  async make(part: Part): Promise<void> {
    const fixtures = this.#fixtures === undefined ? {} : { fixtures: this.#fixtures };
    const made = part === "fixtures" ? await this.#makeFixtures() : await emitPart(part, this.#settled, { ...this.#options, ...fixtures });
    this.#send({ part, made });
  }

  async #makeFixtures(): Promise<EmittedPart> {
    const notes = new HandedNotes((some) => this.#send({ notes: some }));
    const made = await emitPart("fixtures", this.#settled, {
      ...this.#options,
      ...(this.#row === undefined ? {} : { row: new Row(this.#row) }),
      note: (note) => notes.add(note),
    });
    notes.handOver();
    this.#fixtures = FixtureNotes.all(made.notes);
    return made;
  }
}

/** `undefined` where the text is broken: then nobody asks for them. */
function valuesOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Does what it is told, one task after the other. */
function listen(port: MessagePort): void {
  let task: ThreadTask | undefined;
  let ahead: Json | undefined;
  let text = "";
  port.on("message", (order: ThreadOrder) => {
    if (order.kind === "task") {
      task = order;
      // Of a run that came to nothing.
      ahead = undefined;
      // What printing types needs takes longer to import than a small document to read.
      task.parts.forEach(preload);
    } else if (order.kind === "text") {
      ({ text } = order);
      ahead = valuesOf(text);
    } else if (order.kind === "forms") {
      port.postMessage({ forms: exportForms() } satisfies ThreadMessage);
    } else if (order.kind === "outline") {
      const outline = outlineOfJson(text).data;
      port.postMessage({ outline } satisfies ThreadMessage, [outline.start.buffer, outline.next.buffer, outline.key.buffer]);
    } else if (task !== undefined) {
      // What fails here fails the thread, and the caller makes the parts itself.
      void run(task, order, ahead, port);
      ahead = undefined;
    }
  });
}

if (parentPort !== null) listen(parentPort);
