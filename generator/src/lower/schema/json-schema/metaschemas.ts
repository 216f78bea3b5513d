import type { Json } from "../../../model/json.js";

// The metaschemas of JSON Schema 2020-12 and draft 4, as data: schemas refer to them as they do to any other schema.

const base = "https://json-schema.org/draft/2020-12/";
const self = { $dynamicRef: "#meta" };
const selves = { type: "object", additionalProperties: self, default: {} };
const list = { $ref: "#/$defs/schemaArray" };
const count = { $ref: "#/$defs/nonNegativeInteger" };
const countOrZero = { $ref: "#/$defs/nonNegativeIntegerDefault0" };
const strings = { $ref: "#/$defs/stringArray" };
const flag = { type: "boolean", default: false };
const text = { type: "string" };

function vocabulary(name: string, title: string, properties: Json, definitions?: Json): [string, Json] {
  const uri = `${base}meta/${name}`;
  return [
    uri,
    {
      $schema: `${base}schema`,
      $id: uri,
      $dynamicAnchor: "meta",
      title,
      type: ["object", "boolean"],
      properties,
      ...(definitions === undefined ? {} : { $defs: definitions }),
    },
  ];
}

const names = ["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content"];

const metaschema202012: Json = {
  $schema: `${base}schema`,
  $id: `${base}schema`,
  $vocabulary: Object.fromEntries(names.map((name) => [`${base}vocab/${name}`, true])),
  $dynamicAnchor: "meta",
  title: "Core and Validation specifications meta-schema",
  allOf: names.map((name) => ({ $ref: `meta/${name}` })),
  type: ["object", "boolean"],
  properties: {
    definitions: { ...selves, deprecated: true },
    dependencies: {
      type: "object",
      additionalProperties: { anyOf: [self, { $ref: "meta/validation#/$defs/stringArray" }] },
      deprecated: true,
      default: {},
    },
    $recursiveAnchor: { $ref: "meta/core#/$defs/anchorString", deprecated: true },
    $recursiveRef: { $ref: "meta/core#/$defs/uriReferenceString", deprecated: true },
  },
};

const core = vocabulary(
  "core",
  "Core vocabulary meta-schema",
  {
    $id: { $ref: "#/$defs/uriReferenceString", pattern: "^[^#]*#?$" },
    $schema: { $ref: "#/$defs/uriString" },
    $ref: { $ref: "#/$defs/uriReferenceString" },
    $anchor: { $ref: "#/$defs/anchorString" },
    $dynamicRef: { $ref: "#/$defs/uriReferenceString" },
    $dynamicAnchor: { $ref: "#/$defs/anchorString" },
    $vocabulary: { type: "object", propertyNames: { $ref: "#/$defs/uriString" }, additionalProperties: { type: "boolean" } },
    $comment: text,
    $defs: { type: "object", additionalProperties: self },
  },
  {
    anchorString: { type: "string", pattern: "^[A-Za-z_][-A-Za-z0-9._]*$" },
    uriString: { type: "string", format: "uri" },
    uriReferenceString: { type: "string", format: "uri-reference" },
  },
);

const applicator = vocabulary(
  "applicator",
  "Applicator vocabulary meta-schema",
  {
    prefixItems: list,
    items: self,
    contains: self,
    additionalProperties: self,
    properties: selves,
    patternProperties: { ...selves, propertyNames: { format: "regex" } },
    dependentSchemas: selves,
    propertyNames: self,
    if: self,
    then: self,
    else: self,
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: self,
  },
  { schemaArray: { type: "array", minItems: 1, items: self } },
);

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

const validation = vocabulary(
  "validation",
  "Validation vocabulary meta-schema",
  {
    type: { anyOf: [{ $ref: "#/$defs/simpleTypes" }, { type: "array", items: { $ref: "#/$defs/simpleTypes" }, minItems: 1, uniqueItems: true }] },
    const: true,
    enum: { type: "array", items: true },
    multipleOf: { type: "number", exclusiveMinimum: 0 },
    maximum: { type: "number" },
    exclusiveMaximum: { type: "number" },
    minimum: { type: "number" },
    exclusiveMinimum: { type: "number" },
    maxLength: count,
    minLength: countOrZero,
    pattern: { type: "string", format: "regex" },
    maxItems: count,
    minItems: countOrZero,
    uniqueItems: flag,
    maxContains: count,
    minContains: { ...count, default: 1 },
    maxProperties: count,
    minProperties: countOrZero,
    required: strings,
    dependentRequired: { type: "object", additionalProperties: strings },
  },
  {
    nonNegativeInteger: { type: "integer", minimum: 0 },
    nonNegativeIntegerDefault0: { ...count, default: 0 },
    simpleTypes: { enum: types },
    stringArray: { type: "array", items: text, uniqueItems: true, default: [] },
  },
);

