import { positionOf } from "../source-file.js";
import { scanJson } from "./json.js";

/** The first syntax error of a JSON text: a description without a full stop, and line and column from 1. */
export interface PlacedFault {
  readonly reason: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** The reason why `JSON.parse` rejects a text, in the terms of documents. */
export function jsonFault(text: string): PlacedFault {
  const { reason, offset } = scanJson(text).fault ?? { reason: "it is not JSON", offset: 0 };
  return { reason: text.trim() === "" ? "it is empty" : reason, offset, ...positionOf(text, offset) };
}
