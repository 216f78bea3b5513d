import { FileLots } from "../write/file-lots.js";
import type { GeneratedFile } from "../write/generated-file.js";
import type { Stage } from "../write/stage.js";

/** Characters of files that are handed over at a time. */
const handful = 1_000_000;
/** Notes that are: whoever makes mocks waits for them. */
const fewNotes = 20;

/** What a thread's files come to: what is kept of each where it puts them itself, else the files with their texts, a few at a time. */
export class HandedFiles {
  /** Absent where their texts are handed over. */
  readonly #lots: FileLots | undefined;
  readonly #send: (files: readonly unknown[]) => void;
  #files: unknown[] = [];
  #length = 0;

  constructor(stage: Stage | undefined, send: (files: readonly unknown[]) => void) {
    this.#lots = stage && new FileLots((file) => this.#files.push(stage.put(file)));
    this.#send = send;
  }

  put(file: GeneratedFile): void {
    if (this.#lots !== undefined) return this.#lots.add(file);
    this.#files.push(file);
    this.#length += file.text.length;
    if (this.#length > handful) this.handOver();
  }

  /** Hands over what has not been yet. */
  handOver(): void {
    this.#lots?.settle();
    this.#send(this.#files);
    this.#files = [];
    this.#length = 0;
  }
}

/** Notes of fixtures, a few at a time. */
export class HandedNotes {
  readonly #send: (notes: readonly unknown[]) => void;
  #notes: unknown[] = [];

  constructor(send: (notes: readonly unknown[]) => void) {
    this.#send = send;
  }

  add(note: unknown): void {
    this.#notes.push(note);
    if (this.#notes.length === fewNotes) this.handOver();
  }

  /** Hands over what has not been yet. */
  handOver(): void {
    this.#send(this.#notes);
    this.#notes = [];
  }
}
