/** Texts without secrets, so that the next pass over the same traffic need not search them again. */
export class PlainTexts {
  readonly #texts = new Set<string>();
  #size = 0;

  /** @param most Maximum of cached characters. */
  constructor(readonly most: number = 32_000_000) {}

  has(text: string): boolean {
    return this.#texts.has(text);
  }

  add(text: string): void {
    if (text.length > this.most) return;
    if (this.#size + text.length > this.most) this.clear();
    this.#size += text.length;
    // A copy: the text is a part of a body, which would stay in memory.
    this.#texts.add(Buffer.from(text, "utf16le").toString("utf16le"));
  }

  clear(): void {
    this.#texts.clear();
    this.#size = 0;
  }
}
