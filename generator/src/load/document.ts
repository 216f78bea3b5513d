import type { Formats } from "../model/schemas/formats.js";
import type { Json } from "../model/json.js";
import type { JsonPointer } from "../model/place.js";
import type { Missing } from "./files/policy.js";

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The content of one file. */
interface FileValues {
  /** Relative to the root document's folder, with `/`; the root document is `""`. The `file` of every `Place` in it. */
  readonly file: string;
  /** Absolute path or URL: for reading and for diagnostics, never for output. */
  readonly path: string;
  readonly value: Json;
  /** The values of its `$ref`s, those in data included. Absent if the files were not read. */
  readonly references?: ReadonlySet<string>;
}

/** One file of a document, parsed once. */
export interface SourceFile extends FileValues {
  readonly text: string;
  /** Location of a node in `text`: the key of a property, else the first character. Unknown pointers give the location of the nearest ancestor. */
  locate(pointer: JsonPointer): Position;
  /** Drops the values once the model and all warnings exist: later stages need only the text and the locations. */
  release?(): void;
  /** Set on a file that overlays have edited: the file and pointer where the node was really written. */
  origin?(pointer: JsonPointer): { readonly source: SourceFile; readonly pointer: JsonPointer };
}

/** The inputs of the model. */
export interface DocumentValues {
  readonly root: FileValues;
  /** Every file that the root reaches by `$ref`, the root included, by `file`. */
  readonly files: ReadonlyMap<string, FileValues>;
  /** Files that some `$ref` names and that could not or must not be read, by `file`. */
  readonly missing: ReadonlyMap<string, Missing>;
  /** Texts of the files that examples name (`externalValue`), by `file`. Absent if no stage has read them. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Whether the document has a `$dynamicRef`, which is rare. Absent if no stage has searched for one. */
  readonly dynamic?: boolean;
  /** Whether unresolved references are allowed (`--allow-missing`). */
  readonly allowMissing?: boolean;
  /** Whether its user has `oneOf` read as `anyOf`. */
  readonly oneOfAsAnyOf?: boolean;
  /** Which formats its user has asserted; all where absent. */
  readonly formats?: Formats;
  /** SHA-256 over the bytes of all files in order of `file`, then of the overlays, lower-case hex. */
  readonly sha256: string;
}

/** The result of `load`: parsed bytes and resolved references, without any interpretation. */
export interface LoadedDocument extends DocumentValues {
  readonly root: SourceFile;
  readonly files: ReadonlyMap<string, SourceFile>;
  /** The overlays applied to the root, in order. `root.value` contains what they added; their text is separate. */
  readonly overlays: readonly SourceFile[];
}
