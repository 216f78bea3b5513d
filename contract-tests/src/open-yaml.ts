import { UsageError } from "tallystick";
import { isScalar, LineCounter, parseDocument, visit, type Document, type ScalarTag } from "yaml";
import { yamlOffset } from "./yaml-offset.js";

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
  const document = parseDocument(text, { lineCounter: lines, customTags, prettyErrors: false, uniqueKeys: false });
  const fail: Fail = (sentence, offset) => {
    const { line, col } = lines.linePos(offset ?? 0);
    throw new UsageError(sentence, { code: "input-invalid", file: path, line, column: col, help });
  };
  const [error] = document.errors;
  // What a tag of ours says is a sentence.
  if (error !== undefined) fail(error.code === "TAG_RESOLVE_FAILED" ? error.message : `Invalid YAML: ${error.message}.`, error.pos[0]);
  refuseRepeats(document, fail);
  return { document, lines, fail };
}

/** The parser holds each key against all before it, which takes minutes for a long file. */
function refuseRepeats(document: Document, fail: Fail): void {
  visit(document, {
    Map(_, { items }) {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (known.has(key.value)) fail(`Invalid YAML: duplicate key "${String(key.value)}".`, yamlOffset(key));
        known.add(key.value);
      }
    },
  });
}
