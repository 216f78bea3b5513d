import { handOver, type HandedDocument, type LoadedDocument } from "../load/document.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Finding } from "../load/findings.js";
import type { PlanOptions } from "../plan/plan-options.js";
import type { Selection } from "../plan/select.js";
import type { StagePlace } from "../write/stage.js";
import type { Origin } from "./print/header.js";
import type { EmittedPart, Part } from "./parts.js";
import { FixtureNotes } from "./fixtures/note.js";
import type { ExportForms } from "./print/exports.js";
import { Row } from "./row.js";
import { startWorker, type SpareThread } from "./start-thread.js";

/** What one thread makes or does. */
export type Job = Part | "validation";

/** What a thread is to make; known before there is a document, so that it can load what that takes. */
export interface ThreadTask {
  readonly kind: "task";
  readonly plan: PlanOptions;
  readonly selection: Selection;
  readonly parts: readonly Part[];
  /** Jobs for whoever has made all parts first, in this order: that cannot be told before, a few schemas with hardly a value take longer than a thousand. */
  readonly last: readonly Job[];
  /** Its modules are kept for the next task that has the same here; absent: for none. */
  readonly keep?: string;
  /** How many of the last jobs are taken. */
  readonly taken: Int32Array<SharedArrayBuffer>;
  /** Of the row of its fixtures, from the back of which the main thread takes. Absent: it takes none. */
  readonly row?: Row["memory"];
}

/** The next of the last jobs that nobody has taken yet. */
export function takeLast({ last, taken }: Pick<ThreadTask, "last" | "taken">): Job | undefined {
  return last[Atomics.add(taken, 0, 1)];
}

/** A document's text, to be parsed while the main thread looks at what it parses to. */
export interface ThreadText {
  readonly kind: "text";
  readonly text: string;
}

/** What it is made of. Model and plan are made a second time beside the first: handing them over costs more. */
export interface ThreadInput {
  readonly kind: "input";
  readonly document: HandedDocument;
  readonly origin: Origin;
  /** Where the thread puts its files itself. Absent: it hands their texts over. */
  readonly place?: StagePlace;
}

/** Asks how exports look, once it has made its parts. */
export interface ThreadForms {
  readonly kind: "forms";
}

