import type { DocumentValues } from "../../load/document.js";
import type { ApiModel, Example, MediaType, Operation, Response } from "../../model/api.js";
import { holdsValue } from "../../model/http/body-kind.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { walkPointer } from "../../model/pointer.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Direction } from "../../plan/plan.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import { failures, type Failure } from "../../values/evaluate/evaluate.js";
import { keywordPlace } from "../keyword-place.js";
import { written } from "../written.js";
import { unsafeIn } from "./unsafe-integer.js";
import type { ApiRule, SchemaRule } from "../rule.js";

/** A `default` or example that its own schema refuses: one of the two is wrong, and readers will copy it. */
export const defaultBreaksSchema: SchemaRule = (schema, report, model, document) => {
  const { annotations } = schema;
  if (annotations?.default !== undefined)
    judge(schema, annotations.default, () => keywordPlace(schema, "default"), "default", undefined, { model, document, report });
  annotations?.examples?.forEach((example, index) => {
    judge(schema, example, () => examplePlace(schema, index, document), "example", undefined, { model, document, report });
  });
};

/** The location of a schema's example: `example` precedes those in `examples`. */
function examplePlace({ place }: Schema, index: number, document: DocumentValues): Place {
  const single = child(place, "example");
  const isSingle = written(document, single) !== undefined;
  return isSingle && index === 0 ? single : child(place, "examples", isSingle ? index - 1 : index);
}

/** The same for the examples of parameters and bodies. */
export const exampleBreaksSchema: ApiRule = (model, report, document) => {
  const visited = new Set<object>();
  const once = (owner: object): boolean => !visited.has(owner) && visited.add(owner) !== undefined;
  const named = (schema: Schema | undefined, examples: readonly Example[], direction: Direction): void => {
    for (const { value, place } of schema ? examples : [])
      if (schema && value !== undefined) judge(schema, value, () => place, "example", direction, { model, document, report });
  };
  const media = (content: readonly MediaType[], direction: Direction): void => {
    for (const { mediaType, schema, itemSchema, examples } of content)
      named(holdsValue({ mediaType }) ? schema : (schema ?? itemSchema), holdsValue({ mediaType }) ? examples : examples.filter(isData), direction);
  };
  const response = (each: Response): void => {
    if (once(each.place)) media(each.content, "response");
  };
  const operation = (each: Operation): void => {
    for (const parameter of each.parameters) if (once(parameter)) named(parameter.schema, parameter.examples, "request");
    if (each.requestBody && once(each.requestBody)) media(each.requestBody.content, "request");
    each.responses.forEach(response);
    each.callbacks.forEach(operation);
  };
  for (const each of [...model.operations, ...model.webhooks]) operation(each);
};

/** Data is valid by the schema, however it is written (OpenAPI 3.2, Example Object). */
function isData({ place }: Example): boolean {
  return place.pointer.endsWith("/dataValue");
}

/** Enough for an example of some megabytes; beyond that, nothing is reported. */
const maxSteps = 200_000;

interface ExampleCheck {
  readonly model: ApiModel;
  readonly document: DocumentValues;
  readonly report: Report;
}

function judge(
  schema: Schema,
  value: Json,
  place: () => Place,
  what: "default" | "example",
  direction: Direction | undefined,
  { model, document, report }: ExampleCheck,
): void {
  if (isReference(value) && schema.object?.properties?.has("$ref") !== true)
    return report("value-is-reference", { what, reference: value.$ref }, place());
  // Fixtures and mocks would show another number than the document. For a default, the schema's own rule reports it.
  if (what === "example")
    for (const rounded of unsafeIn(value, place(), document))
      report("unsafe-integer", { keyword: "example", value: String(rounded.value) }, rounded.place);
  const found = failures(schema, value, model, { maxSteps, direction, readsTags: true });
  const first = outermostFailure(found);
  if (first)
    report(
      `${what}-breaks-schema`,
      {
        problem: sentence(first, found, document),
        hasReference: isReference(walkPointer({ value, place: place() }, first.instancePath)?.value),
        ...(first.schema !== schema && { schemaPath: first.schemaPath }),
      },
      place(),
    );
}

