import type { Entry } from "../entry.js";

/** Diagnostics of OpenAPI Overlays, at their line in the overlay. */
export const overlayCatalog = {
  "not-an-overlay": {
    severity: "error",
    message: (p: { reason: string }) => `This is not an OpenAPI Overlay: ${p.reason}.`,
    help: `Start it with "overlay: 1.1.0", "info" and a list of "actions".`,
  },
  "overlay-field": {
    severity: "warning",
    message: (p: { problem: string }) => `${p.problem}${p.problem.endsWith("?") ? "" : "."}`,
    help: "Correct the overlay, so that other tools read it the same way.",
  },
  "overlay-version": {
    severity: "warning",
    message: (p: { what: string; minor: number }) => `${p.what}.`,
    help: `Write "overlay: 1.1.0" at the top of the overlay. This action was applied by the rules of 1.1.`,
  },
  "overlay-extends": {
    severity: "warning",
    message: (p: { written: string; applied: string }) => `This overlay extends "${p.written}", and it was applied to "${p.applied}".`,
    help: `Check that it is the right overlay, then correct "extends" or remove it.`,
  },
  "overlay-action": {
    severity: "error",
    message: (p: { reason: string }) => `This overlay action ${p.reason}.`,
    help: "See the Action Object of the OpenAPI Overlay Specification.",
  },
  "overlay-idle": {
    severity: "warning",
    message: (p: { what: string }) => p.what,
    help: "Add update, remove or copy to the action, or remove the action.",
  },
  "overlay-mismatch": {
    severity: "error",
    message: (p: { update: string; document: string; pointer: string }) =>
      `The overlay writes ${p.update} where the document has ${p.document}, at ${p.pointer}.`,
    help: `Remove the old one in an action before this one, with "remove: true".`,
  },
  "overlay-replaces": {
    severity: "warning",
    message: (p: { update: string; document: string; pointer: string }) =>
      `The overlay replaces ${p.document} of the document with ${p.update}, at ${p.pointer}. Overlay 1.1 refuses this.`,
    help: `Remove the old one in an action before this one, with "remove: true".`,
  },
  "overlay-jsonpath": {
    severity: "error",
    message: (p: { expression: string; reason: string }) => `${JSON.stringify(p.expression)} cannot be evaluated as a JSONPath: ${p.reason}.`,
    help: "Write a JSONPath as defined in RFC 9535, such as $.paths['/zones'].get or $.components.schemas.Zone.",
  },
  "overlay-target": {
    severity: "warning",
    message: (p: { target: string; reached: string; name?: string; nearest?: string; reference?: string }) => {
      const ending = p.name === undefined ? `Nothing at ${p.reached} matches` : `${p.reached} has no ${JSON.stringify(p.name)}`;
      const hint =
        p.reference === undefined
          ? p.nearest === undefined
            ? ""
            : ` Did you mean ${JSON.stringify(p.nearest)}?`
          : ` It is a $ref to "${p.reference}", which a JSONPath does not follow.`;
      return `${JSON.stringify(p.target)} selects nothing, so this action changes nothing: ${ending}.${hint}`;
    },
    help: "Correct the path. The document may have changed since the overlay was written.",
  },
} as const satisfies Record<string, Entry>;
