import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken } from "../../model/place.js";
import type { Schema } from "../../model/schema.js";
import type { Plan } from "../../plan/plan.js";
import { code, join, propertyKey, raw, type Code } from "../print/code.js";
import type { SourceModule } from "../print/file.js";
import { runtime } from "./symbols.js";

/** One module that gives each schema back as JSON Schema 2020-12. A bundle that does not ask leaves it out. */
export function jsonSchemaModule(plan: Plan): SourceModule {
  const entries = plan.schemas.map(({ key, schema }): Code => code`  ${raw(propertyKey(key))}: () => (${written(schema, plan)}),`);
  return {
    path: "validators/json-schema",
    statements: [
      { kind: "const", name: "schemas", value: code`{\n${join(entries, "\n")}\n}` },
      {
        kind: "type",
        name: "SchemaName",
        docs: "The schemas by the names that the document gives them.",
        exported: true,
        type: code`keyof typeof schemas`,
      },
      {
        kind: "function",
        name: "jsonSchema",
        docs: "A schema as JSON Schema 2020-12, with all that it refers to in `$defs`.",
        exported: true,
        parameters: [{ name: "name", type: code`SchemaName` }],
        returnType: code`${runtime.JsonSchema}`,
        body: code`return ${runtime.collectSchema}(schemas, name);`,
      },
    ],
  };
}

/** The schema as an object literal. */
function written(schema: Schema, plan: Plan): Code {
  return layout(toJson(schema, plan), 2);
}

/** A JSON value on one line where it is short, else one member a line. */
function layout(value: Json, indent: number): Code {
  if (typeof value !== "object" || value === null || JSON.stringify(value).length + indent <= 110) return code`${value}`;
  const margin = raw(`\n${" ".repeat(indent + 2)}`);
  const end = raw(`\n${" ".repeat(indent)}`);
  const members = isJsonObject(value)
    ? Object.entries(value).map(([key, inner]) => code`${margin}${raw(propertyKey(key))}: ${layout(inner, indent + 2)},`)
    : (value as readonly Json[]).map((inner) => code`${margin}${layout(inner, indent + 2)},`);
  return isJsonObject(value) ? code`{${join(members, "")}${end}}` : code`[${join(members, "")}${end}]`;
}

function toJson(schema: Schema, plan: Plan): Json {
  if (schema.boolean !== undefined) return schema.boolean;
  const one = (inner: Schema | undefined): Json | undefined => (inner === undefined ? undefined : toJson(inner, plan));
  const list = (inner: readonly Schema[] | undefined): Json | undefined => inner?.map((each) => toJson(each, plan));
  const map = (inner: ReadonlyMap<string, Schema> | undefined): Json | undefined =>
    inner === undefined ? undefined : Object.fromEntries([...inner].map(([name, each]) => [name, toJson(each, plan)]));
  const { number = {}, string = {}, array = {}, object = {}, annotations = {} } = schema;
  const target = schema.ref === undefined ? undefined : plan.schemaById.get(schema.ref);
  const { contentSchema, ...text } = string;
  const { extensions: _extensions, examples, ...described } = annotations;
  const members: Record<string, Json | undefined> = {
    $ref: target === undefined ? undefined : `#/$defs/${escapeToken(target.key)}`,
    ...described,
    examples,
    type: schema.type?.length === 1 ? schema.type[0] : schema.type,
    enum: schema.enum,
    const: schema.const,
    format: schema.format,
    ...number,
    ...text,
    contentSchema: one(contentSchema),
    prefixItems: list(array.prefixItems),
    items: one(array.items),
    contains: one(array.contains),
    minContains: array.minContains,
    maxContains: array.maxContains,
    minItems: array.minItems,
    maxItems: array.maxItems,
    uniqueItems: array.uniqueItems,
    unevaluatedItems: one(array.unevaluatedItems),
    properties: map(object.properties),
    required: object.required,
    additionalProperties: one(object.additionalProperties),
    patternProperties: map(object.patternProperties),
    propertyNames: one(object.propertyNames),
    minProperties: object.minProperties,
    maxProperties: object.maxProperties,
    dependentRequired: object.dependentRequired === undefined ? undefined : Object.fromEntries(object.dependentRequired),
    dependentSchemas: map(object.dependentSchemas),
    unevaluatedProperties: one(object.unevaluatedProperties),
    allOf: list(schema.allOf),
    anyOf: list(schema.anyOf),
    oneOf: list(schema.oneOf),
    not: one(schema.not),
    if: one(schema.if),
    then: one(schema.then),
    else: one(schema.else),
  };
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
