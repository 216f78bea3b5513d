/** Keywords that change nothing about what is valid: beside a `$ref` nobody misses them. */
export const quiet: ReadonlySet<string> = new Set(["description", "title", "example", "examples", "deprecated", "externalDocs", "xml", "$comment"]);
