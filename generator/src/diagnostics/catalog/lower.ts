import type { Entry } from "../entry.js";

/** What `lower` reports: what a document of its version cannot say, and how it was read all the same. */
export const lowerCatalog = {
  "not-openapi": {
    severity: "error",
    message: (p: { looks: string | undefined }) =>
      `This is not an OpenAPI document: it has neither "openapi" nor "swagger" at its top${p.looks === undefined ? "" : `. It looks like ${p.looks}`}.`,
    help: `Check that this is the right file; an OpenAPI document starts with "openapi: 3.1.1".`,
  },
  "not-openapi-version": {
    severity: "error",
    message: (p: { version: string }) => `Version ${JSON.stringify(p.version)} is neither Swagger 2.0 nor OpenAPI 3.`,
    help: "Convert the document to OpenAPI 3.1 first.",
  },
  "unknown-version": {
    severity: "warning",
    message: (p: { version: string; as: string }) => `Version ${p.version} is not one that this tool knows; it is read as ${p.as}.`,
    help: 'Supported are Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2. Write the whole version in quotes, such as "3.0.3".',
  },
  "version-of-the-other": {
    severity: "warning",
    message: (p: { field: string; version: string; as: string }) =>
      `"${p.field}: ${p.version}" mixes two versions: Swagger 2.0 says "swagger", and OpenAPI 3 says "openapi". It is read as ${p.as}.`,
    help: `Write swagger: "2.0", or openapi: with the version of OpenAPI 3, such as openapi: 3.0.3.`,
  },
  "newer-field": {
    severity: "note",
    message: (p: { field: string; version: string }) =>
      `"${p.field}" is a field of OpenAPI ${p.version}, and this document is of an earlier version; it is read all the same.`,
    help: "Let the document say that it is of that version, so that other tools read it, too.",
  },
  "unbound-dynamic-reference": {
    severity: "warning",
    message: (p: { reference: string }) =>
      `"${p.reference}" is a dynamic reference, and what it means where nothing refers to the schema around it is not said; any value is accepted there.`,
    help: "Give that schema an anchor of that name in its $defs; what has to be replaced says `not: {}`.",
  },
  "too-many-meanings": {
    severity: "error",
    message: (p: { limit: number }) => `Dynamic references give schemas more than ${p.limit} meanings, counting this one's.`,
    help: "Write the schemas that refer to this one out, or let fewer of them put something in the place of an anchor.",
  },
  "other-schema-dialect": {
    severity: "warning",
    message: (p: { dialect: string }) => `Schemas are said to be written in ${p.dialect}; they are read as JSON Schema 2020-12.`,
    help: "Write them in 2020-12, the dialect of OpenAPI 3.1, and take jsonSchemaDialect out.",
  },
  "wrong-kind": {
    severity: "warning",
    message: (p: { field: string; wanted: string; got: string; readAs?: string }) =>
      `"${p.field}" must be ${p.wanted}, not ${p.got}; it is ${p.readAs === undefined ? "ignored" : `read as ${p.readAs}`}.`,
    help: "Write what belongs there, here or in an overlay, so that other tools read it, too.",
  },
  "items-by-place": {
    severity: "warning",
    message: () => `A list in "items" is how older drafts of JSON Schema say what each place of an array holds; it is read so.`,
    help: "Where each item may be any of these, write items: { anyOf: [...] }; where each has its place, prefixItems (OpenAPI 3.1).",
  },
  "missing-field": {
    severity: "warning",
    message: (p: { field: string; of: string }) => `${p.of} needs "${p.field}"; it is left out.`,
    help: "Add it; here or in an overlay.",
  },
  "unknown-type": {
    severity: "warning",
    message: (p: { type: string; meant?: string }) =>
      `"${p.type}" is not a JSON Schema type. ${p.meant === undefined ? "The schema has no type" : `It is read as ${p.meant}`}.`,
    help: `Types are null, boolean, integer, number, string, array and object. What a string holds goes into "format".`,
  },
  "keyword-of-another-version": {
    severity: "note",
    message: (p: { keyword: string; version: string }) => `"${p.keyword}" is not a schema keyword of ${p.version}. It is applied as written.`,
    help: "Other tools may ignore it. Use the keyword of this version, or the version that has this keyword.",
  },
  "value-of-another-version": {
    severity: "warning",
    message: (p: { keyword: string; wanted: string; got: string; version: string; from: string }) =>
      `In ${p.version}, "${p.keyword}" must be ${p.wanted}, not ${p.got}. It is read as ${p.from} defines it.`,
    help: "Write the value that this version defines. Other tools may ignore this one.",
  },
  "array-without-items": {
    severity: "warning",
    message: (p: { version: string }) => `An array in ${p.version} must have "items". Without it, items of any type are accepted.`,
    help: "Add items with the schema of the items, or items: {} if they may be anything.",
  },
  "custom-keyword": {
    severity: "note",
    message: (p: { keyword: string }) => `"${p.keyword}" is not a keyword of JSON Schema or OpenAPI. It has no effect.`,
    help: `Nothing to do if another tool uses it. A keyword that starts with "x-" is not reported.`,
  },
  "lost-content": {
    severity: "error",
    message: (p: { field: string; wanted: string; got: string }) =>
      `"${p.field}" must be ${p.wanted}, not ${p.got}. Its content would be missing in the output.`,
    help: "Write the form that OpenAPI defines, here or in an overlay. To generate without the content, run with --allow-loss.",
  },
  "nullable-without-null": {
    severity: "warning",
    message: (p: { keyword: string }) => `null is accepted although the enum does not list it, because "${p.keyword}" is true.`,
    help: "Add null to the enum.",
  },
  "nullable-beside-reference": {
    severity: "warning",
    message: (p: { keyword: string }) =>
      `null is accepted because "${p.keyword}" is true next to $ref or in a part of allOf. Strictly, it has no effect there.`,
    help: `Wrap the reference: allOf: [{ $ref }], with "nullable: true" ("x-nullable: true" in 2.0) beside allOf; since OpenAPI 3.1, anyOf: [{ $ref }, { type: 'null' }].`,
  },
  "reference-siblings": {
    severity: "warning",
    message: (p: { siblings: string; version: string }) => {
      const clause =
        p.version === "Swagger 2.0" ? "JSON Reference §3, as Swagger 2.0 has it" : `${p.version} §${p.version === "OpenAPI 3.0" ? "4.7" : "4.8"}.23`;
      return `${p.siblings} beside $ref is ignored (${clause}).`;
    },
    help: "In a schema, wrap the reference: allOf: [{ $ref }], and keep the other keywords beside allOf. Elsewhere, remove the field, or repeat the target without $ref.",
  },
  "empty-enum": {
    severity: "warning",
    message: () => "An empty enum refuses every value. It is ignored.",
    help: "List the values, or remove the enum.",
  },
  "closed-inheritance": {
    severity: "warning",
    message: () =>
      "This would refuse what other parts of the same inheritance describe, and with it every value of an heir; further properties are accepted.",
    help: "Leave additionalProperties out of schemas that inherit or are inherited from, or say unevaluatedProperties: false in the heirs (OpenAPI 3.1).",
  },
  "nullable-alone": {
    severity: "warning",
    message: () => `A branch that says "nullable: true" and nothing else would take any value; it is read as null.`,
    help: "Say nullable: true beside the union or in one of its other branches, or write type: 'null' (OpenAPI 3.1).",
  },
  "type-beside-part": {
    severity: "warning",
    message: (p: { type: string; part: string }) =>
      `The type ${p.type} stands beside a part of the type ${p.part}: no value is both, so that it is left out.`,
    help: "Remove the type beside allOf, or that of the part.",
  },
  "enum-outside-type": {
    severity: "warning",
    message: (p: { values: string; one: boolean; type: string; fate: "refused" | "all refused" | "left out" | { taken: string } }) => {
      const fate =
        p.fate === "refused"
          ? `${p.one ? "it is" : "they are"} refused`
          : p.fate === "all refused"
            ? "no value at all is accepted"
            : p.fate === "left out"
              ? "no value at all would be accepted, so that the enum is ignored"
              : `${p.one ? "it is" : "they are"} read as ${p.fate.taken}`;
      return `The enum lists ${p.values}, which ${p.one ? "is" : "are"} not of the type ${p.type} beside it: ${fate}.`;
    },
    help: "Correct the type, or put the values in quotes. Without quotes, YAML reads booleans, numbers and null, and their spelling is lost.",
  },
  "repeated-enum-value": {
    severity: "note",
    message: (p: { value: string }) => `The enum lists ${p.value} more than once. The repetition is ignored.`,
    help: "Remove the repetition, or correct the value.",
  },
  "unknown-keyword": {
    severity: "warning",
    message: (p: { keyword: string; meant?: string }) =>
      `"${p.keyword}" is not a schema keyword. It has no effect.${p.meant === undefined ? "" : ` ${p.meant}`}`,
    help: `Correct the name or the location. Keywords of your own start with "x-".`,
  },
  "invalid-escape": {
    severity: "error",
    message: (p: { reference: string; why: string }) => `"${p.reference}" is not a valid reference: ${p.why}.`,
    help: 'In a JSON pointer, write "~" as ~0 and "/" as ~1. In a URL, write "%" as %25.',
  },
  "unresolved-mapping": {
    severity: "warning",
    message: (p: { reference: string; why?: string }) =>
      p.why === undefined
        ? `The discriminator's mapping names "${p.reference}", which is neither a component nor a reference that leads anywhere.`
        : `The discriminator's mapping names "${p.reference}", which is not a valid reference: ${p.why}.`,
    help: "Name a schema under components, or write a reference to one.",
  },
  "left-out": {
    severity: "warning",
    message: (p: { what: string; why: string }) => `${p.what} is left out: ${p.why}.`,
    help: "Everything else is generated.",
  },
  "example-file-not-read": {
    severity: "warning",
    message: (p: { name: string; file: string }) => `The externalValue of the example "${p.name}" cannot be read as text: "${p.file}".`,
    help: "Correct the path, or put the text into serializedValue. Binary files are not used as examples.",
  },
  "example-not-fetched": {
    severity: "warning",
    message: (p: { name: string; file: string; reason: string }) =>
      `The externalValue of the example "${p.name}" cannot be fetched: "${p.file}": ${p.reason}.`,
    help: "Check the address, and that this computer reaches the host. The output is generated without the example.",
  },
  "not-an-http-scheme": {
    severity: "warning",
    message: (p: { written: string; meant: string }) => `"${p.written}" is not an HTTP authentication scheme. It is read as ${p.meant}.`,
    help: `Write type: http and scheme: bearer or basic. What a bearer token looks like, such as JWT, is "bearerFormat".`,
  },
  "method-in-capitals": {
    severity: "note",
    message: (p: { method: string }) => `Methods are written in small letters here: "${p.method}" is read as "${p.method.toLowerCase()}".`,
    help: "Write it in small letters; other tools leave the operation out.",
  },
  "schema-in-its-place": {
    severity: "warning",
    message: (p: { kind: string; reference: string }) => `"${p.reference}" leads to a schema, not to a ${p.kind}; it is read as JSON of that schema.`,
    help: "Write content: { application/json: { schema: { $ref } } }.",
  },
  "authorization-parameter": {
    severity: "warning",
    message: () => `OpenAPI ignores a header parameter of this name; as nothing here is said to need a credential, it is kept.`,
    help: "Describe a security scheme under components, such as type: http with scheme: bearer, and name it in security: the client then sends it with each call.",
  },
  "not-a-media-type": {
    severity: "warning",
    message: (p: { written: string; meant: string | undefined }) =>
      `"${p.written}" is not a media type. It is ${p.meant === undefined ? "used unchanged" : `read as "${p.meant}"`}.`,
    help: "Write type and subtype with a slash between them, one pair to an entry: application/json.",
  },
  "media-type-missing": {
    severity: "warning",
    message: () => `"schema" stands in "content" where a media type belongs; it is read as what application/json has.`,
    help: "Put the media type around it: content: { application/json: { schema } }.",
  },
  "schema-as-media-type": {
    severity: "warning",
    message: (p: { mediaType: string }) => `What stands below "${p.mediaType}" is a schema; it is read as if it stood under "schema".`,
    help: "Put schema around it: content: { application/json: { schema: { … } } }.",
  },
  "outside-of-content": {
    severity: "warning",
    message: (p: { mediaType: string }) => `"${p.mediaType}" stands outside of "content", where it belongs; it is read as if it stood in it.`,
    help: "Put content around it: content: { application/json: { schema } }.",
  },
  "schema-beside-media-type": {
    severity: "warning",
    message: (p: { mediaType: string }) => `"schema" stands beside "${p.mediaType}" and not inside of it; it is read as if it did.`,
    help: "Indent it by two more spaces.",
  },
  "as-in-swagger-2": {
    severity: "warning",
    message: (p: { field: string; as: "body" | "schema" | "request" }) => {
      const as = {
        body: "it is read as JSON of that schema",
        schema: "with what stands beside it, it is read as if it stood under schema",
        request: "it is read as what the request holds",
      };
      return `"${p.field}" stands where Swagger 2.0 has it; ${as[p.as]}.`;
    },
    help: "Write it as OpenAPI 3 has it: content: { application/json: { schema } } in a request or a response, with a requestBody for what a request holds; schema: { type } in a parameter or a header.",
  },
  "outdented-response": {
    severity: "warning",
    message: (p: { status: string; fields: string }) =>
      `"${p.status}" is empty, and ${p.fields} beside it ${p.fields.includes(",") ? "are" : "is"} read as if inside of it.`,
    help: "Indent what belongs to the response by two more spaces.",
  },
  "empty-reference": {
    severity: "warning",
    message: () => `"$ref" has no value; nothing is known of what it stands for.`,
    help: "Write the reference in quotes: where it is not, YAML takes what begins with # for a comment.",
  },
  "discriminator-by-name": {
    severity: "note",
    message: (p: { property: string; names: readonly string[] }) => {
      const [first = "", second] = p.names;
      const names = second === undefined ? `"${first}"` : `"${first}", "${second}"${p.names.length > 2 ? " and so on" : ""}`;
      return `Nothing says which values "${p.property}" has: OpenAPI takes the names of the schemas (${names}), and other values are refused.`;
    },
    help: "Where servers send others, say so: by a mapping, or by an enum of one value in each branch.",
  },
  "section-elsewhere": {
    severity: "note",
    message: (p: { field: string; count: number }) =>
      `OpenAPI does not allow a $ref in the place of "${p.field}"${p.count === 1 ? ". Its target is" : ` (${p.count} references). Their targets are`} used.`,
    help: "Nothing to do for Tallystick. For tools that do not follow it, bundle the document into one file.",
  },
  "undescribed-server-variable": {
    severity: "warning",
    message: (p: { name: string; url: string }) =>
      `The server "${p.url}" has a part {${p.name}}, but no variable describes it; clients have to be told what it is.`,
    help: "Add it to the server's variables, with a default. Until then, pass serverVariables or baseUrl to the client.",
  },
  "repeated-parameter": {
    severity: "warning",
    message: (p: { name: string; in: string }) => `The ${p.in} parameter "${p.name}" stands twice in the same list; the last one counts.`,
    help: "Keep one of the two.",
  },
  "not-a-status": {
    severity: "warning",
    message: (p: { status: string; meant?: string }) =>
      `"${p.status}" is not a status code. ${p.meant === undefined ? "The response is omitted" : `It is read as "${p.meant}"`}.`,
    help: `Use a code such as 404 in quotes, a range such as "4XX", or "default".`,
  },
  "link-to-nowhere": {
    severity: "warning",
    message: (p: { link: string; operation: string; why?: string }) =>
      p.why === undefined
        ? `The link "${p.link}" names the operation "${p.operation}", which is not in this document.`
        : `The operationRef "${p.operation}" of the link "${p.link}" is not a valid reference: ${p.why}.`,
    help: "Use an operationId of this document, or an operationRef.",
  },
  "reference-loop": {
    severity: "error",
    message: (p: { reference: string }) => `"${p.reference}" leads back to itself before anything is said.`,
    help: "Write out one member of the loop, or take the reference out of it.",
  },
  "endless-reference": {
    severity: "warning",
    message: (p: { reference: string }) =>
      `This leads back to "${p.reference}", which it is a part of, before anything is said about a value; it is left out.`,
    help: "Take this reference out. A schema may contain itself below properties, items or additionalProperties.",
  },
  "example-loop": {
    severity: "warning",
    message: (p: { reference: string }) => `"${p.reference}" leads back here, so there is no example; it is left out.`,
    help: "Write the example out where one of these references stands.",
  },
  "references-too-deep": {
    severity: "error",
    message: () =>
      "From here schemas lead on too far, one after the other, by $ref, allOf, anyOf, oneOf, not, if or dependentSchemas, before all is said about one value.",
    help: "No real API needs this. Say it in fewer schemas.",
  },
  "unsupported-collection-format": {
    severity: "warning",
    message: (p: { format: string }) => `collectionFormat "${p.format}" has no meaning here; "csv" is used.`,
    help: "Use csv, ssv, tsv, pipes or (for query and form parameters) multi.",
  },
} as const satisfies Record<string, Entry>;
