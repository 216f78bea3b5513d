import type { Worker } from "node:worker_threads";
import type { Warned } from "../check/warnings.js";
import type { Elsewhere, Job } from "../emit/elsewhere.js";
import { FixtureNotes } from "../emit/fixtures/note.js";
import type { EmittedPart, Part } from "../emit/parts.js";
import type { ExportForms } from "../emit/print/exports.js";
import type { Origin } from "../emit/print/header.js";
import { Row } from "../emit/row.js";
import { handOver, type LoadedDocument } from "../load/document.js";
import type { OutlineData } from "../load/parse/outline.js";
import type { StagePlace } from "../write/stage.js";
import { takeLast, type ThreadMessage, type ThreadOrder, type ThreadTask } from "./messages.js";
import { startWorker, type SpareThread } from "./start-thread.js";

/** What a thread keeps for the next run, and makes anew in each, is copied less often in a larger young generation. For one run it makes no difference. */
const largeForKept = 192;

/** A second thread that makes some of the artefacts beside the main one, as that one sees it. */
export class SecondThread<Kept> implements Elsewhere<Kept> {
  readonly row?: Row;
  readonly fixtures = new FixtureNotes();
  readonly #worker: Worker;
  readonly #spare: SpareThread | undefined;
  readonly #task: ThreadTask;
  readonly #files: Kept[] = [];
  readonly #made: ReadonlyMap<Job, Deferred<EmittedPart | undefined>>;
  readonly #all = deferred<readonly Kept[] | undefined>();
  readonly #validated = deferred<Warned | undefined>();
  readonly #outline = deferred<OutlineData | undefined>();
  readonly #asking: Deferred<ExportForms | undefined>[] = [];
  readonly #listeners: Readonly<Record<string, (message: ThreadMessage) => void>>;
  #state: "waiting" | "working" | "failed" = "waiting";
  #ahead: string | undefined;
  /** Whether the text that was handed over is all of the document, so that it can say where its nodes stand. */
  #hasText = false;
  #ended: Promise<void> | undefined;

  private constructor(worker: Worker, asked: Asked, spare: SpareThread | undefined) {
    this.#worker = worker;
    this.#spare = spare;
    // What a thread has made is kept there: a watch leaves each module to the same one.
    if (asked.keep === undefined) this.row = new Row();
    const taken = new Int32Array(new SharedArrayBuffer(4));
    this.#task = { kind: "task", ...asked, taken, ...(this.row === undefined ? {} : { row: this.row.memory }) };
    this.#made = new Map([...asked.parts, ...asked.last].map((part) => [part, deferred()]));
    const fail = (): void => this.#fail();
    this.#listeners = { message: (message) => this.#hear(message), error: fail, exit: fail };
    for (const [event, listener] of Object.entries(this.#listeners)) worker.on(event, listener);
    this.#tell(this.#task);
  }

  /**
   * `undefined` when run from TypeScript sources.
   * @param spare Where a thread may be, and where this one goes when it is no longer needed. Absent: it ends then.
   * @param started Where one may be that has been started ahead, and is to do that.
   */
  static start<Kept>(asked: Asked, spare: SpareThread | undefined, started: SpareThread | undefined): SecondThread<Kept> | undefined {
    const worker = spare?.take() ?? started?.take() ?? startWorker(spare === undefined ? {} : { maxYoungGenerationSizeMb: largeForKept });
    return worker === undefined ? undefined : new SecondThread<Kept>(worker, asked, spare);
  }

  get parts(): readonly Part[] {
    return this.#task.parts;
  }

  get last(): readonly Job[] {
    return this.#task.last;
  }

  takeLast(): Job | undefined {
    return takeLast(this.#task);
  }

  /** Hands over the text of a JSON document ahead. */
  read(text: string): void {
    this.#ahead = text;
    this.#tell({ kind: "text", text });
  }

  /** Starts the work. */
  begin(document: LoadedDocument, origin: Origin, place?: StagePlace): void {
    this.#state = "working";
    this.#hasText = document.root.isJson === true && document.root.text === this.#ahead && this.#spare === undefined;
    this.#tell({ kind: "input", document: handOver(document, this.#ahead), origin, ...(place === undefined ? {} : { place }) });
  }

  async made(part: Part): Promise<EmittedPart | undefined> {
    return this.#made.get(part)?.promise;
  }

  /** What it found that only warns; `undefined` where it does not look for that. */
  async validated(): Promise<Warned | undefined> {
    return this.#validated.promise;
  }

  async files(): Promise<readonly Kept[] | undefined> {
    return this.#all.promise;
  }

  async forms(): Promise<ExportForms | undefined> {
    if (this.#state === "failed") return undefined;
    const forms = deferred<ExportForms | undefined>();
    this.#asking.push(forms);
    this.#tell({ kind: "forms" });
    return forms.promise;
  }

  /** Where the nodes of the text stand that was handed over: the last that it does. `undefined` where it has not come to that. */
  async outline(): Promise<OutlineData | undefined> {
    return this.#outline.promise;
  }

  async end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    if (this.#state === "waiting" && this.#hasText) return this.#tell({ kind: "outline" });
    this.#outline.resolve(undefined);
    return this.#leave();
  }

  async #leave(): Promise<void> {
    // One by one: a worker listens to itself, too.
    for (const [event, listener] of Object.entries(this.#listeners)) this.#worker.off(event, listener);
    // One that still works would answer the next run with what this one asked for, and may write a file.
    if (this.#state !== "waiting") await this.#worker.terminate();
    else if (this.#spare !== undefined) this.#spare.keep(this.#worker);
    // To take it apart takes a while, and it does nothing any more.
    else void this.#worker.terminate();
  }

  #tell(order: ThreadOrder): void {
    this.#worker.postMessage(order);
  }

  #hear(message: ThreadMessage): void {
    if ("files" in message) {
      // What the thread keeps follows from the place that it was given, as it does for whoever gave it.
      for (const file of message.files) this.#files.push(file as Kept);
      return;
    }
    if ("notes" in message) return this.fixtures.add(message.notes);
    if ("part" in message) return this.#made.get(message.part)?.resolve(message.made);
    if ("validated" in message) return this.#validated.resolve(message.validated);
    if ("forms" in message) return this.#asking.shift()?.resolve(message.forms);
    if ("outline" in message) {
      this.#outline.resolve(message.outline);
      return void this.#leave();
    }
    this.#state = "waiting";
    this.#settle("end" in message ? this.#files : undefined);
  }

  #settle(files: readonly Kept[] | undefined): void {
    for (const each of this.#made.values()) each.resolve(undefined);
    this.#validated.resolve(undefined);
    this.fixtures.complete();
    this.#all.resolve(files);
  }

  #fail(): void {
    this.#state = "failed";
    this.#settle(undefined);
    this.#outline.resolve(undefined);
    for (const each of this.#asking.splice(0)) each.resolve(undefined);
  }
}

/** What a thread is asked to make. */
export type Asked = Omit<ThreadTask, "kind" | "taken" | "row">;

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
