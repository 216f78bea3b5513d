import type { Json } from "../../model/json.js";
import { compileSchema, type SchemaVersion } from "./openapi-schemas.js";
import { readyMade, type AjvError, type Check } from "./ready-made.js";

const checks = new Map<SchemaVersion, Check>();

/**
 * The errors that Ajv finds in a document with the JSON Schema of its OpenAPI version. Compiling the schema takes ten times as long as applying it to
 * a small document, so the build compiles it.
 */
export function schemaErrors(document: Json, version: SchemaVersion): readonly AjvError[] {
  const check = checks.get(version) ?? readyMade(version) ?? compileSchema(version).check;
  checks.set(version, check);
  return check(document) ? [] : (check.errors ?? []);
}
