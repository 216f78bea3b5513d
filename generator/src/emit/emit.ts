import type { GeneratedFile } from "../write/generated-file.js";
import type { LoadedDocument } from "../load/document.js";
import type { JsonObject } from "../model/json.js";
import type { Settled } from "../plan/schemas/unchanged.js";
import type { KeptModules } from "./kept-modules.js";
import { Output } from "./output.js";
import type { Origin } from "./print/header.js";

export interface EmitOptions {
  readonly origin: Origin;
  /** Of the package, where the output is one. */
  readonly version?: string;
  /** package.json that the package has. */
  readonly manifest?: JsonObject;
  readonly progress?: (done: number, total: number) => void;
  /** Modules that a run before has left, and where this one leaves its own. */
  readonly kept?: KeptModules;
}

/**
 * Model and plan to files. Paths are from the output folder.
 * @param put Is given each file once it is made, and says what is kept of it: nobody else holds its text.
 * @returns What was kept, sorted by path.
 */
export async function emit<Kept extends { readonly path: string }>(
  settled: Settled,
  document: LoadedDocument,
  options: EmitOptions,
  put: (file: GeneratedFile) => Kept,
): Promise<Kept[]> {
  const output = new Output(settled, document, options, put);
  for (const part of output.wanted) await output.make(part);
  return output.finish().toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
