import type { Place } from "../model/place.js";
import type { Catalog, Code } from "./catalog.js";

export type Severity = "error" | "warning" | "note";

/** A finding about a document or an option, as data. Lines and columns are 1-based and filled in from the source map. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** One plain sentence that quotes the document's own words. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
  /** Absent when it is about an option or a folder and not about a place in a document. */
  readonly place?: Place;
  /** Further places that it is about. */
  readonly others?: readonly Place[];
}

/** A place with the line and column where it is written. */
export interface LocatedPlace {
  readonly pointer: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A diagnostic with the line and column of its place: what a person, an editor and CI are shown. */
export interface LocatedDiagnostic extends Diagnostic {
  /** Path as the user would type it from the working directory. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The line itself, or the part of a long one around the column; `column` is 1-based in it. */
  readonly excerpt?: { readonly text: string; readonly column: number };
  readonly locatedOthers?: readonly LocatedPlace[];
}

/** Takes findings as they come; nothing is thrown. Every stage is handed one. */
export type Report = <C extends Code>(code: C, parameters: Parameters<Catalog[C]["message"]>[0], place?: Place, others?: readonly Place[]) => void;
