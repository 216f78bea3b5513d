import { createRequire } from "node:module";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { Check } from "./ready-made.js";

/** Versions of OpenAPI that have a JSON Schema of their own. */
export const schemaVersions = ["2.0", "3.0", "3.1", "3.2"] as const;
export type SchemaVersion = (typeof schemaVersions)[number];

const require = createRequire(import.meta.url);
const publisher = "@seriousme/openapi-schema-validator";

/**
 * The JSON Schema that the OpenAPI Initiative publishes for a version (2.0; 3.0 of 2021-09-28; 3.1 of 2026-08-03; 3.2 of 2026-08-30), with each choice
 * written as a condition. Only the build and a checkout have these files: the published package has the compiled validators (`compile-schemas.mjs`).
 */
function openapiSchema(version: SchemaVersion): JsonObject {
  const { id: _id, $schema: _schema, ...schema } = publishedSchema(version);
  return decided(titled(schema), schema) as JsonObject;
}

/** The published schema without the parts that reject more than the standard's text. */
export function publishedSchema(version: SchemaVersion): JsonObject {
  return corrected(require(`${publisher}/schemas/v${version}/schema.json`) as JsonObject, version);
}

/** Gives each definition the name of its object as a title: Ajv's errors show it. */
function titled(schema: JsonObject): JsonObject {
  const key = schema["$defs"] === undefined ? "definitions" : "$defs";
  const definitions = Object.entries(schema[key] as Readonly<Record<string, JsonObject>>);
  return { ...schema, [key]: Object.fromEntries(definitions.map(([name, definition]) => [name, { ...definition, title: objectName(name) }])) };
}

/** Objects whose definition in a schema has another name. */
const objectNames: Readonly<Record<string, string>> = {
  "external-documentation": "External Documentation",
  ExternalDocumentation: "External Documentation",
  externalDocs: "External Documentation",
  "oauth-flows": "OAuth Flows",
  OAuthFlows: "OAuth Flows",
  bodyParameter: "body parameter",
  headerParameterSubSchema: "header parameter",
  queryParameterSubSchema: "query parameter",
  formDataParameterSubSchema: "form parameter",
  pathParameterSubSchema: "path parameter",
  primitivesItems: "Items",
  fileSchema: `schema of the type "file"`,
  jsonReference: "Reference",
  APIKeySecurityScheme: `security scheme of the type "apiKey"`,
  HTTPSecurityScheme: `security scheme of the type "http"`,
  OAuth2SecurityScheme: `security scheme of the type "oauth2"`,
  OpenIdConnectSecurityScheme: `security scheme of the type "openIdConnect"`,
  basicAuthenticationSecurity: `security scheme of the type "basic"`,
  apiKeySecurity: `security scheme of the type "apiKey"`,
  XML: "XML",
};

/** The name in OpenAPI of the object of a definition: `the Response Object`, `a header parameter`. */
function objectName(definition: string): string {
  const name = objectNames[definition];
  if (name !== undefined && /^[a-z]/.test(name)) return `a ${name}`;
  if (/flow|oauth2/i.test(definition) && name === undefined)
    return definition.endsWith("Security") ? `a security scheme of the type "oauth2"` : "the OAuth Flow Object";
  return `the ${name ?? asTitle(definition)} Object`;
}

/** Writes `server-variable` and `pathItem` as words of a title. */
function asTitle(definition: string): string {
  const words = definition
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .split(/[ -]/)
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return words.join(" ");
}

/** The schema of JSON Schema draft-04, which the 2.0 schema refers to, written in 2020-12. */
function draft04(): JsonObject {
  const { id: _id, $schema: _schema, ...schema } = require("ajv-draft-04/dist/refs/json-schema-draft-04.json") as JsonObject;
  return { ...(decided(schema, schema) as JsonObject), $id: "http://json-schema.org/draft-04/schema" };
}

/** Locations where a published schema rejects what the standard's text allows. */
function corrected(schema: JsonObject, version: SchemaVersion): JsonObject {
  if (version !== "3.0") return schema;
  const definitions = schema["definitions"] as Readonly<Record<string, JsonObject>>;
  // Encoding Objects may have extensions (OpenAPI 3.0.4 §4.7.15); the schema of 2024-10-18 allows them.
  const Encoding = { ...definitions["Encoding"], patternProperties: { "^x-": {} } };
  return { ...schema, definitions: { ...definitions, Encoding } };
}

