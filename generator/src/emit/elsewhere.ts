import type { FixtureNotes } from "./fixtures/note.js";
import type { EmittedPart, Part } from "./parts.js";
import type { ExportForms } from "./print/exports.js";
import type { Row } from "./row.js";

/** What one thread makes or does. */
export type Job = Part | "validation";

/** Another thread that makes some of the artefacts. */
export interface Elsewhere<Kept> {
  /** Those that it makes, whoever is first. */
  readonly parts: readonly Part[];
  /** Jobs for whoever has made all parts first, in this order: that cannot be told before, a few schemas with hardly a value take longer than a thousand. */
  readonly last: readonly Job[];
  /** The next of the last jobs; it is then the caller's to do. */
  takeLast(): Job | undefined;
  /** The row of its fixtures, from the back of which the caller may take. Absent: they are all its own. */
  readonly row?: Row;
  /** Which fixtures it has made so far. */
  readonly fixtures: FixtureNotes;
  /** What is left of one of its parts, once that is made; `undefined` where the thread does not make it. */
  made(part: Part): Promise<EmittedPart | undefined>;
  /** What is kept of its files, once it has made all of its parts; `undefined` where it could not go on, so that the caller makes them itself. */
  files(): Promise<readonly Kept[] | undefined>;
  /** How exports look, once it has made its parts; `undefined` where it could not go on. */
  forms(): Promise<ExportForms | undefined>;
  /** Lets it end. Resolves when it makes nothing more; to be told so twice makes no difference. */
  end(): Promise<void>;
}