const draft4Self = { $ref: "#" };
const draft4Selves = { type: "object", additionalProperties: draft4Self, default: {} };
const draft4List = { $ref: "#/definitions/schemaArray" };
const draft4Count = { $ref: "#/definitions/positiveInteger" };
const draft4CountOrZero = { $ref: "#/definitions/positiveIntegerDefault0" };
const draft4Strings = { $ref: "#/definitions/stringArray" };
const booleanOrSelf = { anyOf: [{ type: "boolean" }, draft4Self], default: {} };

const draft4: Json = {
  id: "http://json-schema.org/draft-04/schema#",
  $schema: "http://json-schema.org/draft-04/schema#",
  description: "Core schema meta-schema",
  definitions: {
    schemaArray: { type: "array", minItems: 1, items: draft4Self },
    positiveInteger: { type: "integer", minimum: 0 },
    positiveIntegerDefault0: { allOf: [draft4Count, { default: 0 }] },
    simpleTypes: { enum: types },
    stringArray: { type: "array", items: text, minItems: 1, uniqueItems: true },
  },
  type: "object",
  properties: {
    id: text,
    $schema: text,
    title: text,
    description: text,
    default: {},
    multipleOf: { type: "number", minimum: 0, exclusiveMinimum: true },
    maximum: { type: "number" },
    exclusiveMaximum: { type: "boolean" },
    minimum: { type: "number" },
    exclusiveMinimum: { type: "boolean" },
    maxLength: draft4Count,
    minLength: draft4CountOrZero,
    pattern: { type: "string", format: "regex" },
    additionalItems: booleanOrSelf,
    items: { anyOf: [draft4Self, draft4List], default: {} },
    maxItems: draft4Count,
    minItems: draft4CountOrZero,
    uniqueItems: flag,
    maxProperties: draft4Count,
    minProperties: draft4CountOrZero,
    required: draft4Strings,
    additionalProperties: booleanOrSelf,
    definitions: draft4Selves,
    properties: draft4Selves,
    patternProperties: draft4Selves,
    dependencies: { type: "object", additionalProperties: { anyOf: [draft4Self, draft4Strings] } },
    enum: { type: "array", minItems: 1, uniqueItems: true },
    type: {
      anyOf: [{ $ref: "#/definitions/simpleTypes" }, { type: "array", items: { $ref: "#/definitions/simpleTypes" }, minItems: 1, uniqueItems: true }],
    },
    format: text,
    allOf: draft4List,
    anyOf: draft4List,
    oneOf: draft4List,
    not: draft4Self,
  },
  dependencies: { exclusiveMaximum: ["maximum"], exclusiveMinimum: ["minimum"] },
  default: {},
};

/** By URI, without fragment. */
export const metaschemas: ReadonlyMap<string, Json> = new Map<string, Json>([
  [`${base}schema`, metaschema202012],
  core,
  applicator,
  vocabulary("unevaluated", "Unevaluated applicator vocabulary meta-schema", { unevaluatedItems: self, unevaluatedProperties: self }),
  validation,
  vocabulary("meta-data", "Meta-data vocabulary meta-schema", {
    title: text,
    description: text,
    default: true,
    deprecated: flag,
    readOnly: flag,
    writeOnly: flag,
    examples: { type: "array", items: true },
  }),
  vocabulary("format-annotation", "Format vocabulary meta-schema for annotation results", { format: text }),
  vocabulary("content", "Content vocabulary meta-schema", { contentEncoding: text, contentMediaType: text, contentSchema: self }),
  ["http://json-schema.org/draft-04/schema", draft4],
]);
