import { isFresh, isReference, type Fresh, type Reference, type SequenceValue } from "../explore/sequence.js";

/** A value that only a run of the sequence knows: of an earlier response, or new in each run. */
export type Slot = Reference | Fresh;

/**
 * Marks such values in what is written for a request, so that a script can fill them in after it is written. A mark has letters and digits only, which no
 * encoding changes.
 */
export class Slots {
  readonly #marks = new Map<string, Slot>();

  /** @param taken Text that may not contain a mark. */
  constructor(private readonly taken: string) {}

  /** The value with a mark instead of each slot. */
  mark(value: SequenceValue): unknown {
    if (isReference(value) || isFresh(value)) return this.#markOf(value);
    // A lone surrogate has no encoding.
    if (typeof value === "string") return Buffer.from(value, "utf8").toString("utf8");
    if (Array.isArray(value)) return value.map((item: SequenceValue) => this.mark(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.mark(item as SequenceValue)]));
  }

  /** A text in parts: literal texts and slots. */
  split(text: string): readonly (string | Slot)[] {
    if (this.#marks.size === 0) return [text];
    const pattern = new RegExp(`(${[...this.#marks.keys()].join("|")})`);
    return text.split(pattern).map((part) => this.#marks.get(part) ?? part);
  }

  /** A JSON text in parts; a slot replaces the complete string. */
  splitJson(text: string): readonly (string | Slot)[] {
    if (this.#marks.size === 0) return [text];
    const pattern = new RegExp(`"(${[...this.#marks.keys()].join("|")})"`);
    return text.split(pattern).map((part) => this.#marks.get(part) ?? part);
  }

  #markOf(slot: Slot): string {
    const key = JSON.stringify(slot);
    for (const [mark, known] of this.#marks) if (JSON.stringify(known) === key) return mark;
    let mark = `slot${this.#marks.size}end`;
    while (this.taken.includes(mark)) mark = `x${mark}`;
    this.#marks.set(mark, slot);
    return mark;
  }
}
