/** Keywords that do not affect validity: next to a `$ref` they can be ignored without a report. */
export const quiet: ReadonlySet<string> = new Set(["description", "title", "example", "examples", "deprecated", "externalDocs", "xml", "$comment"]);
