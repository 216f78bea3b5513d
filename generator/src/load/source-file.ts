import type { Json } from "../model/json.js";
import { tokens, type JsonPointer } from "../model/place.js";
import type { Position, SourceFile } from "./document.js";
import type { Outline } from "./parse/outline.js";

/** One file with its text and values. The outline and the line starts are computed at the first request for a location. */
export class ParsedFile implements SourceFile {
  readonly file: string;
  readonly path: string;
  readonly text: string;
  value: Json;
  references?: ReadonlySet<string>;
  readonly #makeOutline: () => Outline;
  #outline: Outline | undefined;
  #lines: number[] | undefined;

  constructor(names: { readonly file: string; readonly path: string }, text: string, value: Json, makeOutline: () => Outline) {
    this.file = names.file;
    this.path = names.path;
    this.text = text;
    this.value = value;
    this.#makeOutline = makeOutline;
  }

  /** The same text, read as something else. */
  withValue(value: Json): ParsedFile {
    return new ParsedFile(this, this.text, value, this.#makeOutline);
  }

  locate(pointer: JsonPointer): Position {
    this.#outline ??= this.#makeOutline();
    return this.position(this.#outline.offset(tokens(pointer)));
  }

  release(): void {
    this.value = null;
  }

  position(offset: number): Position {
    this.#lines ??= lineStarts(this.text);
    return positionIn(this.#lines, offset);
  }
}

export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The location of an offset in a text without an index of lines. */
export function positionOf(text: string, offset: number): Position {
  return positionIn(lineStarts(text), offset);
}

/** The location of an offset in a text with these line starts. */
export function positionIn(starts: readonly number[], offset: number): Position {
  const line = lastUpTo(starts, offset);
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}

/** The index of the last of these ascending offsets that is not greater; that of the first where all are. */
export function lastUpTo(offsets: ArrayLike<number>, offset: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
