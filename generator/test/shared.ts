import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of third-party test data: `TALLYSTICK_SHARED`, or `shared` next to the checkout. Either part of it may be absent. */
const sharedFolder: string = process.env["TALLYSTICK_SHARED"] ?? fileURLToPath(new URL("../../../shared", import.meta.url));

export const corpusFolder: string = join(sharedFolder, "corpus");
export const suiteFolder: string = join(sharedFolder, "json-schema-test-suite");
/** Written by `scripts/fetch-oai-documents.mjs`. */
export const oaiFolder: string = join(sharedFolder, "oai");

/**
 * Tests that read the corpus skip by name without it:
 * `test.skipIf(missingCorpus)(`reads every document${corpusNote}`, …)`. Their file must load without the corpus.
 */
export const missingCorpus: boolean = !existsSync(corpusFolder);
export const corpusNote: string = skipNote(missingCorpus, "the corpus, set TALLYSTICK_SHARED");

const turn = Math.abs(Number(process.env["TALLYSTICK_SEED"] ?? 0));

/** Whether a run takes this one of many similar cases: one of each `share`. The nightly job has a seed, and takes others each night. */
export function isTaken(index: number, share: number): boolean {
  return (index + turn) % share === 0;
}

/** The same for tests that read the official JSON Schema test suite. */
export const missingSuite: boolean = !existsSync(suiteFolder);
export const suiteNote: string = skipNote(missingSuite, "the JSON Schema test suite, set TALLYSTICK_SHARED");

/** The same for tests that read the OpenAPI Initiative's test documents and examples. */
export const missingOai: boolean = !existsSync(oaiFolder);
export const oaiNeeds: string = "OAI's documents, run scripts/fetch-oai-documents.mjs";
export const oaiNote: string = skipNote(missingOai, oaiNeeds);

/** The same for tests of shells, pipes, signals or permissions that Windows does not have. */
export const isWindows: boolean = process.platform === "win32";
export const posixNote: string = skipNote(isWindows, "a POSIX system");

/** What the name of a skipped test ends with. `npm test` counts a skipped test without it as failed. */
export function skipNote(isSkipped: boolean, needs: string): string {
  return isSkipped ? ` (skipped: needs ${needs})` : "";
}
