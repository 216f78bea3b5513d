import { UsageError } from "tallystick";
import { LineCounter, parseDocument, type Document, type ScalarTag } from "yaml";

/** Refuses the file for what stands at an offset in it. */
export type Fail = (sentence: string, offset: number | undefined) => never;

/** A file of YAML that the user has written, taken apart. */
export interface YamlFile {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly fail: Fail;
}

/** Throws a `UsageError` with its place where the text is no YAML. @param help What the file should hold. */
export function openYaml(text: string, path: string, help: string, customTags: ScalarTag[] = []): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, customTags, prettyErrors: false });
  const fail: Fail = (sentence, offset) => {
    const { line, col } = lines.linePos(offset ?? 0);
    throw new UsageError(sentence, { code: "input-invalid", file: path, line, column: col, help });
  };
  const [error] = document.errors;
  // What a tag of ours says is a sentence.
  if (error !== undefined) fail(error.code === "TAG_RESOLVE_FAILED" ? error.message : `This is not valid YAML: ${error.message}.`, error.pos[0]);
  return { document, lines, fail };
}
