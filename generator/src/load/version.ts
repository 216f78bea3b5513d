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

/** The version that a field says. YAML reads an unquoted 2.0 as the number 2; without a minor version it is the first one, as in 2.0. */
export function versionIn(written: string | number): string {
  return typeof written === "number" ? written.toFixed(1) : hasNoMinor(written) ? `${written}.0` : written;
}

/** Whether only the major version is said: `3`, or an unquoted 3.0, of which YAML leaves no more. */
export function hasNoMinor(written: string | number): boolean {
  return /^v?\d+$/i.test(String(written));
}
