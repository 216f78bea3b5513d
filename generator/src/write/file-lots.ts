import type { GeneratedFile } from "./generated-file.js";

/** Files of a lot, and characters after which it is full all the same. */
const [most, room] = [64, 1_000_000];

/**
 * Files on their way to where they belong, a lot at a time. To make a file and to put it on a disk are different programs, and a processor has only
 * one of them at hand: taken in turns, both run slower.
 */
export class FileLots {
  readonly #put: (file: GeneratedFile) => void;
  #waiting: GeneratedFile[] = [];
  #length = 0;

  constructor(put: (file: GeneratedFile) => void) {
    this.#put = put;
  }

  add(file: GeneratedFile): void {
    this.#waiting.push(file);
    this.#length += file.text.length;
    if (this.#waiting.length >= most || this.#length >= room) this.settle();
  }

  /** Puts those that still wait. */
  settle(): void {
    const files = this.#waiting;
    this.#waiting = [];
    this.#length = 0;
    for (const file of files) this.#put(file);
  }
}
