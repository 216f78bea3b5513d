import type { Entry } from "../entry.js";

/** What applying an OpenAPI Overlay reports, at its line in the overlay. */
export const overlayCatalog = {
  "not-an-overlay": {
    severity: "error",
    message: (p: { reason: string }) => `This is not an OpenAPI Overlay: ${p.reason}.`,
    help: `Start it with "overlay: 1.0.0", "info" and a list of "actions".`,
  },
  "overlay-action": {
    severity: "error",
    message: (p: { reason: string }) => `This overlay action ${p.reason}.`,
    help: "See the Action Object of the OpenAPI Overlay Specification.",
  },
  "overlay-jsonpath": {
    severity: "error",
    message: (p: { expression: string; reason: string }) => `${JSON.stringify(p.expression)} is not a JSONPath: ${p.reason}.`,
    help: "Write it as RFC 9535 has it, such as $.paths['/zones'].get or $.components.schemas.Zone.",
  },
  "overlay-target": {
    severity: "error",
    message: (p: { target: string }) => `${JSON.stringify(p.target)} selects nothing in the document, so this action would do nothing.`,
    help: "Check the path against the document: it may have changed since the overlay was written.",
  },
} as const satisfies Record<string, Entry>;