/**
 * An equivalent schema whose errors concern one branch of each choice: the one that the value selects by a `$ref`, its JSON type, its
 * `in`, `type`, `flow` or `scheme`. Otherwise Ajv reports errors of all branches, and none shows the intended branch.
 */
function decided(schema: Json, root: JsonObject): Json {
  if (Array.isArray(schema)) return schema.map((part) => decided(part, root));
  if (!isJsonObject(schema)) return schema;
  const { oneOf, anyOf, not, ...others } = withNumericBound(schema) as Readonly<Record<string, Json>>;
  const rest = Object.fromEntries(Object.entries(others).map(([key, part]) => [key, maps.has(key) ? decidedEach(part, root) : decided(part, root)]));
  const conditions: Json[] = [];
  const choice = oneOf ?? anyOf;
  if (Array.isArray(choice)) conditions.push(choose(choice, root));
  else if (choice !== undefined) rest[oneOf === undefined ? "anyOf" : "oneOf"] = decided(choice, root);
  // For 3.0 only: the choice already excludes both.
  if (isJsonObject(not) && oneOf === undefined) conditions.push(excluding(not) ?? { not: decided(not, root) });
  if (isJsonObject(rest["if"])) rest["if"] = certain(rest["if"]);
  if (conditions.length === 0) return rest;
  return { ...rest, allOf: [...((rest["allOf"] as readonly Json[] | undefined) ?? []), ...conditions] };
}

/** Keywords whose value maps names to schemas. */
const maps: ReadonlySet<string> = new Set(["properties", "patternProperties", "definitions", "$defs", "dependentSchemas"]);

function decidedEach(schemas: Json, root: JsonObject): Json {
  return Object.fromEntries(Object.entries(schemas as JsonObject).map(([name, schema]) => [name, decided(schema, root)]));
}

/** Converts `exclusiveMinimum: true` of draft-04 to 2020-12. */
function withNumericBound(schema: JsonObject): JsonObject {
  const { minimum, exclusiveMinimum, ...others } = schema as Readonly<Record<string, Json>>;
  return exclusiveMinimum === true && minimum !== undefined ? { ...others, exclusiveMinimum: minimum } : schema;
}

/** A condition on `in` or `type` that does not hold where that is absent. */
function certain(condition: JsonObject): JsonObject {
  const properties = condition["properties"];
  const key = isJsonObject(properties) ? ["in", "type"].find((name) => Object.hasOwn(properties, name)) : undefined;
  return key === undefined || condition["required"] !== undefined ? condition : { ...condition, required: [key] };
}

/** `not: { required: [a, b] }` as an error at b. */
function excluding(not: JsonObject): Json | undefined {
  const required = not["required"];
  if (!Array.isArray(required) || required.length !== 2) return undefined;
  const [first, second] = required as [string, string];
  return { if: { type: "object", required: [first] }, then: { properties: { [second]: false } } };
}

function choose(branches: readonly Json[], root: JsonObject): Json {
  const [only] = branches;
  if (only !== undefined && branches.length === 1) return decided(only, root);
  return (
    orReference(branches, root) ??
    byRequired(branches) ??
    bearer(branches) ??
    byType(branches, root) ??
    byValue(branches, root) ?? { anyOf: branches }
  );
}

/** "Something, or a reference." */
function orReference(branches: readonly Json[], root: JsonObject): Json | undefined {
  const isReference = (branch: Json): boolean => {
    const { required } = target(branch, root) as { readonly required?: Json };
    return Array.isArray(required) && required.length === 1 && required[0] === "$ref";
  };
  const reference = branches.find(isReference);
  if (reference === undefined) return undefined;
  const others = branches.filter((branch) => branch !== reference);
  return { if: { type: "object", required: ["$ref"] }, then: reference, else: choose(others, root) };
}

/** One of two fields, or a field that forbids others. */
function byRequired(branches: readonly Json[]): Json | undefined {
  const names = branches.map((branch) => (isJsonObject(branch) && Array.isArray(branch["required"]) ? branch["required"][0] : undefined));
  const [first, second] = names;
  if (branches.length !== 2 || typeof first !== "string" || typeof second !== "string") return undefined;
  const { allOf } = branches[1] as JsonObject;
  const forbidden = (Array.isArray(allOf) ? allOf : []).map(
    (part) => ((part as JsonObject)["not"] as { readonly required: readonly string[] }).required[0],
  );
  const properties = Object.fromEntries([first, ...forbidden].map((name) => [name, false]));
  return { if: { type: "object", required: [second] }, then: { properties }, else: { required: [first] } };
}

