import type { Entry } from "../entry.js";

/** Diagnostics of `lower` about the keys of `paths` and their parameters. */
export const pathsCatalog = {
  "unbalanced-template": {
    severity: "warning",
    message: (p: { path: string }) => `The braces of the path "${p.path}" do not match. This operation is omitted.`,
    help: "Write each parameter as {name}, here or in an overlay.",
  },
  "pattern-in-path": {
    severity: "warning",
    message: (p: { part: string; name: string; path: string; spans: boolean }) =>
      `In the path "${p.path}", {${p.part}} has more than a name. It is read as {${p.name}}${p.spans ? ", which may be several segments" : ""}.`,
    help: "Write {name}, and its pattern in the parameter's schema. If it may be several segments, keep it: OpenAPI has no other way.",
  },
  "outside-of-paths": {
    severity: "warning",
    message: (p: { path: string }) => `"${p.path}" is next to "paths", but must be inside it. It is read as a path.`,
    help: "Indent it by two more spaces.",
  },
  "blank-in-path": {
    severity: "warning",
    message: (p: { path: string }) => `The path "${p.path}" begins or ends with a space. It is read without the space.`,
    help: "Remove the space. In a URL it would be %20.",
  },
  "address-in-path": {
    severity: "warning",
    message: (p: { written: string; path: string; server: string }) =>
      `"${p.written}" is a complete URL, not a path. It is read as the path "${p.path}" of the server "${p.server}".`,
    help: "Write only the path here, and the server in servers: [{ url: https://… }] of the document or of this path.",
  },
  "query-in-path": {
    severity: "warning",
    message: (p: { written: string; path: string; names: readonly string[] }) =>
      `The path "${p.written}" has a query. It is read as the path "${p.path}" with the query ${p.names.length === 1 ? "parameter" : "parameters"} ${listed(p.names)}.`,
    help: "Write only the path, and describe each part of the query as a parameter with in: query.",
  },
  "queries-of-one-path": {
    severity: "warning",
    message: (p: { written: string; path: string }) =>
      `The path "${p.written}" has a query, and the path "${p.path}" has the same method. The query stays part of the path, so that both are generated.`,
    help: "Describe both as one operation with optional query parameters.",
  },
  "undeclared-query-parameter": {
    severity: "warning",
    message: (p: { name: string; path: string }) =>
      `The query of the path "${p.path}" has "${p.name}", but no parameter describes it. Any string is accepted.`,
    help: "Add a parameter of that name with in: query and a schema.",
  },
  "method-before-path": {
    severity: "warning",
    message: (p: { path: string; method: string; joined?: string }) =>
      `${p.joined === undefined ? `"${p.path}" is below "${p.method}"` : `"${p.joined}" is a method and a path`}. It is read as a path with the method below it.`,
    help: "Write the path, and the method below it in lower case: /zones: { get: … }.",
  },
  "part-without-braces": {
    severity: "warning",
    message: (p: { part: string; name: string; path: string }) =>
      `The path "${p.path}" has ${p.part}, which is not OpenAPI syntax. It is read as {${p.name}}.`,
    help: "Write the name of the parameter in braces.",
  },
  "undeclared-path-parameter": {
    severity: "warning",
    message: (p: { name: string; path: string }) => `The path "${p.path}" has {${p.name}}, but no parameter describes it. Any string is accepted.`,
    help: "Add a parameter of that name with in: path, required: true and a schema.",
  },
  "parameter-not-in-path": {
    severity: "warning",
    message: (p: { name: string; path: string }) =>
      `The path "${p.path}" has no {${p.name}} for the path parameter "${p.name}". The parameter is omitted.`,
    help: "Correct the name here or in the path, or write in: query.",
  },
  "parameter-in-other-case": {
    severity: "warning",
    message: (p: { name: string; part: string }) => `The path has {${p.part}}, and the parameter is called "${p.name}". It is used for {${p.part}}.`,
    help: "Use the same case for both. Names are case-sensitive (OpenAPI 3.1 §4.8.12.1).",
  },
  "parameter-by-other-name": {
    severity: "warning",
    message: (p: { name: string; part: string }) =>
      `No parameter describes {${p.part}} of the path, and the parameter "${p.name}" is not in the path. It is used for {${p.part}}.`,
    help: "Use the same name for both.",
  },
} as const satisfies Record<string, Entry>;

/** `"a"`, `"b" and "c"`. */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
