import type { Runs } from "./runs.js";

/** A part of a text after one encoding is undone. */
export interface View {
  readonly start: number;
  readonly end: number;
  /** Characters, or bytes read as Latin-1. */
  readonly text: string;
  readonly isText: boolean;
  /** Encodes the part with another text. Unchanged characters keep their spelling. */
  encode(changed: string): string;
}

/** Finds texts with one encoding: views in order, without overlap. `limit` is the maximum size of a view. */
export type Decoder = (text: string, limit: number, runs: Runs) => Iterable<View>;
