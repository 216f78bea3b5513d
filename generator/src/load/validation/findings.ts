import { step } from "../../model/pointer.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { escapeToken, tokens, type JsonPointer } from "../../model/place.js";
import { presentable } from "../presentable.js";
import { isSwagger2 } from "../version.js";
import { intendedField, unknownField } from "./intended-field.js";
import { fieldsOf, objectName } from "./object-fields.js";
import type { SchemaVersion } from "./openapi-schemas.js";
import type { AjvError } from "./ready-made.js";
import { schemaErrors } from "./schema-errors.js";

/** One error that the schema of OpenAPI finds in a document. */
export interface Finding {
  readonly pointer: JsonPointer;
  /** Sentences: `"4xx" is not a field of the Responses Object. Did you mean "4XX"?` */
  readonly says: string;
}

/**
 * Findings of OpenAPI's own JSON Schema about a document, one for each cause.
 *
 * Validates the document as written: references are not replaced by their targets, so an error in a component is reported once.
 * @param isYaml Whether the text is YAML, where a value may be missing because its lines are not indented.
 */
export function findings(root: Json, isYaml = false): Finding[] {
  const version = schemaVersion(root);
  const field = version === "2.0" ? { swagger: "2.0" } : { openapi: `${version}.0` };
  const { paths, ...others } = presentable(root) as JsonObject;
  // Since 3.1, a document may have only components or webhooks.
  const isOptional = version === "3.1" || version === "3.2";
  const value = { ...others, ...field, ...(isOptional && !Object.hasOwn(root as JsonObject, "paths") ? {} : { paths: paths ?? {} }) };
  return readable(schemaErrors(value, version), { root: value, version, isYaml });
}

function schemaVersion(root: Json): SchemaVersion {
  if (!isJsonObject(root)) return "3.1";
  if (isSwagger2(root)) return "2.0";
  const { openapi } = presentable(root) as { readonly openapi?: string };
  if (openapi?.startsWith("3.0") === true) return "3.0";
  return /^v?3\.(?:[2-9]|\d\d)/i.test(String(root["openapi"] ?? root["swagger"])) ? "3.2" : "3.1";
}

interface Context {
  readonly root: Json;
  readonly version: SchemaVersion;
  readonly isYaml: boolean;
}

/** Keywords that only report that something inside them failed. */
const wrappers: ReadonlySet<string> = new Set(["oneOf", "if", "allOf", "$ref", "$dynamicRef", "propertyNames", "dependentSchemas"]);

function readable(all: readonly AjvError[], context: Context): Finding[] {
  // An error at a reference, and its consequences, do not count.
  const errors = withoutReferences(causes(all), context.root);
  const byPlace = grouped(errors);
  const found = new Map<string, Finding>();
  for (const error of errors) {
    if (isReportedBetter(error, byPlace.get(error.instancePath) ?? [])) continue;
    const finding = describe(error, context);
    found.set(`${finding.pointer} ${finding.says}`, finding);
  }
  return [...found.values()];
}

function grouped(errors: readonly AjvError[]): Map<string, AjvError[]> {
  const byPlace = new Map<string, AjvError[]>();
  for (const error of errors) {
    const there = byPlace.get(error.instancePath);
    if (there === undefined) byPlace.set(error.instancePath, [error]);
    else there.push(error);
  }
  return byPlace;
}

/** The schema sees a reference, and not its target, which counts in every position. Lowering reports those where OpenAPI does not allow them. */
function withoutReferences(errors: readonly AjvError[], root: Json): readonly AjvError[] {
  return errors.filter(({ instancePath }) => {
    const value = valueAt(root, instancePath.replace(/\/\$ref$/, ""));
    return !isJsonObject(value) || typeof value["$ref"] !== "string";
  });
}

/**
 * Removes errors that only follow from another one: `unevaluatedProperties` also rejects the fields of an object whose value or sibling has an
 * error, because a failed subschema evaluates nothing.
 */
function causes(all: readonly AjvError[]): readonly AjvError[] {
  const errors = all.filter(({ keyword }) => !wrappers.has(keyword));
  const wrongAt = new Set<string>();
  const wrongInside = new Set<string>();
  for (const { instancePath, keyword } of errors) {
    if (keyword !== "unevaluatedProperties") wrongAt.add(instancePath);
    for (const path of ancestors(instancePath)) wrongInside.add(path);
  }
  return errors.filter((error) => {
    if (error.keyword !== "unevaluatedProperties") return true;
    const { instancePath } = error;
    const field = unknownIn(error) ?? "";
    const path = `${instancePath}/${escapeToken(field)}`;
    if (wrongAt.has(path) || wrongInside.has(path)) return false;
    return !fieldsOf(error).has(field) || !(wrongAt.has(instancePath) || wrongInside.has(instancePath));
  });
}

function ancestors(path: string): string[] {
  const steps = path.split("/");
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join("/"));
}

function valueAt(root: Json, path: string): Json | undefined {
  return tokens(`#${path}`).reduce<Json | undefined>((value, token) => (value === undefined ? undefined : step(value, token)), root);
}

function unknownIn({ params }: AjvError): string | undefined {
  const unknown = params["additionalProperty"] ?? params["unevaluatedProperty"];
  return typeof unknown === "string" ? unknown : undefined;
}

/**
 * Whether another error of the same value reports the cause: a misspelled field, a wrong type, or a missing `in` or `type`.
 * @param next to All errors of the location.
 */
function isReportedBetter(error: AjvError, beside: readonly AjvError[]): boolean {
  const { keyword, params } = error;
  if (keyword !== "type" && keyword !== "required") return beside.some((other) => other !== error && other.keyword === "type");
  if (keyword !== "required") return false;
  if (beside.some((other) => other.keyword === "anyOf")) return true;
  const missing = params["missingProperty"];
  return beside.some((other) => {
    const unknown = unknownIn(other);
    return unknown !== undefined && (intendedField(unknown, fieldsOf(other)) === missing || (missing === "content" && unknown.includes("/")));
  });
}

