import type { Entry } from "../entry.js";

/** Diagnostics of `check` about the objects of a document and their fields: contradictions, and ignored fields. */
export const structureCatalog = {
  "both-versions": {
    severity: "warning",
    message: (p: { used: string; value: string; ignored: string }) =>
      `The document has both "openapi" and "swagger". It is read by "${p.used}: ${p.value}", and "${p.ignored}" is ignored.`,
    help: "Remove the field of the other version. Other tools may read the document as that version.",
  },
  "version-as-number": {
    severity: "note",
    message: (p: { field: string; value: number }) =>
      `"${p.field}" is the number ${p.value}, not a string. A number has no trailing zeros: 3.10 and 3.1 are the same.`,
    help: 'Write the version in quotes, such as "3.1.0".',
  },
  "server-url-with-query": {
    severity: "warning",
    message: (p: { url: string; part: "query" | "fragment" }) =>
      `The server URL "${p.url}" has a ${p.part}. Paths are appended to the URL, so every request URL is wrong.`,
    help: "Remove it from the URL. Describe a query as parameters of the operations.",
  },
  "unused-server-variable": {
    severity: "note",
    message: (p: { name: string; url: string }) => `The server variable "${p.name}" is not in the URL "${p.url}", so it has no effect.`,
    help: "Remove the variable, or write it into the URL in braces.",
  },
  "server-variable-enum": {
    severity: "warning",
    message: (p: { name: string; value?: string }) =>
      p.value === undefined
        ? `The enum of the server variable "${p.name}" is empty. It must list at least one value.`
        : `The default ${p.value} of the server variable "${p.name}" is not in its enum.`,
    help: "List the default value in the enum, or remove the enum.",
  },
  "ambiguous-paths": {
    severity: "note",
    message: (p: { path: string; other: string; more: number }) =>
      `Some URLs match both "${p.path}" and "${p.other}"${p.more === 0 ? "" : ` (and ${p.more} other ${p.more === 1 ? "path" : "paths"})`}, and neither path is more specific.`,
    help: "Change one of the paths. Otherwise each server decides which operation it calls.",
  },
  "fragment-in-path": {
    severity: "warning",
    message: (p: { path: string; sent: string }) =>
      `The path "${p.path}" has a fragment. HTTP clients do not send fragments, so requests go to "${p.sent}".`,
    help: 'Remove "#" and what follows. Describe what selects the operation as a header or query parameter.',
  },
  "fixed-query-in-path": {
    severity: "note",
    message: (p: { path: string }) => `The path "${p.path}" has a query. The client sends it with each request.`,
    help: "OpenAPI does not allow a query in a path. For other tools, describe it as a query parameter with an enum of one value.",
  },
  "repeated-path-parameter": {
    severity: "warning",
    message: (p: { name: string; path: string }) => `The path "${p.path}" has {${p.name}} twice. Both parts get the same value.`,
    help: "Give each part its own name, and describe a parameter for each.",
  },
  "unknown-scope": {
    severity: "note",
    message: (p: { scope: string; scheme: string }) =>
      `The scope "${p.scope}" is required here, but no flow of the security scheme "${p.scheme}" lists it.`,
    help: "Add the scope to the flows of the security scheme, or correct its name.",
  },
  "exclusive-fields": {
    severity: "note",
    message: (p: { field: string; other: string; used?: string }) =>
      `"${p.field}" and "${p.other}" exclude each other. ${p.used === undefined ? "Both are read." : `"${p.used}" is used.`}`,
    help: "Remove one of the two. Other tools may use the other one.",
  },
  "xml-contradiction": {
    severity: "warning",
    message: (p: { field: string; nodeType: string }) =>
      `"${p.field}" contradicts "nodeType: ${p.nodeType}" of the same XML Object. OpenAPI 3.2 allows one of the two.`,
    help: "Remove attribute and wrapped. Since OpenAPI 3.2, nodeType replaces both.",
  },
  "several-media-types": {
    severity: "warning",
    message: (p: { of: string; count: number }) =>
      p.count === 0
        ? `"content" of a ${p.of} must have one media type. It has none, so any value is accepted.`
        : `"content" of a ${p.of} must have one media type. It has ${p.count}, and the first is used.`,
    help: "Keep the media type that is sent, or write schema instead of content.",
  },
  "field-without-effect": {
    severity: "note",
    message: (p: { field: string; why: string }) => `"${p.field}" has no effect here: ${p.why}.`,
    help: "Remove the field.",
  },
  "style-without-meaning": {
    severity: "warning",
    message: (p: { style: string; type: string }) =>
      `The style "${p.style}" is not defined for a value of the type ${p.type}. Servers may not read the parameter.`,
    help: "Write style: form, or correct the type of the schema.",
  },
  "ignored-header": {
    severity: "note",
    message: (p: { name: string; instead: string }) => `OpenAPI ignores the header "${p.name}" here, because ${p.instead} describes it.`,
    help: "Remove it. The client sets and reads the header by the media types of the document.",
  },
  "body-of-empty-status": {
    severity: "warning",
    message: (p: { status: string }) => `A ${p.status} response has no body in HTTP, but "content" describes one here. The client never receives it.`,
    help: "Remove content, or correct the status code.",
  },
  "empty-content": {
    severity: "warning",
    message: () => `"content" of this request body has no media type, so the body cannot be sent.`,
    help: "Add the media type and its schema: content: { application/json: { schema } }. Otherwise, remove requestBody.",
  },
  "no-response": {
    severity: "warning",
    message: () => `"responses" describes no response, so the type of the result is unknown.`,
    help: `Describe at least the successful response, such as '204': { description: Done }.`,
  },
  "not-a-runtime-expression": {
    severity: "warning",
    message: (p: { expression: string; why: string }) => `"${p.expression}" is not a valid runtime expression: ${p.why}.`,
    help: "Write an expression such as {$request.body#/callbackUrl} or $response.body#/id (OpenAPI 3.1 §4.8.20.3).",
  },
  "link-parameter": {
    severity: "warning",
    message: (p: { name: string; operation: string }) =>
      `The link sets the parameter "${p.name}", which the operation "${p.operation}" does not have.`,
    help: "Correct the name. To select one of several parameters of that name, write its location first, such as path.id.",
  },
} as const satisfies Record<string, Entry>;
