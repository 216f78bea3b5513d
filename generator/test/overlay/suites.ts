import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { skipNote } from "../shared.js";

const shared = process.env["TALLYSTICK_SHARED"] ?? fileURLToPath(new URL("../../../../shared", import.meta.url));

/** A checkout of jsonpath-standard/jsonpath-compliance-test-suite. */
export const pathSuite: string = process.env["TALLYSTICK_JSONPATH_SUITE"] ?? join(shared, "jsonpath-compliance-test-suite");
export const missingPathSuite: boolean = !existsSync(join(pathSuite, "cts.json"));
export const pathSuiteNote: string = skipNote(missingPathSuite, "the JSONPath compliance test suite, set TALLYSTICK_JSONPATH_SUITE");

/** A checkout of OAI/Overlay-Specification. */
export const overlaySuite: string = process.env["TALLYSTICK_OVERLAY_SUITE"] ?? join(shared, "overlay-specification");
export const missingOverlaySuite: boolean = !existsSync(join(overlaySuite, "tests"));
export const overlaySuiteNote: string = skipNote(missingOverlaySuite, "OAI/Overlay-Specification, set TALLYSTICK_OVERLAY_SUITE");

/** Names in a folder of a checkout, sorted; none where there is no checkout. */
export function namesIn(...path: readonly string[]): readonly string[] {
  const folder = join(...path);
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

export function textOf(...path: readonly string[]): string {
  return readFileSync(join(...path), "utf8");
}
