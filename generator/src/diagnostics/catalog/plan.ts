import type { Entry } from "../entry.js";

/** Diagnostics of `plan` about names. */
export const planCatalog = {
  "name-clash": {
    severity: "note",
    message: (p: { subject: string; wanted: string; name: string; owner: string }) =>
      `The name ${p.wanted} for ${p.subject} is already used for ${JSON.stringify(p.owner)}. It is called ${p.name}.`,
    help: "Nothing is lost. To avoid the suffix, rename one of the two in the document or in an overlay.",
  },
  "name-reserved": {
    severity: "note",
    message: (p: { subject: string; wanted: string; name: string; reason: string }) =>
      `The name ${p.wanted} for ${p.subject} is ${p.reason}. It is called ${p.name}.`,
    help: "Nothing is lost. To avoid the suffix, rename it in the document or in an overlay.",
  },
  "filter-without-effect": {
    severity: "warning",
    message: (p: { filter: string; there?: string; suggestion?: string }) =>
      `${p.filter} matches no operation of the document.${p.suggestion === undefined ? (p.there === undefined ? "" : ` Available: ${p.there}.`) : ` Did you mean ${p.suggestion}?`}`,
    help: 'Correct or remove the filter. Globs match operationIds, paths and "METHOD /path". --tags takes names of tags.',
  },
  "no-operation-selected": {
    severity: "error",
    message: (p: { filter: string; there?: string }) =>
      `${p.filter} selects no operation of the document.${p.there === undefined ? "" : ` Available: ${p.there}.`}`,
    help: "Globs of --include and --exclude match operationIds and paths. Put them in quotes. --tags takes names of tags of the document.",
  },
} as const satisfies Record<string, Entry>;
