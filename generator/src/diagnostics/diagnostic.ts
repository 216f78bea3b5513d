import type { Place } from "../model/place.js";
import type { Catalog, Code } from "./catalog.js";

export type Severity = "error" | "warning" | "note";

/** A finding about a document or an option, as data. Lines and columns are 1-based and filled in from the source map. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** One plain sentence that quotes the document. */
  readonly message: string;
  /** The advice. */
  readonly help: string;
  /** Absent for diagnostics about an option or a folder. */
  readonly place?: Place;
  /** Further locations of the same problem. */
  readonly others?: readonly Place[];
}

/** A location with its line and column. */
export interface LocatedPlace {
  readonly pointer: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A diagnostic with line and column, as people, editors and CI see it. */
export interface LocatedDiagnostic extends Diagnostic {
  /** Path as the user would type it from the working directory. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The line itself, or the part of a long one around the column; `column` is 1-based in it. */
  readonly excerpt?: { readonly text: string; readonly column: number };
  readonly locatedOthers?: readonly LocatedPlace[];
}

/** Receives diagnostics; does not throw. Every stage has one. */
export type Report = <C extends Code>(code: C, parameters: Parameters<Catalog[C]["message"]>[0], place?: Place, others?: readonly Place[]) => void;
