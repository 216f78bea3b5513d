import type { Entry } from "../entry.js";

/** What `plan` reports about names. */
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
    message: (p: { filter: string; there?: string; meant?: string }) =>
      `${p.filter} matches no operation of the document.${p.meant === undefined ? (p.there === undefined ? "" : ` Available: ${p.there}.`) : ` Did you mean ${p.meant}?`}`,
    help: "Correct it, or take it out: globs are matched against operationIds, path templates and both with the method, and --tags takes names of tags.",
  },
  "no-operation-selected": {
    severity: "error",
    message: (p: { filter: string; there?: string }) =>
      `No operation of the document is selected by ${p.filter}${p.there === undefined ? "" : `; there are ${p.there}`}.`,
    help: "Globs of --include and --exclude are matched against operationIds and path templates (quote them in the shell); --tags takes the names of tags as the document writes them.",
  },
} as const satisfies Record<string, Entry>;
