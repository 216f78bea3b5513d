import type { Entry } from "../entry.js";

/** What `lower` reports of the keys of `paths` and of the parameters that they name. */
export const pathsCatalog = {
  "unbalanced-template": {
    severity: "warning",
    message: (p: { path: string }) => `The braces of the path "${p.path}" do not match, so it names no URL; this operation is left out.`,
    help: "Write each parameter as {name}, one opening and one closing brace; here or in an overlay.",
  },
  "pattern-in-path": {
    severity: "warning",
    message: (p: { part: string; name: string; path: string; spans: boolean }) =>
      `The path "${p.path}" says in {${p.part}} more than a name, which OpenAPI does not know; it is read as {${p.name}}${p.spans ? ", which may be several segments" : ""}.`,
    help: "Write {name} alone, and what it matches as the pattern of the parameter's schema. Where it may be several segments, keep it: OpenAPI has no other way to say so.",
  },
  "outside-of-paths": {
    severity: "warning",
    message: (p: { path: string }) => `"${p.path}" stands beside "paths" and not inside of it; it is read as if it did.`,
    help: "Indent it by two more spaces.",
  },
  "blank-in-path": {
    severity: "warning",
    message: (p: { path: string }) => `The path "${p.path}" begins or ends with a blank; it is read without.`,
    help: "Take the blank out: in a URL it would be %20.",
  },
  "address-in-path": {
    severity: "warning",
    message: (p: { written: string; path: string; server: string }) =>
      `"${p.written}" is a whole address where a path belongs; "${p.path}" is taken for the path, of the server "${p.server}".`,
    help: "Write the path alone, and the address in servers: [{ url: https://… }], of the document or of this path.",
  },
  "query-in-path": {
    severity: "warning",
    message: (p: { written: string; path: string; names: readonly string[] }) =>
      `The path "${p.written}" holds a query: "${p.path}" is taken for the path, and ${listed(p.names)} for ${p.names.length === 1 ? "a parameter" : "parameters"} of the query.`,
    help: "Write the path alone, and each of them as a parameter with in: query.",
  },
  "queries-of-one-path": {
    severity: "warning",
    message: (p: { written: string; path: string }) =>
      `The path "${p.written}" holds a query, and "${p.path}", which it is without, has the same method elsewhere: it stays as it is, so that both are kept.`,
    help: "Describe both as one operation, whose parameters of the query are not required.",
  },
  "undeclared-query-parameter": {
    severity: "warning",
    message: (p: { name: string; path: string }) =>
      `The query of the path "${p.path}" was written with "${p.name}", but no parameter describes it; any string is taken.`,
    help: "Add a parameter of that name with in: query and a schema.",
  },
  "method-before-path": {
    severity: "warning",
    message: (p: { path: string; method: string; joined?: string }) =>
      `${p.joined === undefined ? `"${p.path}" stands below "${p.method}"` : `"${p.joined}" is a method and a path`}, and a method stands below its path; it is read so.`,
    help: "Write the path, and the method below it in small letters: /zones: { get: … }.",
  },
  "part-without-braces": {
    severity: "warning",
    message: (p: { part: string; name: string; path: string }) =>
      `The path "${p.path}" has ${p.part} where OpenAPI writes {${p.name}}; it is read so.`,
    help: "Write its name in braces.",
  },
  "undeclared-path-parameter": {
    severity: "warning",
    message: (p: { name: string; path: string }) =>
      `The path "${p.path}" has a part {${p.name}}, but no parameter describes it; any string is taken.`,
    help: "Add a parameter of that name with in: path, required: true and a schema.",
  },
  "parameter-not-in-path": {
    severity: "warning",
    message: (p: { name: string; path: string }) => `The path parameter "${p.name}" has no part {${p.name}} in "${p.path}"; it is left out.`,
    help: "Correct the name here or in the path, or say in: query.",
  },
  "parameter-in-other-case": {
    severity: "warning",
    message: (p: { name: string; part: string }) => `The path has {${p.part}} where the parameter is called "${p.name}"; it is read as that part.`,
    help: "Write both alike: names are told apart by their case (OpenAPI 3.1 §4.8.12.1).",
  },
  "parameter-by-other-name": {
    severity: "warning",
    message: (p: { name: string; part: string }) =>
      `The path has {${p.part}}, which no parameter describes, where one is called "${p.name}"; it is read as that part.`,
    help: "Give both one name.",
  },
} as const satisfies Record<string, Entry>;

/** `"a"`, `"b" and "c"`. */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
