import type { Position, SourceFile } from "../document.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken, tokens, type JsonPointer } from "../../model/place.js";

/** Where a node of an edited file was written. */
export interface Origin {
  readonly source: SourceFile;
  readonly pointer: JsonPointer;
}

/** For containers that an overlay has changed: the members that did not stay where they were. */
export type Origins = ReadonlyMap<object, ReadonlyMap<string, Origin>>;

/** A file after overlays: its values are edited, and every location still points to the original line, in the file or in an overlay. */
export class EditedFile implements SourceFile {
  readonly file: string;
  readonly path: string;
  readonly text: string;
  readonly value: Json;
  readonly #original: SourceFile;
  readonly #origins: Origins;

  constructor(original: SourceFile, value: Json, origins: Origins) {
    this.file = original.file;
    this.path = original.path;
    this.text = original.text;
    this.value = value;
    this.#original = original;
    this.#origins = origins;
  }

  origin(pointer: JsonPointer): Origin {
    let at: Origin = { source: this.#original, pointer: "#" };
    let value: Json | undefined = this.value;
    for (const token of tokens(pointer)) {
      const moved: Origin | undefined = typeof value === "object" && value !== null ? this.#origins.get(value)?.get(token) : undefined;
      at = moved ?? { source: at.source, pointer: `${at.pointer}/${escapeToken(token)}` };
      value = member(value, token);
    }
    return at.source.origin?.(at.pointer) ?? at;
  }

  locate(pointer: JsonPointer): Position {
    const { source, pointer: there } = this.origin(pointer);
    return source.locate(there);
  }
}

function member(value: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(token)];
  return isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}
