import type { Warned } from "../check/warnings.js";
import type { Job } from "../emit/elsewhere.js";
import type { EmittedPart, Part } from "../emit/parts.js";
import type { ExportForms } from "../emit/print/exports.js";
import type { Origin } from "../emit/print/header.js";
import type { Row } from "../emit/row.js";
import type { HandedDocument } from "../load/document.js";
import type { OutlineData } from "../load/parse/outline.js";
import type { PlanOptions } from "../plan/plan-options.js";
import type { Selection } from "../plan/select.js";
import type { StagePlace } from "../write/stage.js";

/** What the second thread is told. */
export type ThreadOrder = ThreadTask | ThreadText | ThreadInput | ThreadForms | ThreadOutline;

/** What a thread is to make; known before there is a document, so that it can load what that takes. */
export interface ThreadTask {
  readonly kind: "task";
  readonly plan: PlanOptions;
  readonly selection: Selection;
  readonly parts: readonly Part[];
  /** Jobs for whoever has made all parts first, in this order. */
  readonly last: readonly Job[];
  /** Its modules are kept for the next task that has the same here; absent: for none. */
  readonly keep?: string;
  /** How many of the last jobs are taken. */
  readonly taken: Int32Array<SharedArrayBuffer>;
  /** Of the row of its fixtures, from the back of which the main thread takes. Absent: it takes none. */
  readonly row?: Row["memory"];
}

/** The next of the last jobs that nobody has taken yet. */
export function takeLast({ last, taken }: Pick<ThreadTask, "last" | "taken">): Job | undefined {
  return last[Atomics.add(taken, 0, 1)];
}

/** A document's text, to be parsed while the main thread looks at what it parses to. */
interface ThreadText {
  readonly kind: "text";
  readonly text: string;
}

/** What it is made of. Model and plan are made a second time beside the first: handing them over costs more. */
export interface ThreadInput {
  readonly kind: "input";
  readonly document: HandedDocument;
  readonly origin: Origin;
  /** Where the thread puts its files itself. Absent: it hands their texts over. */
  readonly place?: StagePlace;
}

/** Asks how exports look, once it has made its parts. */
interface ThreadForms {
  readonly kind: "forms";
}

/** Asks where the nodes of the text stand that was handed over, once there is nothing else to do. */
interface ThreadOutline {
  readonly kind: "outline";
}

/** What it answers. Files are handed over as they are made: all at once at the end, their texts would be held twice when memory is at its fullest. */
export type ThreadMessage =
  | { readonly files: readonly unknown[] }
  | { readonly notes: readonly unknown[] }
  | { readonly part: Part; readonly made: EmittedPart }
  | { readonly validated: Warned }
  | { readonly forms: ExportForms }
  | { readonly outline: OutlineData }
  | { readonly end: true }
  | { readonly failed: string };
