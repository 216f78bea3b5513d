import type { Place } from "../model/place.js";
import type { SourceFile } from "./document.js";
import { lineStarts } from "./source-file.js";

/** Reads whole numbers as the files of a document write them, without rounding them as JSON and YAML readers do. */
export function writtenNumbers(files: ReadonlyMap<string, SourceFile>): (at: Place) => string | undefined {
  const starts = new Map<SourceFile, readonly number[]>();
  return ({ file, pointer }) => {
    const read = files.get(file);
    if (read === undefined) return undefined;
    const { source, pointer: at } = read.origin?.(pointer) ?? { source: read, pointer };
    const { line, column } = source.locate(at);
    let lines = starts.get(source);
    if (lines === undefined) starts.set(source, (lines = lineStarts(source.text)));
    const offset = (lines[line - 1] ?? 0) + column - 1;
    return number.exec(source.text.slice(offset, offset + longest))?.[1];
  };
}

/** Behind the key, where it has one. */
const number = /^(?:(?:"[^"\\]*"|'[^']*'|\w+)\s*:\s*)?(-?\d+)(?![\w.])/;
const longest = 200;
