import { fieldMeant, unknownField } from "./field-meant.js";
import { step } from "../../model/pointer.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { enclosing, escapeToken, tokens, type JsonPointer } from "../../model/place.js";
import { missesItsForm } from "./forms.js";
import { withoutLaterVersion } from "./later-version.js";
import { presentable } from "../presentable.js";
import type { AjvError } from "./ready-made.js";
import { schemaErrors } from "./schema-errors.js";
import { isSwagger2 } from "../version.js";

/** One thing that the schema of OpenAPI itself says about a document. */
export interface Finding {
  readonly pointer: JsonPointer;
  /** As half a sentence: `"4xx" is not a field here`. */
  readonly says: string;
}

/**
 * What swagger-parser's validation says about a document: OpenAPI's own JSON Schema, applied by Ajv.
 *
 * It validates the document as it is written. By default swagger-parser would write out every reference first, which costs four times
 * as much, finds one slip once per use of its component, and refuses recursive 3.1 documents that are correct (their path items
 * lose their `$ref` to something that its schema does not know). The schema knows references, so nothing is lost.
 */
export function findings(root: Json): Finding[] {
  return readable(withoutLaterVersion(schemaErrors(presentable(root)), root), root);
}

/** The 3.1 schema that swagger-parser brings does not know that a path item may be a reference (OpenAPI 3.1 §4.8.9.1). */
function isPathItemReference({ params }: AjvError): boolean {
  return params["unevaluatedProperty"] === "$ref";
}

/**
 * The schema sees a reference, and not its target, which counts in every position. Lowering reports those where OpenAPI does not allow them. A choice around
 * such a reference is not decided.
 */
function withoutReferences(errors: readonly AjvError[], root: Json): readonly AjvError[] {
  const isReference = (path: string): boolean => {
    const value = valueAt(root, path.replace(/\/\$ref$/, ""));
    return isJsonObject(value) && typeof value["$ref"] === "string";
  };
  const references = new Set(errors.flatMap(({ instancePath }) => (isReference(instancePath) ? [instancePath] : [])));
  if (references.size === 0) return errors;
  const choices = new Set(errors.flatMap(({ keyword, instancePath }) => (keyword === "oneOf" || keyword === "anyOf" ? [instancePath] : [])));
  const undecided = new Set([...references].flatMap(ancestors).filter((path) => choices.has(path)));
  return errors.filter(
    ({ instancePath }) => !references.has(instancePath) && ![instancePath, ...ancestors(instancePath)].some((path) => undecided.has(path)),
  );
}

function ancestors(path: string): string[] {
  const steps = path.split("/");
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join("/"));
}

/** It asks for one of `identifier` and `url`, where the standard allows neither and forbids both (OpenAPI 3.1 §4.8.4). */
function isPlainLicense({ instancePath, keyword, params }: AjvError): boolean {
  if (instancePath !== "/info/license") return false;
  return keyword === "oneOf" ? params["passingSchemas"] === null : ["identifier", "url"].includes(String(params["missingProperty"]));
}

/**
 * Turns Ajv's errors into findings. A failed choice comes with the errors of all of its branches. Where one branch is a reference
 * ("a schema or a reference"), the other is what was meant and its errors count; any other choice is one finding of its own.
 */
