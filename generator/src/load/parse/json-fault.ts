import { positionOf } from "../source-file.js";
import { scanJson } from "./json.js";

/** The first thing that keeps a text from being JSON: what it is, without a full stop, and where, from 1. */
export interface PlacedFault {
  readonly reason: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** What `JSON.parse` refuses a text for, in the words of documents. */
export function jsonFault(text: string): PlacedFault {
  const { reason, offset } = scanJson(text).fault ?? { reason: "it is not JSON", offset: 0 };
  return { reason: text.trim() === "" ? "it is empty" : reason, offset, ...positionOf(text, offset) };
}
