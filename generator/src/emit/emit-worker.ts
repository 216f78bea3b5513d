import { parentPort, type MessagePort } from "node:worker_threads";
import { keepWhatHasRun } from "../compiled-code.js";
import { checkWarnings } from "../check/check.js";
import { collector } from "../diagnostics/collect.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { received, type DocumentValues } from "../load/document.js";
import { findingsOf } from "../load/validate.js";
import { lower } from "../lower/lower.js";
import type { ApiModel } from "../model/api.js";
import type { Json } from "../model/json.js";
import { plan } from "../plan/make-plan.js";
import { select } from "../plan/select.js";
import { KnownFolders } from "../write/known-files.js";
import { Stage } from "../write/stage.js";
import { takeLast, type Job, type ThreadForms, type ThreadInput, type ThreadMessage, type ThreadTask, type ThreadText } from "./emit-thread.js";
import { FixtureNotes } from "./fixtures/note.js";
import { Keeper } from "./kept-modules.js";
import { emitPart, inSource, preload } from "./parts.js";
import { exportForms } from "./print/exports.js";
import { Row } from "./row.js";

/** Characters that are handed over at a time. */
const handful = 1_000_000;
/** Notes that are: whoever makes mocks waits for them. */
const fewNotes = 20;

/** The thread side of `emit-thread.ts`. What there is to say about the document is said by the main thread. */
async function run(task: ThreadTask, { document: handed, origin, place }: ThreadInput, ahead: Json | undefined, port: MessagePort): Promise<void> {
  const send = (message: ThreadMessage): void => port.postMessage(message);
  const { report } = collector();
  const document = received(handed, ahead);
  const model = lower(document, report, { unused: false });
  if (model === undefined) return send({ failed: "the document cannot be read" });
  const selected = select(model, task.selection, report);
  const planned = plan(selected, task.plan, report);
  const stage = place === undefined ? undefined : new Stage(place, task.keep === undefined ? undefined : folders.of(place.folder));
  let files: unknown[] = [];
  let length = 0;
  const handOver = (): void => {
    send({ files });
    files = [];
    length = 0;
  };
  const put = inSource(planned, (file) => {
    files.push(stage === undefined ? file : stage.put(file));
    length += stage === undefined ? file.text.length : 0;
    if (length > handful) handOver();
  });
  const settled = { model: selected, plan: planned };
  const keeping = task.keep === undefined ? undefined : keeper.for(task.keep).begin(settled);
  let fixtures: FixtureNotes | undefined;
  let notes: unknown[] = [];
  const tell = (): void => {
    send({ notes });
    notes = [];
  };
  const work = async (part: Job): Promise<void> => {
    if (part === "validation") return send({ validated: { findings: await findingsOf(document), diagnostics: warningsOf(model, document) } });
    const made = await emitPart(part, settled, {
      origin,
      put,
      ...(keeping === undefined ? {} : { keeping }),
      ...(fixtures === undefined ? {} : { fixtures }),
      ...(part === "fixtures" && task.row !== undefined ? { row: new Row(task.row) } : {}),
      ...(part === "fixtures" ? { note: (note) => void (notes.push(note) === fewNotes && tell()) } : {}),
    });
    if (part === "fixtures") {
      tell();
      fixtures = FixtureNotes.all(made.notes);
    }
    // The main thread may wait for one part while another is made.
    send({ part, made });
  };
  for (const part of task.parts) await work(part);
  for (let part = takeLast(task); part !== undefined; part = takeLast(task)) await work(part);
  keeping?.end();
  handOver();
  keepWhatHasRun();
  send({ end: true });
}

/** `undefined` where the text is broken: then nobody asks for them. */
function valuesOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function warningsOf(model: ApiModel, document: DocumentValues): readonly Diagnostic[] {
  const { report, diagnostics } = collector();
  checkWarnings(model, document, report);
  return diagnostics;
}

const keeper = new Keeper();
const folders = new KnownFolders();

const port = parentPort;
if (port !== null) {
  let task: ThreadTask | undefined;
  let ahead: Json | undefined;
  port.on("message", (message: ThreadTask | ThreadText | ThreadInput | ThreadForms) => {
    if (message.kind === "task") {
      task = message;
      // Of a run that came to nothing.
      ahead = undefined;
      // What printing types needs takes longer to import than a small document to read.
      task.parts.forEach(preload);
    } else if (message.kind === "text") {
      ahead = valuesOf(message.text);
    } else if (message.kind === "forms") {
      port.postMessage({ forms: exportForms() } satisfies ThreadMessage);
    } else if (task !== undefined) {
      // What fails here fails the thread, and the caller makes the parts itself.
      void run(task, message, ahead, port);
      ahead = undefined;
    }
  });
}
