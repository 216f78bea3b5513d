import type { Severity } from "./diagnostic.js";

/** One kind of diagnostic. `message` quotes the document; `help` gives the next step. */
export interface Entry {
  readonly severity: Severity;
  readonly message: (parameters: never) => string;
  readonly help: string;
}