/** What is wrong with a document and only warns. */
export interface Validated {
  /** By the schema of OpenAPI itself. */
  readonly findings: readonly Finding[];
  /** By our own rules. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Files are handed over as they are made: all at once at the end, their texts would be held twice when memory is at its fullest. */
export type ThreadMessage =
  | { readonly files: readonly unknown[] }
  | { readonly notes: readonly unknown[] }
  | { readonly part: Part; readonly made: EmittedPart }
  | { readonly validated: Validated }
  | { readonly forms: ExportForms }
  | { readonly end: true }
  | { readonly failed: string };

export interface EmitThread<Kept> {
  /** Those that it makes, whoever is first. */
  readonly parts: readonly Part[];
  readonly last: readonly Job[];
  /** The next of the last jobs; it is then the caller's to do. */
  takeLast(): Job | undefined;
  /** The row of its fixtures, from the back of which the caller may take. Absent: they are all its own. */
  readonly row?: Row;
  /** What is left of one of its parts, once that is made; `undefined` where the thread does not make it. */
  made(part: Part): Promise<EmittedPart | undefined>;
  /** Which fixtures it has made so far. */
  readonly fixtures: FixtureNotes;
  /** What it found in validating the document; `undefined` where it does not validate it. */
  validated(): Promise<Validated | undefined>;
  /** How exports look, once it has made its parts; `undefined` where it could not go on. */
  forms(): Promise<ExportForms | undefined>;
  /** Hands over the text of a JSON document ahead. */
  read(text: string): void;
  /** Starts the work. */
  begin(document: LoadedDocument, origin: Origin, place?: StagePlace): void;
  /** What is kept of its files, once it has made all of its parts; `undefined` where it could not go on, so that the caller makes them itself. */
  files(): Promise<readonly Kept[] | undefined>;
  /** Resolves when it has ended; to be told so twice makes no difference. */
  end(): Promise<void>;
}

/** What a thread keeps for the next run, and makes anew in each, is copied less often in a larger young generation. For one run it makes no difference. */
const largeForKept = 192;

/**
 * Starts a second thread for some of the artefacts. `undefined` when run from TypeScript sources.
 * @param spare Where a thread may be, and where this one goes when it is no longer needed. Absent: it ends then.
 * @param started Where one may be that has been started ahead, and is to do that.
 */
export function startEmitThread<Kept>(
  asked: Omit<ThreadTask, "kind" | "taken" | "row">,
  spare: SpareThread | undefined,
  started: SpareThread | undefined,
): EmitThread<Kept> | undefined {
  const worker = spare?.take() ?? started?.take() ?? startWorker(spare === undefined ? {} : { maxYoungGenerationSizeMb: largeForKept });
  if (worker === undefined) return undefined;
  // What a thread has made is kept there: a watch leaves each module to the same one.
  const row = asked.keep === undefined ? new Row() : undefined;
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const task: ThreadTask = { kind: "task", ...asked, taken, ...(row === undefined ? {} : { row: row.memory }) };
  let state: "waiting" | "working" | "failed" = "waiting";
  const files: Kept[] = [];
  const made = new Map<Job, Deferred<EmittedPart | undefined>>([...task.parts, ...task.last].map((part) => [part, deferred()]));
  const all = deferred<readonly Kept[] | undefined>();
  const validated = deferred<Validated | undefined>();
  const fixtures = new FixtureNotes();
  const asking: Deferred<ExportForms | undefined>[] = [];
  const settle = (result: readonly Kept[] | undefined): void => {
    for (const each of made.values()) each.resolve(undefined);
    validated.resolve(undefined);
    fixtures.complete();
    all.resolve(result);
  };
  const fail = (): void => {
    state = "failed";
    settle(undefined);
    for (const each of asking.splice(0)) each.resolve(undefined);
  };
  const listeners = {
    message: (message: ThreadMessage): void => {
      if ("files" in message) {
        // What the thread keeps follows from the place that it was given, as it does for whoever gave it.
        for (const file of message.files) files.push(file as Kept);
        return;
      }
      if ("notes" in message) return fixtures.add(message.notes);
      if ("part" in message) return made.get(message.part)?.resolve(message.made);
      if ("validated" in message) return validated.resolve(message.validated);
      if ("forms" in message) return asking.shift()?.resolve(message.forms);
      state = "waiting";
      settle("end" in message ? files : undefined);
    },
    error: fail,
    exit: fail,
  };
  for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener);
  worker.postMessage(task);
  let ahead: string | undefined;
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    // One by one: a worker listens to itself, too.
    for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
    // One that still works would answer the next run with what this one asked for, and may write a file.
    if (state !== "waiting") await worker.terminate();
    else if (spare !== undefined) spare.keep(worker);
    // To take it apart takes a while, and it does nothing any more.
    else void worker.terminate();
  };
  return {
    parts: task.parts,
    last: task.last,
    takeLast: () => takeLast(task),
    ...(row === undefined ? {} : { row }),
    read(text) {
      ahead = text;
      worker.postMessage({ kind: "text", text } satisfies ThreadText);
    },
    begin(document, origin, place) {
      state = "working";
      worker.postMessage({
        kind: "input",
        document: handOver(document, ahead),
        origin,
        ...(place === undefined ? {} : { place }),
      } satisfies ThreadInput);
    },
    fixtures,
    made: async (part) => made.get(part)?.promise,
    validated: () => validated.promise,
    async forms() {
      if (state === "failed") return undefined;
      const forms = deferred<ExportForms | undefined>();
      asking.push(forms);
      worker.postMessage({ kind: "forms" } satisfies ThreadForms);
      return forms.promise;
    },
    files: () => all.promise,
    end: async () => (ended ??= end()),
  };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/** A promise that somebody else settles: `Promise.withResolvers` is not in Node 20. */
function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve: (value) => resolve(value) };
}
