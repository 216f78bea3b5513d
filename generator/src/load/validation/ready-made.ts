import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { loadFromKeptCode } from "../../process/compiled-code.js";
import { sha256 } from "../../algorithms/sha256.js";

/** What Ajv is to compile. */
export interface Question {
  /** By the name of its module: each knows other versions of JSON Schema. */
  readonly ajv: "ajv/dist/2020" | "ajv-draft-04";
  readonly options: Readonly<Record<string, unknown>>;
  readonly schema: unknown;
}

/** An error as Ajv puts it. */
export interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What Ajv makes of it; `errors` are those of the last call. */
export interface Check {
  (value: unknown): boolean;
  readonly errors?: readonly AjvError[] | null;
}

const require = createRequire(import.meta.url);

/** Where the answer is that Ajv gave when this package was built (`compile-schemas.mjs`): the file is named after all that was asked. */
export function readyMadeFile(question: Question): string {
  const asked = sha256(JSON.stringify([question.ajv, question.options, question.schema])).slice(0, 24);
  return fileURLToPath(new URL(`../load/ready-made/${asked}.cjs`, import.meta.url));
}

/** That answer. `undefined` where something else was asked then, and when run from TypeScript sources. */
export function readyMade(question: Question): Check | undefined {
  const file = readyMadeFile(question);
  if (!existsSync(file)) return undefined;
  loadFromKeptCode(file);
  return require(file) as Check;
}
