import type { Severity } from "./diagnostic.js";

/** One kind of diagnostic. `message` quotes the document's own words; `help` says what to do next. */
export interface Entry {
  readonly severity: Severity;
  readonly message: (parameters: never) => string;
  readonly help: string;
}