/** Fields that exclude each other, as the schemas of OpenAPI have it. */
const exclusive: Readonly<Record<string, readonly string[]>> = {
  schema: ["content"],
  style: ["content"],
  explode: ["content"],
  allowReserved: ["content"],
  example: ["content"],
  examples: ["example", "content"],
  externalValue: ["value", "serializedValue"],
  dataValue: ["value"],
  serializedValue: ["value"],
  operationRef: ["operationId"],
  operationId: ["operationRef"],
  url: ["identifier"],
  prefixEncoding: ["encoding"],
  itemEncoding: ["encoding"],
};

function describe(error: AjvError, { root, version, isYaml }: Context): Finding {
  const { instancePath, keyword, params, propertyName } = error;
  const pointer = `#${instancePath}`;
  const value = valueAt(root, instancePath);
  const unknown = unknownIn(error);
  if (unknown !== undefined) {
    return {
      pointer: `${pointer}/${escapeToken(unknown)}`,
      says: unknownField(unknown, instancePath, { version, object: objectName(error), fields: fieldsOf(error) }),
    };
  }
  if (propertyName !== undefined) return { pointer: `${pointer}/${escapeToken(propertyName)}`, says: wrongName(propertyName, error) };
  switch (keyword) {
    case "false schema":
      return { pointer, says: excluded(tokens(pointer).at(-1) ?? "", valueAt(root, instancePath.slice(0, instancePath.lastIndexOf("/")))) };
    case "required":
      return { pointer, says: missingField(String(params["missingProperty"]), value, instancePath) };
    case "type":
      return { pointer, says: value === null ? isNull(instancePath, params["type"], isYaml) : `This must be ${article(params["type"])}.` };
    case "enum":
      return { pointer, says: `This must be ${listed((params["allowedValues"] as readonly Json[]).map((each) => JSON.stringify(each)))}.` };
    case "const":
      return { pointer, says: `This must be ${JSON.stringify(params["allowedValue"])}.` };
    case "minProperties":
      return { pointer, says: instancePath.endsWith("/responses") ? noResponse : "This is empty." };
    case "anyOf":
      return { pointer, says: `The document has neither "paths", "webhooks" nor "components".` };
    case "not":
    case "contains":
      return { pointer, says: rule(error) };
    case "pattern":
      return { pointer, says: `This must match the pattern ${String(params["pattern"])}.` };
    case "minItems":
      return { pointer, says: "This list is empty." };
    case "uniqueItems":
      return { pointer, says: `Items ${String(params["j"])} and ${String(params["i"])} of this list are equal.` };
    default:
      return { pointer, says: `This ${error.message ?? "is not valid"}.`.replace("must NOT", "must not") };
  }
}

function isNull(instancePath: string, type: unknown, isYaml: boolean): string {
  if (/(?:^|\/)security\/\d+\/[^/]+$/.test(instancePath)) return "This is null; it must be a list of scopes. For no scopes, write [].";
  return `This is null; it must be ${article(type)}.${isYaml ? " If its fields are written below it, indent them." : ""}`;
}

function missingField(field: string, value: Json | undefined, instancePath: string): string {
  if (isJsonObject(value)) {
    if (field === "required" && value["in"] === "path") return `A path parameter needs "required: true".`;
    if (field === "default" && instancePath.endsWith("/responses")) return noResponse;
    if (field === "operationRef") return `"operationId" or "operationRef" is missing.`;
    if (field === "schema") return `"schema" is missing. A parameter or header needs "schema" or "content".`;
  }
  return `"${field}" is missing.`;
}

function excluded(field: string, object: Json | undefined): string {
  if (field === "bearerFormat") return `"bearerFormat" is only allowed with the scheme "bearer".`;
  const other = isJsonObject(object) ? exclusive[field]?.find((name) => Object.hasOwn(object, name)) : undefined;
  return other === undefined ? `"${field}" is not allowed here.` : `"${field}" is not allowed together with "${other}".`;
}

/** A name that its object does not allow. */
function wrongName(name: string, { keyword, params }: AjvError): string {
  const quoted = JSON.stringify(name);
  if (keyword === "not") return `${quoted} is not allowed here: it has a field of its own, "${name.toLowerCase()}".`;
  if (keyword !== "pattern") return `${quoted} is not a valid name here.`;
  const isComponent = params["pattern"] === "^[a-zA-Z0-9._-]+$";
  return `${quoted} is not a valid name here. Use ${isComponent ? 'letters, digits, ".", "-" and "_"' : "the characters that HTTP allows in a token"}.`;
}

/** The meaning of a schema that has a form only its reader knows. */
function rule({ keyword, instancePath }: AjvError): string {
  if (instancePath.endsWith("/parameters")) {
    return keyword === "contains"
      ? `More than one parameter has "in: querystring".`
      : `A parameter with "in: querystring" excludes parameters with "in: query".`;
  }
  return instancePath.endsWith("/responses") ? noResponse : "This is not valid.";
}

const noResponse = 'No response is described. Add a status code or "default".';

function article(type: unknown): string {
  const names = Array.isArray(type) ? type : [type];
  return names.map((name) => (/^[aio]/.test(String(name)) ? `an ${String(name)}` : `a ${String(name)}`)).join(" or ");
}

function listed(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

/** Documents that are not OpenAPI at all have their own diagnostic. */
export function canBeValidated(root: Json): boolean {
  return isJsonObject(root) && (Object.hasOwn(root, "openapi") || Object.hasOwn(root, "swagger"));
}
