import type { Entry } from "../entry.js";

/** What `check` reports: findings about an API that could be read. */
export const checkCatalog = {
  "duplicate-operation-id": {
    severity: "error",
    message: (p: { operationId: string; first: string }) => `Operation id "${p.operationId}" is already used at ${p.first}.`,
    help: "Give each operation its own operationId, or rename one in an overlay.",
  },
} as const satisfies Record<string, Entry>;
