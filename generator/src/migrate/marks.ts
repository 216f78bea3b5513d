import { ts } from "ts-morph";
import type { Consumer, CompilerError, ConsumerFile } from "./consumer.js";
import { edit, indentAt, type Edit } from "./edits.js";
import { walk } from "./nodes.js";

/** A line whose error the compiler expects after the change. */
export interface Mark {
  readonly file: ConsumerFile;
  /** The error, at its position before the change. */
  readonly error: CompilerError;
}

/** Comments `@ts-expect-error` on lines whose types no longer fit. The code of these lines does not change. */
export class Marks {
  readonly #files: ReadonlyMap<string, ConsumerFile>;
  /** By file and line. */
  readonly #marks = new Map<string, Mark & { readonly edit: Edit }>();

  constructor(consumer: Consumer) {
    this.#files = new Map(consumer.files().map((file) => [file.path, file]));
  }

  all(): readonly Mark[] {
    return [...this.#marks.values()];
  }

  edits(): readonly (readonly [ConsumerFile, Edit])[] {
    return [...this.#marks.values()].map((mark) => [mark.file, mark.edit] as const);
  }

  /** Marks the lines of errors, and removes marks that are not needed any more. @returns Errors for which this is not possible. */
  change(errors: readonly CompilerError[]): readonly CompilerError[] {
    const before = new Set(this.#marks.keys());
    return errors.filter((error) => {
      const key = `${error.path}:${error.line}`;
      if (before.has(key)) return !(isUnusedMark(error) && this.#marks.delete(key));
      // One mark is for all errors of its line.
      return !this.#marks.has(key) && !this.#add(key, error);
    });
  }

  #add(key: string, error: CompilerError): boolean {
    const file = this.#files.get(error.path);
    const comment = file === undefined || file.isComponent ? undefined : commentOf(file, error);
    if (file === undefined || comment === undefined) return false;
    this.#marks.set(key, { file, error, edit: comment });
    return true;
  }
}

/** Whether an error is that of a mark whose line has none. */
export function isUnusedMark({ code }: CompilerError): boolean {
  return code === 2578;
}

/** The comment in a line of its own. None if the line begins inside of a string. */
function commentOf({ path, text }: ConsumerFile, { position, code }: CompilerError): Edit | undefined {
  const start = text.lastIndexOf("\n", position - 1) + 1;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  let around: ts.Node | undefined;
  walk(source, (node) => {
    // White space is no trivia in JSX.
    const from = ts.isJsxText(node) ? node.pos : ts.isStringTextContainingNode(node) ? node.getStart(source) : Infinity;
    if (from < start && start <= node.end) around = node;
  });
  if (around !== undefined && !ts.isJsxText(around)) return undefined;
  const directive = `@ts-expect-error TS${code} after migrating`;
  const comment = around === undefined ? `// ${directive}` : `{/* ${directive} */}`;
  return edit(start, start, `${indentAt(text, position)}${comment}\n`);
}