function readable(all: readonly AjvError[], root: Json): Finding[] {
  const errors = withoutReferences(
    all.filter((error) => !isPathItemReference(error) && !isPlainLicense(error)),
    root,
  );
  const orReference = new Set(errors.flatMap(({ instancePath, params }) => (params["missingProperty"] === "$ref" ? [instancePath] : [])));
  const choices = errors.flatMap(({ keyword, instancePath }) => (keyword === "oneOf" || keyword === "anyOf" ? [instancePath] : []));
  // A choice inside the other branch of "or a reference" is not decided either.
  const met = new Set<string>();
  const undecided = new Set(
    choices.filter((path) => {
      const isAgain = met.has(path);
      met.add(path);
      return isAgain || !orReference.has(path);
    }),
  );
  const isWithin = (path: string): boolean => enclosing(path).some((outer) => undecided.has(outer));
  const byPlace = new Map<string, AjvError[]>();
  for (const error of errors) {
    const there = byPlace.get(error.instancePath);
    if (there === undefined) byPlace.set(error.instancePath, [error]);
    else there.push(error);
  }
  const isSwagger = isJsonObject(root) && isSwagger2(root);
  const found = new Map<string, Finding>();
  const add = (finding: Finding): void => void found.set(`${finding.pointer} ${finding.says}`, finding);
  for (const error of errors) {
    const says = !wrappers.has(error.keyword) && error.params["missingProperty"] !== "$ref";
    const path = error.instancePath;
    if (says && !undecided.has(path) && !isWithin(path) && !isSaidBetter(error, byPlace.get(path) ?? [])) add(describe(error, root, isSwagger));
  }
  for (const path of undecided) {
    if (!isWithin(path)) add({ pointer: `#${path}`, says: missesItsForm(valueAt(root, path), isSwagger) ?? misfit(valueAt(root, path)) });
  }
  return [...found.values()];
}

function valueAt(root: Json, path: string): Json | undefined {
  return tokens(`#${path}`).reduce<Json | undefined>((value, token) => (value === undefined ? undefined : step(value, token)), root);
}

/** Keywords that only say that something inside them failed. */
const wrappers: ReadonlySet<string> = new Set(["oneOf", "anyOf", "if", "allOf", "$ref", "$dynamicRef"]);

const noValue = "this has no value; what belongs to it is indented further than it";

function misfit(value: Json | undefined): string {
  return value === null ? noValue : "this fits none of the forms that may stand here";
}

function unknownIn({ params }: AjvError): string | undefined {
  const unknown = params["additionalProperty"] ?? params["unevaluatedProperty"];
  return typeof unknown === "string" ? unknown : undefined;
}

/**
 * Whether another error says what is wrong there: that a field is written under another name, or of what type a value must be that is none of a list.
 * @param beside All errors of the place.
 */
function isSaidBetter({ keyword, params }: AjvError, beside: readonly AjvError[]): boolean {
  if (keyword === "enum") return beside.some((other) => other.keyword === "type");
  if (keyword !== "required") return false;
  const missing = params["missingProperty"];
  return beside.some((other) => {
    const unknown = unknownIn(other);
    return unknown !== undefined && (fieldMeant(unknown) === missing || (missing === "content" && unknown.includes("/")));
  });
}

function describe(error: AjvError, root: Json, isSwagger: boolean): Finding {
  const { instancePath, keyword, message, params } = error;
  const pointer = `#${instancePath}`;
  const unknown = unknownIn(error);
  if (unknown !== undefined) return { pointer: `${pointer}/${escapeToken(unknown)}`, says: unknownField(unknown, instancePath, isSwagger) };
  if (keyword === "type" && valueAt(root, instancePath) === null) {
    const isScopes = /(?:^|\/)security\/\d+\/[^/]+$/.test(instancePath);
    return { pointer, says: isScopes ? "this has no value; what it asks for is a list of scopes, []" : noValue };
  }
  if (keyword === "required") return { pointer, says: `"${String(params["missingProperty"])}" is missing` };
  if (keyword === "type") return { pointer, says: `this must be ${article(params["type"])}` };
  if (keyword === "enum" && Array.isArray(params["allowedValues"])) {
    return { pointer, says: `this must be one of ${params["allowedValues"].map((value) => JSON.stringify(value)).join(", ")}` };
  }
  if (keyword === "const") return { pointer, says: `this must be ${JSON.stringify(params["allowedValue"])}` };
  return { pointer, says: `this ${message ?? "is wrong"}` };
}

function article(type: unknown): string {
  const names = Array.isArray(type) ? type : [type];
  return names.map((name) => (/^[aio]/.test(String(name)) ? `an ${String(name)}` : `a ${String(name)}`)).join(" or ");
}

/** Documents that are not OpenAPI at all have their own diagnostic. */
export function canBeValidated(root: Json): boolean {
  return isJsonObject(root) && (Object.hasOwn(root, "openapi") || Object.hasOwn(root, "swagger"));
}
