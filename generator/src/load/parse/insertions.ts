import { lastUpTo } from "../source-file.js";

/** A text with something put in, and the way back from an offset in it to the one in the text as it was written. */
export interface RepairedText {
  readonly text: string;
  readonly original: (offset: number) => number;
}

export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** @param insertions In the order of the text. */
export function insert({ text, original }: RepairedText, insertions: readonly Insertion[]): RepairedText {
  const pieces: string[] = [];
  let from = 0;
  for (const insertion of insertions) {
    pieces.push(text.slice(from, insertion.at), insertion.text);
    from = insertion.at;
  }
  const back = originalOffset(insertions);
  return { text: pieces.join("") + text.slice(from), original: (offset) => original(back(offset)) };
}

function originalOffset(insertions: readonly Insertion[]): (offset: number) => number {
  let shift = 0;
  const all = insertions.map(({ at, text: { length } }) => {
    const begin = at + shift;
    shift += length;
    return { begin, at, end: begin + length };
  });
  const begins = all.map(({ begin }) => begin);
  return (offset) => {
    const last = all[lastUpTo(begins, offset)];
    if (last === undefined || offset < last.begin) return offset;
    return last.at + Math.max(0, offset - last.end);
  };
}
