import type { ts } from "ts-morph";
import type { ConsumerFile } from "./consumer.js";
import type { Edit } from "./edits.js";
import { statementOf } from "./nodes.js";

/** A place that is changed as a whole or not at all: a call with the uses of its result, or an import. */
export interface Unit {
  readonly kind: "call" | "types";
  readonly file: ConsumerFile;
  /** The code that errors are blamed on this place in. */
  readonly start: number;
  readonly end: number;
  /** Where reports point to. */
  readonly position: number;
  /** What it is: `GET /pets/{petId}`. */
  readonly subject: string;
  readonly changed: readonly Edit[];
  /** What has to change where the call itself stays: `.raw`. */
  readonly kept: readonly Edit[];
  /** What can behave differently after the change. */
  readonly notes: readonly string[];
  /** Why it is not changed, if that is known from the start. */
  readonly reason?: string;
}

/** The edits of a call, the other code that they concern, and how the new call differs. */
export interface ChangedCall {
  readonly edits: readonly Edit[];
  readonly nodes: readonly ts.Node[];
  readonly notes: readonly string[];
}

/** The unit of a call with its edits, or with the reason why it stays. */
export function callUnit(
  { file, source, call }: { readonly file: ConsumerFile; readonly source: ts.SourceFile; readonly call: ts.CallExpression },
  found: ChangedCall | string,
  subject: string,
  kept: readonly Edit[] = [],
): Unit {
  const { edits, nodes, notes } = typeof found === "string" ? { edits: [], nodes: [], notes: [] } : found;
  const statements = [call, ...nodes].map(statementOf);
  return {
    kind: "call",
    file,
    start: Math.min(...statements.map((node) => node.getStart(source))),
    end: Math.max(...statements.map((node) => node.end)),
    position: call.getStart(source),
    subject,
    changed: edits,
    kept,
    notes,
    ...(typeof found === "string" && { reason: found }),
  };
}

/** What a codemod finds in a project. */
export interface Migration {
  readonly units: readonly Unit[];
  /** Edits that belong to no single place, given the places that are changed: imports, the creation of clients. */
  shared(changed: ReadonlySet<Unit>): ReadonlyMap<ConsumerFile, readonly Edit[]>;
  /** What stays besides units, with its place. */
  readonly left: readonly Left[];
  /** Behaviour of the whole that a user may want to change, if a call is changed. */
  readonly remarks?: readonly Remark[];
  /** Why no place of the project can change. */
  readonly obstacle?: string | undefined;
  /** Files that are created, by absolute path, given the places that are changed. */
  created?(changed: ReadonlySet<Unit>): ReadonlyMap<string, string>;
}

/** A sentence for the report, with its place. */
export interface Remark {
  readonly file?: ConsumerFile;
  readonly position?: number;
  readonly text: string;
}

/** The option of a created client that checks no bodies, and the sentence about it. The tools before check none. */
export const unchecked = {
  option: `validate: "off"`,
  sentence: `validate: "off" keeps bodies unchecked, as before. Add --validate to check them against the document.`,
} as const;

/** A place that is not changed, and why. */
export interface Left {
  readonly file: ConsumerFile;
  readonly position: number;
  readonly subject: string;
  readonly reason: string;
}

/** What all codemods are given. */
export interface Setting {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** A path as reports show it. */
  readonly shown: (path: string) => string;
  /** Source files of the project that may be changed, with the compiler's form of each. */
  readonly sources: readonly { readonly file: ConsumerFile; readonly source: ts.SourceFile }[];
}
