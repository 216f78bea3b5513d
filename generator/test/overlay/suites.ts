import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { oaiFolder, oaiNeeds, skipNote } from "../shared.js";

/** The compliance test suite of JSONPath (jsonpath-standard/jsonpath-compliance-test-suite). */
export const pathSuite: string = join(oaiFolder, "jsonpath");
export const missingPathSuite: boolean = !existsSync(pathSuite);
export const pathSuiteNote: string = skipNote(missingPathSuite, oaiNeeds);

/** The tests of OAI/Overlay-Specification. */
export const overlaySuite: string = join(oaiFolder, "overlay");
export const missingOverlaySuite: boolean = !existsSync(overlaySuite);
export const overlaySuiteNote: string = skipNote(missingOverlaySuite, oaiNeeds);

/** Names in a folder of a checkout, sorted; none where there is no checkout. */
export function namesIn(...path: readonly string[]): readonly string[] {
  const folder = join(...path);
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

export function textOf(...path: readonly string[]): string {
  return readFileSync(join(...path), "utf8");
}
