import type { Entry } from "../entry.js";

/** Diagnostics of `lower`: parts that the document's version does not allow, and how they were read. */
export const lowerCatalog = {
  "not-openapi": {
    severity: "error",
    message: (p: { looks: string | undefined }) =>
      `This is not an OpenAPI document: it has neither "openapi" nor "swagger" at the top level${p.looks === undefined ? "" : `. It looks like ${p.looks}`}.`,
    help: `Check that this is the right file. An OpenAPI document starts with "openapi: 3.1.1".`,
  },
  "not-openapi-version": {
    severity: "error",
    message: (p: { version: string }) => `Version ${JSON.stringify(p.version)} is neither Swagger 2.0 nor OpenAPI 3.`,
    help: "Convert the document to OpenAPI 3.1 first.",
  },
  "unknown-version": {
    severity: "warning",
    message: (p: { version: string; as: string }) => `Unknown version ${p.version}. The document is read as ${p.as}.`,
    help: 'Supported: Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2. Write the version in quotes, such as "3.0.3".',
  },
  "version-of-the-other": {
    severity: "warning",
    message: (p: { field: string; version: string; as: string }) =>
      `"${p.field}: ${p.version}" mixes two versions: Swagger 2.0 has "swagger", and OpenAPI 3 has "openapi". It is read as ${p.as}.`,
    help: `Write swagger: "2.0", or openapi: with the version of OpenAPI 3, such as openapi: 3.0.3.`,
  },
  "newer-field": {
    severity: "note",
    message: (p: { field: string; version: string }) =>
      `"${p.field}" was added in OpenAPI ${p.version}, but this document has an earlier version. It is read anyway.`,
    help: "Set the version of the document to that version, so that other tools read the field.",
  },
  "unbound-dynamic-reference": {
    severity: "warning",
    message: (p: { reference: string }) =>
      `The dynamic reference "${p.reference}" has no target when the schema around it is used alone. Any value is accepted there.`,
    help: "Add a $dynamicAnchor of that name to the $defs of that schema. Write `not: {}` in a schema that must be replaced.",
  },
  "too-many-meanings": {
    severity: "error",
    message: (p: { limit: number }) => `Dynamic references resolve to more than ${p.limit} different schemas. This one exceeds the limit.`,
    help: "Replace dynamic references by $ref, or define the dynamic anchor in fewer schemas.",
  },
  "other-schema-dialect": {
    severity: "warning",
    message: (p: { dialect: string }) => `The document declares the schema dialect ${p.dialect}. Its schemas are read as JSON Schema 2020-12.`,
    help: "Write the schemas in JSON Schema 2020-12, the dialect of OpenAPI 3.1, and remove jsonSchemaDialect.",
  },
  "wrong-kind": {
    severity: "warning",
    message: (p: { field: string; wanted: string; got: string; readAs?: string }) =>
      `"${p.field}" must be ${p.wanted}, not ${p.got}. It is ${p.readAs === undefined ? "ignored" : `read as ${p.readAs}`}.`,
    help: "Correct the value, here or in an overlay, so that other tools read it.",
  },
  "items-by-place": {
    severity: "warning",
    message: () => `"items" is a list, as in older drafts of JSON Schema. Each schema applies to the item at its position.`,
    help: "If each item may match any of the schemas, write items: { anyOf: [...] }. Otherwise, use prefixItems (OpenAPI 3.1).",
  },
  "missing-field": {
    severity: "warning",
    message: (p: { field: string; of: string }) => `${p.of} must have "${p.field}". It is omitted.`,
    help: "Add the field, here or in an overlay.",
  },
  "unknown-type": {
    severity: "warning",
    message: (p: { type: string; readAs?: string }) =>
      `"${p.type}" is not a JSON Schema type. ${p.readAs === undefined ? "The schema has no type" : `It is read as ${p.readAs}`}.`,
    help: `Types are null, boolean, integer, number, string, array and object. Write the kind of a string as "format".`,
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
    help: "Write the value as OpenAPI defines it, here or in an overlay. To generate without the content, run with --allow-loss.",
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
    help: `Wrap the reference: allOf: [{ $ref }], with "nullable: true" ("x-nullable: true" in 2.0) next to allOf. Since OpenAPI 3.1, write anyOf: [{ $ref }, { type: 'null' }].`,
  },
  "reference-siblings": {
    severity: "warning",
    message: (p: { siblings: string; version: string }) => {
      const clause = p.version === "Swagger 2.0" ? "JSON Reference §3" : `${p.version} §${p.version === "OpenAPI 3.0" ? "4.7" : "4.8"}.23`;
      return `${p.siblings} next to $ref is ignored (${clause}).`;
    },
    help: "In a schema, wrap the reference: allOf: [{ $ref }], and keep the other keywords next to allOf. Elsewhere, remove the field, or repeat the target without $ref.",
  },
  "empty-enum": {
    severity: "warning",
    message: () => "An empty enum rejects every value. It is ignored.",
    help: "List the values, or remove the enum.",
  },
  "closed-inheritance": {
    severity: "warning",
    message: () =>
      "This keyword would reject the properties of schemas that inherit from this one or are inherited by it. Other properties are accepted.",
    help: "Remove additionalProperties from schemas in an allOf. Since OpenAPI 3.1, write unevaluatedProperties: false in the inheriting schemas.",
  },
  "nullable-alone": {
    severity: "warning",
    message: () => `A branch with only "nullable: true" would accept any value. It is read as null.`,
    help: "Write nullable: true next to the union or in another branch. Since OpenAPI 3.1, write type: 'null'.",
  },
  "type-beside-part": {
    severity: "warning",
    message: (p: { type: string; part: string }) =>
      `The type ${p.type} contradicts a part of allOf with the type ${p.part}. The type ${p.type} is ignored.`,
    help: "Remove the type next to allOf, or the type of the part.",
  },
  "enum-outside-type": {
    severity: "warning",
    message: (p: { values: string; one: boolean; type: string; fate: "refused" | "all refused" | "omitted" | { taken: string } }) => {
      const fate =
        p.fate === "refused"
          ? `${p.one ? "It is" : "They are"} rejected`
          : p.fate === "all refused"
            ? "No value is accepted"
            : p.fate === "omitted"
              ? "No value would be accepted, so the enum is ignored"
              : `${p.one ? "It is" : "They are"} read as ${p.fate.taken}`;
      return `The enum lists ${p.values}, which ${p.one ? "does" : "do"} not have the type ${p.type}. ${fate}.`;
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
    message: (p: { keyword: string; hint?: string }) =>
      `"${p.keyword}" is not a schema keyword. It has no effect.${p.hint === undefined ? "" : ` ${p.hint}`}`,
    help: `Correct the name or the location. Custom keywords start with "x-".`,
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
        ? `The discriminator's mapping names "${p.reference}", which is neither a component nor a reference that can be resolved.`
        : `The discriminator's mapping names "${p.reference}", which is not a valid reference: ${p.why}.`,
    help: "Name a schema under components, or write a reference to one.",
  },
  "left-out": {
    severity: "warning",
    message: (p: { what: string; why: string }) => `${p.what} is omitted: ${p.why}.`,
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
    message: (p: { written: string; readAs: string }) => `"${p.written}" is not an HTTP authentication scheme. It is read as ${p.readAs}.`,
    help: `Write type: http and scheme: bearer or basic. What a bearer token looks like, such as JWT, is "bearerFormat".`,
  },
  "method-in-capitals": {
    severity: "note",
    message: (p: { method: string }) => `The method "${p.method}" must be in lower case. It is read as "${p.method.toLowerCase()}".`,
    help: "Write it in lower case. Other tools omit the operation.",
  },
  "schema-in-its-place": {
    severity: "warning",
    message: (p: { kind: string; reference: string }) =>
      `"${p.reference}" is the reference of a schema, not of a ${p.kind}. It is read as JSON of that schema.`,
    help: "Write content: { application/json: { schema: { $ref } } }.",
  },
  "authorization-parameter": {
    severity: "warning",
    message: () => `OpenAPI ignores a header parameter of this name. It is used because the document has no security scheme.`,
    help: "Describe a security scheme such as type: http with scheme: bearer, and name it in security. The client then sends it with each call.",
  },
  "not-a-media-type": {
    severity: "warning",
    message: (p: { written: string; readAs: string | undefined }) =>
      `"${p.written}" is not a media type. It is ${p.readAs === undefined ? "used unchanged" : `read as "${p.readAs}"`}.`,
    help: "Write type and subtype with a slash, one media type for each entry: application/json.",
  },
  "media-type-missing": {
    severity: "warning",
    message: () => `"content" has "schema" instead of a media type. It is read as the schema of application/json.`,
    help: "Write the media type around it: content: { application/json: { schema } }.",
  },
  "schema-as-media-type": {
    severity: "warning",
    message: (p: { mediaType: string }) => `The value of "${p.mediaType}" is a schema. It is read as the field "schema" of the media type.`,
    help: "Write schema around it: content: { application/json: { schema: { … } } }.",
  },
  "outside-of-content": {
    severity: "warning",
    message: (p: { mediaType: string }) => `"${p.mediaType}" must be inside "content". It is read as part of "content".`,
    help: "Write content around it: content: { application/json: { schema } }.",
  },
  "schema-beside-media-type": {
    severity: "warning",
    message: (p: { mediaType: string }) => `"schema" is next to "${p.mediaType}", but must be inside it. It is read as part of the media type.`,
    help: "Indent it by two more spaces.",
  },
  "as-in-swagger-2": {
    severity: "warning",
    message: (p: { field: string; as: "body" | "schema" | "request" }) => {
      const as = {
        body: "It is read as JSON of that schema",
        schema: "It is read, with the fields next to it, as the schema",
        request: "It is read as the media types of the request body",
      };
      return `"${p.field}" is at the location of Swagger 2.0. ${as[p.as]}.`;
    },
    help: "In OpenAPI 3, write content: { application/json: { schema } } in requestBody and responses, and schema: { type } in parameters and headers.",
  },
  "outdented-response": {
    severity: "warning",
    message: (p: { status: string; fields: string }) =>
      `"${p.status}" is empty, and ${p.fields} next to it ${p.fields.includes(",") ? "are" : "is"} read as part of it.`,
    help: "Indent the fields of the response by two more spaces.",
  },
  "empty-reference": {
    severity: "warning",
    message: () => `"$ref" has no value, so its target is unknown.`,
    help: 'Write the reference in quotes. Without quotes, YAML reads "#" as the start of a comment.',
  },
  "discriminator-by-name": {
    severity: "note",
    message: (p: { property: string; names: readonly string[] }) => {
      const [first = "", second] = p.names;
      const names = second === undefined ? `"${first}"` : `"${first}", "${second}"${p.names.length > 2 ? " and so on" : ""}`;
      return `The discriminator "${p.property}" has no mapping, so its values are the names of the schemas (${names}). Other values are rejected.`;
    },
    help: "If servers send other values, add a mapping, or an enum of one value in each branch.",
  },
  "section-elsewhere": {
    severity: "note",
    message: (p: { field: string; count: number }) =>
      `OpenAPI does not allow a $ref instead of "${p.field}"${p.count === 1 ? ". Its target is" : ` (${p.count} references). Their targets are`} used.`,
    help: "Nothing to do for Tallystick. For tools that do not follow it, bundle the document into one file.",
  },
  "undescribed-server-variable": {
    severity: "warning",
    message: (p: { name: string; url: string }) =>
      `The server URL "${p.url}" has {${p.name}}, but no variable describes it. Clients must set its value.`,
    help: "Add it to the server's variables, with a default. Otherwise, pass serverVariables or baseUrl to the client.",
  },
  "repeated-parameter": {
    severity: "warning",
    message: (p: { name: string; in: string }) => `The ${p.in} parameter "${p.name}" is twice in the same list. The last one is used.`,
    help: "Keep one of the two.",
  },
  "not-a-status": {
    severity: "warning",
    message: (p: { status: string; readAs?: string }) =>
      `"${p.status}" is not a status code. ${p.readAs === undefined ? "The response is omitted" : `It is read as "${p.readAs}"`}.`,
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
    message: (p: { reference: string }) => `"${p.reference}" refers to itself without defining a schema.`,
    help: "Replace one reference of the loop by its definition, or remove it.",
  },
  "endless-reference": {
    severity: "warning",
    message: (p: { reference: string }) =>
      `This schema refers back to "${p.reference}", which contains it, for the same value. The reference is omitted.`,
    help: "Remove this reference. A schema may contain itself below properties, items or additionalProperties.",
  },
  "example-loop": {
    severity: "warning",
    message: (p: { reference: string }) => `"${p.reference}" refers back to this example. The example is omitted.`,
    help: "Replace one of these references by the example.",
  },
  "references-too-deep": {
    severity: "error",
    message: () => "The chain of $ref, allOf, anyOf, oneOf, not, if and dependentSchemas from here to the last schema of the same value is too long.",
    help: "No real API needs this. Use fewer schemas.",
  },
  "unsupported-collection-format": {
    severity: "warning",
    message: (p: { format: string }) => `collectionFormat "${p.format}" is not allowed here. "csv" is used.`,
    help: "Use csv, ssv, tsv, pipes or (for query and form parameters) multi.",
  },
} as const satisfies Record<string, Entry>;
