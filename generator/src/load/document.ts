import type { Formats } from "../model/schemas/formats.js";
import type { Json } from "../model/json.js";
import type { JsonPointer } from "../model/place.js";
import type { Missing } from "./files/policy.js";

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What one file says. */
interface FileValues {
  /** Relative to the root document's folder, with `/`; the root document is `""`. The `file` of every `Place` in it. */
  readonly file: string;
  /** Absolute path or URL: for reading and for diagnostics, never for output. */
  readonly path: string;
  readonly value: Json;
  /** What its `$ref`s say, those in data included. Absent if the files were not read. */
  readonly references?: ReadonlySet<string>;
}

/** One file of a document, parsed once. */
export interface SourceFile extends FileValues {
  readonly text: string;
  /** Where a node stands in `text`: the key of a property, the first character of anything else. The nearest ancestor's when the pointer leads nowhere. */
  locate(pointer: JsonPointer): Position;
  /** Drops the values, where the model and all warnings are made: only the text and the locations are needed from then on. */
  release?(): void;
  /** Set on a file that overlays have edited: the file and pointer where the node was really written. */
  origin?(pointer: JsonPointer): { readonly source: SourceFile; readonly pointer: JsonPointer };
}

/** All that a model is made of. */
export interface DocumentValues {
  readonly root: FileValues;
  /** Every file that the root reaches by `$ref`, the root included, by `file`. */
  readonly files: ReadonlyMap<string, FileValues>;
  /** Files that some `$ref` names and that could not or must not be read, by `file`. */
  readonly missing: ReadonlyMap<string, Missing>;
  /** The texts of files that examples name (`externalValue`), by `file`. Absent where nobody has looked. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Whether some reference in it is a `$dynamicRef`, which few documents have. Absent where nobody has looked. */
  readonly dynamic?: boolean;
  /** Whether its user does without what references name that is not there. */
  readonly allowMissing?: boolean;
  /** Whether its user has `oneOf` read as `anyOf`. */
  readonly oneOfAsAnyOf?: boolean;
  /** Which formats its user has asserted; all where absent. */
  readonly formats?: Formats;
  /** SHA-256 over the bytes of all files in order of `file`, then of the overlays, lower-case hex. */
  readonly sha256: string;
}

/** What `load` returns: bytes parsed and every reference found, nothing interpreted yet. */
export interface LoadedDocument extends DocumentValues {
  readonly root: SourceFile;
  readonly files: ReadonlyMap<string, SourceFile>;
  /** The overlays that were applied to the root, in order. Their text is theirs alone; what they added stands in `root.value`. */
  readonly overlays: readonly SourceFile[];
}
