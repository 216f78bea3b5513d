import type { Diagnostic } from "./diagnostics/diagnostic.js";

/** One generated file: path from the output folder with `/`, and its whole text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export interface Generation {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
}
