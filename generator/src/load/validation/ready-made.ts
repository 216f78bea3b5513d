import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../../model/json.js";
import type { SchemaVersion } from "./openapi-schemas.js";

/** An error as Ajv puts it. */
export interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that has the keyword. */
  readonly parentSchema?: JsonObject;
  /** The name that breaks a schema of names. */
  readonly propertyName?: string;
}

/** The function that Ajv compiled from a schema; `errors` are those of the last call. */
export interface Check {
  (value: unknown): boolean;
  readonly errors?: readonly AjvError[] | null;
}

const require = createRequire(import.meta.url);

/** Where the build writes the compiled schema of a version (`compile-schemas.mjs`). */
export function readyMadeFile(version: SchemaVersion): string {
  return fileURLToPath(new URL(`../load/ready-made/${version}.cjs`, import.meta.url));
}

/** The compiled schema of a version. `undefined` when run from TypeScript sources. */
export function readyMade(version: SchemaVersion): Check | undefined {
  const file = readyMadeFile(version);
  return existsSync(file) ? (require(file) as Check) : undefined;
}
