import type { JsonObject } from "../model/json.js";

/**
 * Whether a document is one of Swagger 2.0. Each of the two has a field of its own for the version, and who writes the version of the one under the name
 * of the other has the rest as in that version; `openapi: 2.0` alone may be either, and `swagger: 2.0` with components is where the first line was copied.
 */
export function isSwagger2(root: JsonObject): boolean {
  if (Object.hasOwn(root, "swagger"))
    return !/^v?3/i.test(String(root["swagger"])) && !(Object.hasOwn(root, "components") && !ofSwagger.some((field) => Object.hasOwn(root, field)));
  return /^v?2/i.test(String(root["openapi"])) && !Object.hasOwn(root, "components") && !Object.hasOwn(root, "servers");
}

const ofSwagger = ["definitions", "securityDefinitions", "host", "basePath", "parameters", "responses"] as const;

/** The version in a field. YAML reads an unquoted 2.0 as the number 2; a missing minor version is read as 0. */
export function versionIn(written: string | number): string {
  return typeof written === "number" ? written.toFixed(1) : hasNoMinor(written) ? `${written}.0` : written;
}

/** Whether only the major version is given: `3`, or an unquoted 3.0, which YAML reads as 3. */
export function hasNoMinor(written: string | number): boolean {
  return /^v?\d+$/i.test(String(written));
}
