import { dirname, join } from "node:path";
import type { OpenedModel } from "tallystick";
import { fromWorkingDirectory, shownPath } from "./shown-path.js";

/** A location in the document as a person types it: a path relative to the working directory, 1-based line and column. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type Sources = OpenedModel["sources"];
type Source = Sources extends ReadonlyMap<string, infer S> ? S : never;

/** Turns the pointers of findings (`#/components/schemas/Zone/type`, `zones.yaml#/Zone`) into lines, and quotes lines. */
export class Locator {
  readonly #lines = new Map<Source, readonly string[]>();

  /** Path of the document as reports show it. */
  readonly spec: string;

  constructor(
    readonly sources: Sources,
    spec: string,
  ) {
    this.spec = shownPath(spec);
  }

  locate(schemaPath: string): Location | undefined {
    const found = this.#find(schemaPath);
    return found && { file: this.show(found.source), line: found.line, column: found.column };
  }

  /** The lines around a location, for a report that shows the document next to the value. */
  excerpt(schemaPath: string, before = 2, after = 4): { readonly firstLine: number; readonly lines: readonly string[] } | undefined {
    const found = this.#find(schemaPath);
    if (found === undefined) return undefined;
    let lines = this.#lines.get(found.source);
    if (lines === undefined) this.#lines.set(found.source, (lines = found.source.text.split(/\r?\n/)));
    const first = Math.max(0, found.line - 1 - before);
    return {
      firstLine: first + 1,
      lines: lines.slice(first, found.line + after).map((line, index) => shorten(line, first + index === found.line - 1 ? found.column - 1 : 0)),
    };
  }

  #find(schemaPath: string): { readonly source: Source; readonly line: number; readonly column: number } | undefined {
    const hash = schemaPath.indexOf("#");
    if (hash < 0) return undefined;
    const source = this.sources.get(schemaPath.slice(0, hash));
    if (source === undefined) return undefined;
    const pointer = schemaPath.slice(hash);
    const origin = source.origin?.(pointer) ?? { source, pointer };
    return { source: origin.source, ...origin.source.locate(origin.pointer) };
  }

  /** The path that reports show: the document as the user typed it, its other files next to it, and any other file from the working directory. */
  show(source: Source): string {
    if (/^https?:/.test(source.path)) return source.path;
    if (this.sources.get("") === source || source.path === this.sources.get("")?.path) return this.spec;
    if (this.sources.get(source.file) === source) return join(dirname(this.spec), source.file).replaceAll("\\", "/");
    return fromWorkingDirectory(source.path);
  }
}

const widest = 200;

/** The part of a long line around a location in it: a document without line breaks is one line. */
function shorten(line: string, at: number): string {
  if (line.length <= widest) return line;
  const start = at < widest / 2 ? 0 : Math.min(at - 20, line.length - widest);
  const part = line.slice(start, start + widest);
  return `${start > 0 ? "…" : ""}${part}${start + widest < line.length ? "…" : ""}`;
}