/** `bearerFormat` only with the scheme "bearer". */
function bearer(branches: readonly Json[]): Json | undefined {
  const [is, isNot] = branches as readonly JsonObject[];
  if (is?.["description"] !== "Bearer" || isNot?.["description"] !== "Non Bearer") return undefined;
  return { if: { properties: is["properties"], required: ["scheme"] }, else: { properties: { bearerFormat: false } } } as Json;
}

/** Branches that differ in the value of one field; at most one of them may leave it open. */
function byValue(branches: readonly Json[], root: JsonObject): Json | undefined {
  for (const key of ["in", "type", "flow"]) {
    const groups = new Map<string, { readonly values: readonly Json[]; readonly branches: Json[] }>();
    const open: Json[] = [];
    for (const branch of branches) {
      const values = valuesOf(branch, key, root);
      if (values === undefined) open.push(branch);
      else {
        const group = groups.get(JSON.stringify(values)) ?? { values, branches: [] };
        groups.set(JSON.stringify(values), group);
        group.branches.push(branch);
      }
    }
    const [otherwise, more] = open;
    if (more !== undefined || groups.size + open.length < 2) continue;
    const all = [...groups.values()];
    const is = ({ values }: { readonly values: readonly Json[] }): JsonObject => ({
      type: "object",
      required: [key],
      properties: { [key]: { enum: values } },
    });
    if (otherwise !== undefined) {
      return all.reduce<Json>((rest, group) => ({ if: is(group), then: choose(group.branches, root), else: rest }), choose([otherwise], root));
    }
    return {
      allOf: [is({ values: all.flatMap(({ values }) => values) }), ...all.map((group) => ({ if: is(group), then: choose(group.branches, root) }))],
    };
  }
  return undefined;
}

/** The values that a branch allows for a field; those of all its branches where it is a choice itself. */
function valuesOf(branch: Json, key: string, root: JsonObject): readonly Json[] | undefined {
  const schema = target(branch, root);
  const properties = schema["properties"];
  const field = isJsonObject(properties) ? properties[key] : undefined;
  if (isJsonObject(field)) return Array.isArray(field["enum"]) ? field["enum"] : undefined;
  const { oneOf } = schema;
  const inner = Array.isArray(oneOf) ? oneOf.map((part) => valuesOf(part, key, root)) : [undefined];
  return inner.every((values) => values !== undefined) ? inner.flat() : undefined;
}

/** Branches of several JSON types: booleans and arrays select themselves. */
function byType(branches: readonly Json[], root: JsonObject): Json | undefined {
  const typed = branches.filter((branch) => isJsonObject(branch) && (branch["type"] === "boolean" || branch["type"] === "array"));
  const others = branches.filter((branch) => !typed.includes(branch));
  if (typed.length === 0 || others.length === 0) return undefined;
  return typed.reduce<Json>(
    (rest, branch) => ({ if: { type: (branch as JsonObject)["type"] as Json }, then: decided(branch, root), else: rest }),
    choose(others, root),
  );
}

function target(branch: Json, root: JsonObject): JsonObject {
  const reference = isJsonObject(branch) ? branch["$ref"] : undefined;
  if (typeof reference !== "string") return isJsonObject(branch) ? branch : {};
  const [, , name = ""] = reference.split("/");
  const found = (root["definitions"] as JsonObject | undefined)?.[name] ?? (root["$defs"] as JsonObject | undefined)?.[name];
  return isJsonObject(found) ? found : {};
}

/** Ajv, which the published package does not need. */
interface Compiler {
  addSchema(schema: object): void;
  compile(schema: object): Check;
}

/** Compiles the schema of a version; the code of the result can be printed. */
export function compileSchema(version: SchemaVersion): { readonly ajv: unknown; readonly check: Check } {
  const { default: Ajv2020 } = require("ajv/dist/2020") as { readonly default: new (options: object) => Compiler };
  // Errors show the schema that has the keyword: it lists the fields of the object.
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false, verbose: true, code: { source: true } });
  if (version === "2.0") ajv.addSchema(draft04());
  return { ajv, check: ajv.compile(openapiSchema(version)) };
}
