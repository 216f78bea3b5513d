import type { Severity } from "./diagnostic.js";

interface Entry {
  readonly severity: Severity;
  readonly message: (parameters: never) => string;
  readonly help: string;
}

/** Every diagnostic there is. A test asks for a document per code and for a page in the docs. */
export const catalog = {
  "file-not-found": {
    severity: "error",
    message: (p: { path: string }) => `There is no file at "${p.path}".`,
    help: "Check the path given to --spec (or in tallystick.config), relative to the folder you run the command in.",
  },
  "duplicate-operation-id": {
    severity: "error",
    message: (p: { operationId: string; first: string }) => `Operation id "${p.operationId}" is already used at ${p.first}.`,
    help: "Give each operation its own operationId, or rename one in an overlay.",
  },
} as const satisfies Record<string, Entry>;

export type Catalog = typeof catalog;
export type Code = keyof Catalog;