function isReference(value: Json | undefined): value is JsonObject & { readonly $ref: string } {
  return isJsonObject(value) && typeof value["$ref"] === "string";
}

/** The outermost failure; for a schema or null, the schema's own. */
function outermostFailure(found: readonly Failure[]): Failure | undefined {
  const [first] = found.toSorted((a, b) => a.branches.length - b.branches.length);
  return (first && outermostFailure(ofSchemaOrNull(first, found))) ?? first;
}

function ofSchemaOrNull({ schema, keyword, branches }: Failure, found: readonly Failure[]): readonly Failure[] {
  if (keyword !== "anyOf" && keyword !== "oneOf") return [];
  const [only, ...more] = [...(schema[keyword] ?? [])].flatMap(({ type }, index) => (type?.join() === "null" ? [] : [index]));
  if (more.length > 0) return [];
  return found.filter((each) => {
    const branch = each.branches[branches.length];
    return branch?.schema === schema && branch.kind === keyword && branch.index === only;
  });
}

function sentence(failure: Failure, found: readonly Failure[], document: DocumentValues): string {
  const { keyword, instancePath, property, schemaPath } = failure;
  if (keyword === "anyOf" || keyword === "oneOf") return choice(failure, keyword, found, document);
  const where = instancePath === "" ? "it" : `its ${instancePath}`;
  if (keyword === "required") return `${where} lacks ${JSON.stringify(property)}, which is required`;
  if (keyword === "discriminator") return `${where} has none of the values of ${JSON.stringify(property)} that its discriminator names`;
  if (keyword === "additionalProperties" && property !== undefined) return `${where} has ${JSON.stringify(property)}, which is not allowed`;
  const [file = "", pointer] = schemaPath.split("#");
  return `${where} does not match ${JSON.stringify(keyword)}${pointer === undefined ? "" : expected(written(document, { file, pointer: `#${pointer}` }))}`;
}

/** Why a value matches none or several branches of a choice: the failure of the closest branch. */
function choice(
  { instancePath, schema, branches }: Failure,
  keyword: "anyOf" | "oneOf",
  found: readonly Failure[],
  document: DocumentValues,
): string {
  const where = instancePath === "" ? "it" : `its ${instancePath}`;
  const byBranch = new Map<number, Failure[]>();
  for (const each of found) {
    const branch = each.branches[branches.length];
    if (branch?.schema !== schema || branch.kind !== keyword) continue;
    byBranch.set(branch.index, [...(byBranch.get(branch.index) ?? []), each]);
  }
  const count = (schema[keyword] ?? []).length;
  if (byBranch.size < count) return keyword === "oneOf" ? `${where} matches several branches of "oneOf"` : `${where} does not match "anyOf"`;
  const [closest] = [...byBranch].toSorted(([a, one], [b, other]) => one.length - other.length || a - b);
  const cause = closest && outermostFailure(closest[1]);
  if (closest === undefined || cause === undefined) return `${where} matches no branch of "${keyword}"`;
  return `${where} matches no branch of "${keyword}". In branch ${closest[0] + 1}, ${sentence(cause, closest[1], document)}`;
}

/** The keyword with its value as the expectation; schemas and long lists do not fit into a sentence. */
function expected(value: Json | undefined): string {
  const isPlain = (each: Json | undefined): boolean => each !== undefined && (typeof each !== "object" || each === null);
  const isShort = isPlain(value) || (Array.isArray(value) && value.length <= 12 && (value as readonly Json[]).every(isPlain));
  const text = isShort ? JSON.stringify(value) : "";
  return text === "" || text.length > 80 ? "" : `: ${text}`;
}
