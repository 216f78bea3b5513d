import { apart } from "../../process/apart.js";
import type { Json } from "../../model/json.js";
import { readyMade, type AjvError, type Check, type Question } from "./ready-made.js";

/**
 * What swagger-parser's validation finds in a document: it takes the schema of the document's version of OpenAPI and has Ajv compile and apply it.
 * To compile it takes ten times as long as to apply it to a small document, so that was done when this package was built. Where swagger-parser
 * asks for anything else than then, it gets Ajv itself.
 */
export function schemaErrors(document: Json): readonly AjvError[] {
  return errorsBy(readyMade, document) ?? errors(document);
}

/** What swagger-parser asks of Ajv for a document. */
export function questionAbout(document: Json): Question | undefined {
  let asked: Question | undefined;
  const note = (question: Question): undefined => void (asked = question);
  errorsBy(note, document);
  return asked;
}

/** What it finds where somebody else answers for Ajv; `undefined` where that one has no answer. */
function errorsBy(answer: (question: Question) => Check | undefined, document: Json): readonly AjvError[] | undefined {
  let isAnswered = false;
  const standIn = (ajv: Question["ajv"]): unknown =>
    class {
      errors: Check["errors"];
      constructor(readonly options: Question["options"]) {}

      validate(schema: unknown, value: unknown): boolean {
        const check = answer({ ajv, options: this.options, schema });
        if (check === undefined) return true;
        isAnswered = true;
        const isValid = check(value);
        this.errors = check.errors;
        return isValid;
      }
    };
  const found = errors(document, { "ajv/dist/2020": standIn("ajv/dist/2020"), "ajv-draft-04": standIn("ajv-draft-04") });
  return isAnswered ? found : undefined;
}

/** Its validation by its own path: its entry also loads what reads YAML and follows references, and that takes longer than to validate a small document. */
function errors(document: Json, instead: Readonly<Record<string, unknown>> = {}): readonly AjvError[] {
  return apart("@apidevtools/swagger-parser", instead, (require) => {
    const validate = require("./validators/schema") as (document: Json) => void;
    try {
      validate(document);
      return [];
    } catch (error) {
      if (!isSchemaError(error)) throw error;
      return error.details;
    }
  });
}

function isSchemaError(error: unknown): error is Error & { readonly details: readonly AjvError[] } {
  return error instanceof SyntaxError && Array.isArray((error as { readonly details?: unknown }).details);
}
