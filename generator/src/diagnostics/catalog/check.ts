/** The contradiction of two schemas that must both match, or of one that accepts no value. */
export type Clash = readonly [one: string, other: string] | "forbidden";
import type { Entry } from "../entry.js";

const asAnyOf = "If you cannot change the document, run with --one-of-as-any-of.";

const asData = ' A "$ref" in a value is data: it is not resolved.';

/** Where the keyword is that a value breaks, unless it is in the value's own schema. */
function inside(schemaPath: string | undefined): string {
  return schemaPath === undefined ? "" : ` (${schemaPath})`;
}

/** Diagnostics of `check` about APIs that could be read. */
export const checkCatalog = {
  "duplicate-operation-id": {
    severity: "warning",
    message: (p: { operationId: string; first: string }) =>
      `Operation id "${p.operationId}" is already used at ${p.first}. This operation is named after its method and path.`,
    help: "Give each operation its own operationId, or rename one in an overlay.",
  },
  "path-without-slash": {
    severity: "warning",
    message: (p: { path: string }) => `The path "${p.path}" does not start with "/". It is read as if it did.`,
    help: "Start it with a slash: other tools append it to the server's URL unchanged.",
  },
  "same-url": {
    severity: "warning",
    message: (p: { path: string; other: string; at: string }) =>
      `"${p.path}" and "${p.other}" (${p.at}) are the same URL. A server cannot distinguish them.`,
    help: "Use one name for the parameter, and one path item.",
  },
  "unknown-security-scheme": {
    severity: "warning",
    message: (p: { scheme: string }) => `The security scheme "${p.scheme}" is required here but not described. No credential is sent for it.`,
    help: "Describe it under components.securitySchemes, or correct the name.",
  },
  "unused-security-scheme": {
    severity: "warning",
    message: (p: { scheme: string }) => `No operation requires the security scheme "${p.scheme}". No credential is sent for it.`,
    help: `Name it in "security" of the document or of the operations that need it, or remove it.`,
  },
  "discriminator-without-default": {
    severity: "warning",
    message: (p: { property: string }) =>
      `The discriminator's property "${p.property}" is optional, and defaultMapping does not name the schema that applies without it.`,
    help: `Add defaultMapping to the discriminator, or list the property under "required" of each branch.`,
  },
  "serialized-example-unreadable": {
    severity: "warning",
    message: (p: { name: string; mediaType: string; fault: string }) =>
      `The serializedValue of the example "${p.name}" is not valid ${p.mediaType}: ${p.fault}.`,
    help: "Correct serializedValue. Mocks send it byte for byte.",
  },
  "serialized-example-differs": {
    severity: "warning",
    message: (p: { name: string }) => `The serializedValue of the example "${p.name}" is not the serialization of its dataValue.`,
    help: "Correct one of the two. Mocks send serializedValue. Fixtures use dataValue.",
  },
  "beside-querystring": {
    severity: "warning",
    message: (p: { name: string; querystring: string }) =>
      `The parameter "${p.name}" is in the query, but "${p.querystring}" already is the whole query string.`,
    help: "Describe it as a property of the querystring parameter, or describe each query parameter by itself.",
  },
  "querystring-without-content": {
    severity: "warning",
    message: (p: { name: string }) => `The querystring parameter "${p.name}" has no content, so the serialization of its value is not specified.`,
    help: "Replace schema with content: { application/x-www-form-urlencoded: { schema } }.",
  },
  "repeated-tag": {
    severity: "warning",
    message: (p: { name: string; first: string }) => `The tag "${p.name}" is already declared at ${p.first}. Only the first declaration is used.`,
    help: "Remove one of the two declarations, or rename one.",
  },
  "tag-parent-unknown": {
    severity: "warning",
    message: (p: { name: string; parent: string; suggestion?: string }) =>
      `The parent of the tag "${p.name}" is "${p.parent}", which "tags" does not declare.${p.suggestion === undefined ? "" : ` Did you mean "${p.suggestion}"?`}`,
    help: `Declare the parent under "tags", or correct the name.`,
  },
  "tag-parent-cycle": {
    severity: "warning",
    message: (p: { path: string }) => `Tags are nested under themselves: ${p.path}.`,
    help: `Remove "parent" from one of these tags.`,
  },
  "repeated-server-name": {
    severity: "warning",
    message: (p: { name: string }) => `Another server is already named "${p.name}". The client's option "server" selects the first one.`,
    help: "Give each server its own name.",
  },
  "body-cannot-be-sent": {
    severity: "warning",
    message: (p: { method: string }) => `The ${p.method} request has a body, which fetch does not send. The client has no parameter for the body.`,
    help: "Use POST or QUERY, or describe query parameters instead of the body.",
  },
  "method-cannot-be-sent": {
    severity: "warning",
    message: (p: { method: string }) => `fetch does not send ${p.method} requests. The client's function for it always fails.`,
    help: "Skip the operation with --exclude, or call it with another HTTP client.",
  },
  "extension-not-understood": {
    severity: "warning",
    message: (p: { extension: string; reason: string }) => `${p.extension} ${p.reason}.`,
    help: "Correct the extension. The page docs/reference/extensions.md lists the values of each one.",
  },
  "nothing-described": {
    severity: "error",
    message: () => "The document describes neither operations nor schemas, so the output would be empty.",
    help: `Check that "paths" is at the top of the document, with its paths indented below it.`,
  },
  "lost-parts": {
    severity: "warning",
    message: (p: { lost: string; names: readonly string[] }) => `${p.lost}: ${few(p.names)}.`,
    help: "The other diagnostics of these locations give the cause. Correct the document, here or in an overlay.",
  },
  "too-many-losses": {
    severity: "error",
    message: (p: { lost: string; limit?: number }) =>
      `Too much of the document is lost: ${p.lost}.${p.limit === undefined ? "" : ` The limit is ${p.limit} %.`}`,
    help: "The warnings list what is lost: correct the document. To use it with these losses, run with --allow-loss, or set allowLoss in the configuration.",
  },
  "case-only-names": {
    severity: "note",
    message: (p: { name: string; other: string }) => `The schemas "${p.name}" and "${p.other}" differ only in case.`,
    help: "Both are generated, one of them with a longer file name. Rename one of them to choose the names.",
  },
  "no-finite-value": {
    severity: "warning",
    message: (p: { schema: string }) => `${p.schema} requires itself, so it has no finite value.`,
    help: "Make a property on the way optional or nullable, or let a list on the way be empty.",
  },
  "impossible-bounds": {
    severity: "warning",
    message: (p: { low: string; least: number; high: string; most: number }) =>
      `${p.low} ${p.least} and ${p.high} ${p.most} leave no room for a value.`,
    help: "Correct one of the two bounds.",
  },
  "required-but-forbidden": {
    severity: "warning",
    message: (p: { name: string }) => `The property "${p.name}" is required, but additionalProperties: false forbids it.`,
    help: "Describe it under properties, or remove it from required.",
  },
  "required-not-described": {
    severity: "warning",
    message: (p: { name: string }) => `The property "${p.name}" is required but not described. Objects without it are rejected.`,
    help: "Correct its name, describe it under properties, or remove it from required.",
  },
  "no-value": {
    severity: "warning",
    message: (p: { keyword: string; at: string; why: Clash | undefined }) => {
      const parts = p.keyword === "allOf" ? `The parts of "allOf"` : `"type" and "${p.keyword}"`;
      const what = p.at === "" ? "the value" : p.at;
      const why =
        p.why === undefined
          ? p.at === ""
            ? ""
            : ` about ${p.at}`
          : p.why === "forbidden"
            ? `: ${what} is required in one and forbidden in another`
            : `: ${what} must be ${p.why[0]} in one and ${p.why[1]} in another`;
      return `${parts} contradict each other${why}. No value is accepted.`;
    },
    help: "Correct one of them. A part with additionalProperties: false forbids what only the others describe.",
  },
  "property-without-value": {
    severity: "warning",
    message: (p: { name: string; why: Clash; others: number }) => {
      const name = `"${p.name}"${p.others === 0 ? "" : `, and ${p.others} more,`}`;
      return p.why === "forbidden"
        ? `One part of "allOf" describes ${name} and another forbids it. Objects with it are rejected.`
        : `The parts of "allOf" contradict each other: ${name} must be ${p.why[0]} in one and ${p.why[1]} in another. Objects with it are rejected.`;
    },
    help: "Correct one of them. A part with additionalProperties: false forbids what only the others describe.",
  },
  "keyword-of-another-type": {
    severity: "warning",
    message: (p: { keywords: string; one: boolean; group: string; type: string }) =>
      `${p.keywords} ${p.one ? "is" : "are"} about ${p.group}, but the type is ${p.type}. ${p.one ? "It is" : "They are"} not checked.`,
    help: "Correct the type, or move the keyword: to the items of an array, the values of a map or the object around.",
  },
  "blank-in-enum": {
    severity: "warning",
    message: (p: { value: string }) => `The value ${p.value} of the enum begins or ends with a space. The same value without the space is rejected.`,
    help: "Remove the space, unless the API sends it.",
  },
  "null-refused": {
    severity: "warning",
    message: (p: { keyword: string }) => `"type" allows null, but "${p.keyword}" next to it does not. null is rejected.`,
    help: `To accept null, add it to the enum or add a branch with "type: 'null'". Otherwise, remove it from the type.`,
  },
  "null-in-several-branches": {
    severity: "warning",
    message: (p: { branches: number }) => `${p.branches} branches of "oneOf" allow null, so "oneOf" rejects it.`,
    help: `Allow null in one branch only, or use anyOf. ${asAnyOf}`,
  },
  "included-branch": {
    severity: "warning",
    message: (p: { inner: string; outer: string }) => `Every value of ${p.inner} of "oneOf" also matches ${p.outer}, so "oneOf" rejects it.`,
    help: `Use anyOf, or distinguish the branches: by required properties, a discriminator or additionalProperties: false. ${asAnyOf}`,
  },
  "overlapping-branch": {
    severity: "warning",
    message: (p: { inner: string; outer: string }) =>
      `A value with only the properties of ${p.inner} of "oneOf" also matches ${p.outer}, so "oneOf" rejects it.`,
    help: `Use anyOf, or distinguish the branches: by required properties or a discriminator. ${asAnyOf}`,
  },
  "empty-in-several-branches": {
    severity: "warning",
    message: (p: { type: "array" | "object"; branches: number }) =>
      `${p.branches} branches of "oneOf" accept ${p.type === "array" ? "an empty array" : "an object without properties"}, so "oneOf" rejects it.`,
    help: `Use anyOf, or distinguish the branches: by required properties, minItems or a discriminator. ${asAnyOf}`,
  },
  "unsafe-integer": {
    severity: "warning",
    message: (p: { keyword: string; value: string }) =>
      `"${p.keyword}" contains an integer that JavaScript cannot represent. It is read as ${p.value}.`,
    help: "Use a string for integers past 2^53.",
  },
  "discriminator-without-property": {
    severity: "warning",
    message: (p: { property: string; branch: string }) =>
      `${p.branch} does not have the property "${p.property}". The discriminator cannot select it.`,
    help: "Describe and require the property in each branch.",
  },
  "default-breaks-schema": {
    severity: "warning",
    message: (p: { problem: string; hasReference?: boolean; schemaPath?: string }) =>
      `The default does not match its schema: ${p.problem}${inside(p.schemaPath)}.${p.hasReference === true ? asData : ""}`,
    help: "Correct the default or the schema. A request with the default is rejected.",
  },
  "example-breaks-schema": {
    severity: "warning",
    message: (p: { problem: string; hasReference?: boolean; schemaPath?: string }) =>
      `The example does not match its schema: ${p.problem}${inside(p.schemaPath)}.${p.hasReference === true ? asData : ""}`,
    help: "Correct the example or the schema. Fixtures omit this example.",
  },
  "value-is-reference": {
    severity: "warning",
    message: (p: { what: string; reference: string }) => `The ${p.what} is "$ref": "${p.reference}", which is data here: it is not resolved.`,
    help: 'Write the value. An example in components/examples can be used in "examples", by a name.',
  },
  "broken-pattern": {
    severity: "warning",
    message: (p: { pattern: string; reason: string }) => `The pattern "${p.pattern}" is not a regular expression (${p.reason}). It is not checked.`,
    help: "Correct it: patterns are ECMA-262 regular expressions (JSON Schema §6.4).",
  },
  "foreign-pattern": {
    severity: "warning",
    message: (p: { pattern: string; feature: string }) =>
      `The pattern "${p.pattern}" uses ${p.feature}, which JavaScript's regular expressions do not have. It is not checked.`,
    help: "Write it as an ECMA-262 regular expression.",
  },
  "exhausting-pattern": {
    severity: "warning",
    message: (p: { pattern: string; part: string; times: number }) =>
      `The pattern "${p.pattern}" is too large to be matched in linear time: "${p.part}" is repeated ${p.times} times. Validators reject texts that need too many steps.`,
    help: "Lower the numbers of repetitions, or limit the length with minLength and maxLength.",
  },
  "pattern-between-slashes": {
    severity: "warning",
    message: (p: { pattern: string; suggestion: string }) =>
      `The pattern "${p.pattern}" is between slashes. They are part of the pattern, so hardly any text matches. Did you mean "${p.suggestion}"?`,
    help: "Remove the slashes and the flags.",
  },
  "pattern-escaped-twice": {
    severity: "warning",
    message: (p: { pattern: string; suggestion: string }) =>
      `In the pattern "${p.pattern}", two backslashes match one backslash of the text. Did you mean "${p.suggestion}"?`,
    help: "Write each backslash once in plain and single-quoted YAML, twice in JSON and double-quoted YAML.",
  },
  "pattern-of-a-mask": {
    severity: "warning",
    message: (p: { pattern: string }) =>
      `The pattern "${p.pattern}" is a date or time format. As a regular expression it matches only these letters.`,
    help: "Use format: date, time or date-time, or a pattern of digits.",
  },
  "slow-pattern": {
    severity: "note",
    message: (p: { pattern: string; part: string }) =>
      `The pattern "${p.pattern}" can match a text in exponentially many ways (at "${p.part}"). Generated validators stay fast. Other tools may hang on a hostile value.`,
    help: "Rewrite it so that each repetition can match a text in one way only.",
  },
} as const satisfies Record<string, Entry>;

/** The first three names, and how many more there are. */
function few(names: readonly string[]): string {
  const more = names.length - 3;
  return `${names.slice(0, 3).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
