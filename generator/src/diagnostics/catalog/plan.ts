import type { Entry } from "../entry.js";

/** What `plan` reports about names. */
export const planCatalog = {
  "name-clash": {
    severity: "info",
    message: (p: { subject: string; wanted: string; name: string; owner: string }) =>
      `The name ${p.wanted} for ${p.subject} is taken by ${JSON.stringify(p.owner)}; it is called ${p.name}.`,
    help: "Nothing is lost. Rename one of the two in the document, or in an overlay, if the suffix disturbs you.",
  },
  "name-reserved": {
    severity: "info",
    message: (p: { subject: string; wanted: string; name: string }) =>
      `The name ${p.wanted} for ${p.subject} means something else in generated code; it is called ${p.name}.`,
    help: "Nothing is lost. Rename it in the document, or in an overlay, if the suffix disturbs you.",
  },
  "filter-without-effect": {
    severity: "warning",
    message: (p: { filter: string; there?: string; meant?: string }) =>
      `${p.filter} is about no operation of the document${p.meant === undefined ? (p.there === undefined ? "" : `; there are ${p.there}`) : `; ${p.meant} was surely meant`}.`,
    help: "Correct it, or take it out: globs are matched against operationIds, path templates and both with the method, and --tags takes names of tags.",
  },
  "no-operation-selected": {
    severity: "error",
    message: (p: { filter: string; there?: string }) =>
      `No operation of the document is selected by ${p.filter}${p.there === undefined ? "" : `; there are ${p.there}`}.`,
    help: "Globs of --include and --exclude are matched against operationIds and path templates (quote them in the shell); --tags takes the names of tags as the document writes them.",
  },
} as const satisfies Record<string, Entry>;
