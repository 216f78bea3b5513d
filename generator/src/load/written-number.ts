import type { Place } from "../model/place.js";
import type { DocumentValues, SourceFile } from "./document.js";
import { lineStarts } from "./source-file.js";

/** Reads integers as the files of a document write them, without rounding them as JSON and YAML readers do. */
export function writtenNumbers(files: ReadonlyMap<string, SourceFile>): (at: Place) => string | undefined {
  const written = writtenValues(files);
  return (at) => whole.exec(written(at) ?? "")?.[1];
}

/** Whether an integer beyond 2^53 keeps its value when it is parsed and written. `false` without a source text. */
export function isWrittenExactly(files: DocumentValues["files"], value: number, { file, pointer }: Place): boolean {
  const source = files.get(file);
  if (source === undefined || !("text" in source)) return false;
  const written = writtenValues(new Map([[file, source as SourceFile]]))({ file, pointer });
  const integer = integerOf(written ?? "");
  // 1e23 is no double, and is written again as it was.
  return integer !== undefined && (integer === BigInt(value) || integer === integerOf(String(value)));
}

/** The integer that a text begins with, such as `1.5e3`. */
function integerOf(text: string): bigint | undefined {
  const [, sign, digits = "", fraction = "", power = "0"] = number.exec(text) ?? [];
  const written = `${digits}${fraction}`.replace(/(?<!0)0+$/, "");
  const zeros = Number(power) + digits.length - written.length;
  if (digits === "" || zeros < 0 || zeros > 400) return undefined;
  return BigInt(`${sign}${written === "" ? "0" : written}`) * 10n ** BigInt(zeros);
}

/** The beginning of a value's text, behind its key. */
function writtenValues(files: ReadonlyMap<string, SourceFile>): (at: Place) => string | undefined {
  const starts = new Map<SourceFile, readonly number[]>();
  return ({ file, pointer }) => {
    const read = files.get(file);
    if (read === undefined) return undefined;
    const { source, pointer: at } = read.origin?.(pointer) ?? { source: read, pointer };
    const { line, column } = source.locate(at);
    let lines = starts.get(source);
    if (lines === undefined) starts.set(source, (lines = lineStarts(source.text)));
    const offset = (lines[line - 1] ?? 0) + column - 1;
    return source.text.slice(offset, offset + longest).replace(key, "");
  };
}

const key = /^(?:"[^"\\]*"|'[^']*'|[\w$./{}-]+)\s*:\s*/;
const whole = /^(-?\d+)(?![\w.])/;
const number = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]\+?(-?\d+))?(?![\w.])/;
const longest = 200;
