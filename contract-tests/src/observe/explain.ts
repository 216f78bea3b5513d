import { escapeToken, keywordPointer, tokens, type ApiModel, type Schema } from "tallystick/model";
import { bestBranch } from "./branch.js";
import type { CompiledModel, Direction, Issue } from "./compiled.js";
import { valueAt } from "./value-at.js";

/** The schemas of a model by the pointer of their unions: how an issue finds back to the schema that it came from. */
export class Unions {
  readonly #byPointer = new Map<string, Schema>();

  constructor(readonly model: ApiModel) {
    const visited = new Set<Schema>();
    const visit = (schema: Schema): void => {
      if (visited.has(schema)) return;
      visited.add(schema);
      if (schema.oneOf) this.#byPointer.set(keywordPointer(schema, "oneOf"), schema);
      if (schema.anyOf) this.#byPointer.set(keywordPointer(schema, "anyOf"), schema);
      if (schema.discriminator) this.#byPointer.set(keywordPointer(schema, "discriminator"), schema);
      eachChild(schema, visit);
    };
    model.schemas.forEach(visit);
    for (const operation of model.operations) {
      for (const media of operation.requestBody?.content ?? []) if (media.schema) visit(media.schema);
      for (const parameter of operation.parameters) if (parameter.schema) visit(parameter.schema);
      for (const response of operation.responses) {
        for (const media of response.content) if (media.schema) visit(media.schema);
        for (const header of response.headers) if (header.schema) visit(header.schema);
      }
    }
  }

  get(schemaPath: string): Schema | undefined {
    return this.#byPointer.get(schemaPath);
  }
}

/**
 * An unmapped discriminator value that the union accepts: a discriminator is a hint and never changes
 * validity (OpenAPI 3.1.1 §4.8.25), and many mappings omit values of the branches.
 */
function isOnlyTag(unions: Unions, compiled: CompiledModel, direction: Direction, root: unknown, issue: Issue): boolean {
  if (issue.keyword !== "discriminator") return false;
  const schema = unions.get(issue.schemaPath);
  const tag = schema?.discriminator?.propertyName;
  if (schema === undefined || tag === undefined) return false;
  const at = issue.instancePath.endsWith(`/${escapeToken(tag)}`) ? issue.instancePath.slice(0, -escapeToken(tag).length - 1) : issue.instancePath;
  const value = valueAt(root, at);
  const union = schema.oneOf ?? schema.anyOf;
  if (union === undefined) return true;
  const matching = union.filter((branch) => compiled.rules(branch, direction).is(value)).length;
  return schema.oneOf === undefined ? matching > 0 : matching === 1;
}

/**
 * Replaces an issue that only states "matches no branch" by the issues of the most similar branch.
 * Issues about a branch are not changed.
 */
export function explain(unions: Unions, compiled: CompiledModel, direction: Direction, root: unknown, issues: readonly Issue[]): Issue[] {
  return issues
    .flatMap((issue) => explainOne(unions, compiled, direction, root, issue, 0))
    .filter((issue) => !isOnlyTag(unions, compiled, direction, root, issue));
}

function explainOne(unions: Unions, compiled: CompiledModel, direction: Direction, root: unknown, issue: Issue, depth: number): Issue[] {
  if ((issue.keyword !== "oneOf" && issue.keyword !== "anyOf") || depth > 8) return [issue];
  // The discriminator value itself is wrong: the issue is at the property and not at the union's value, with the clearest message.
  if (typeof issue.params["tag"] === "string" && issue.params["tagValue"] !== undefined) return [issue];
  const schema = unions.get(issue.schemaPath);
  const union = issue.keyword === "oneOf" ? schema?.oneOf : schema?.anyOf;
  if (schema === undefined || union === undefined) return [issue];
  const value = valueAt(root, issue.instancePath);
  const context = { model: unions.model, compiled, direction };
  const matching = union.filter((branch) => compiled.rules(branch, direction).is(value));
  if (matching.length > 1) {
    const names = matching.slice(0, 4).map((branch) => branchName(branch));
    const message = `matches ${matching.length} branches, but exactly one is allowed: ${names.join(", ")}`;
    return [{ ...issue, params: { ...issue.params, matches: matching.length }, message }];
  }
  const branch = bestBranch(context, schema, union, value);
  if (branch === undefined) return [issue];
  const inner = compiled.rules(branch, direction).check(value);
  if (inner.length === 0) return [issue];
  // Where no branch is of the value's kind, the union as a whole is the fault: to name one of several scalars would be a guess.
  if (inner.length === 1 && inner[0]?.keyword === "type" && inner[0].instancePath === "" && union.length > 1) {
    const kinds = new Set(union.flatMap((part) => typesOf(unions.model, part)));
    if (kinds.size > 0) return [{ ...issue, message: `expected ${[...kinds].join(" or ")}, received ${typeName(value)}` }];
  }
  return inner.flatMap((one) => {
    const placed: Issue = {
      ...one,
      instancePath: `${issue.instancePath}${one.instancePath}`,
    };
    return explainOne(unions, compiled, direction, root, placed, depth + 1);
  });
}

function typesOf(model: ApiModel, schema: Schema): readonly string[] {
  const target = schema.ref === undefined ? schema : model.schemas.get(schema.ref);
  return target?.type ?? schema.type ?? [];
}

/** The name of the branch that an issue is about, where a union of this schema accepts the value in no branch. */
export function refusedBranch(
  context: { readonly model: ApiModel; readonly compiled: CompiledModel; readonly direction: Direction },
  schema: Schema,
  value: unknown,
  issue: Issue,
): string | undefined {
  const union = schema.oneOf ?? schema.anyOf;
  if (union === undefined || union.length < 2 || issue.keyword === "oneOf" || issue.keyword === "anyOf" || issue.keyword === "discriminator")
    return undefined;
  if (union.some((branch) => context.compiled.rules(branch, context.direction).is(value))) return undefined;
  const within = union.find((branch) => issue.schemaPath.startsWith(`${branch.ref ?? branch.id}/`));
  const branch = within ?? bestBranch(context, schema, union, value);
  return branch && branchName(branch);
}

/** `Cat` for a component, else the title, else the last steps of its pointer. */
export function branchName(schema: Schema): string {
  const named = schema.ref ?? schema.id;
  const steps = tokens(named.slice(named.indexOf("#")));
  if (schema.ref !== undefined) return steps.at(-1) ?? named;
  return schema.annotations?.title ?? steps.slice(-2).join("/");
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" ? (Number.isInteger(value) ? "integer" : "number") : typeof value;
}

/** The schemas directly inside a schema; references are not followed. */
export function eachChild(schema: Schema, visit: (child: Schema) => void): void {
  const { array, object, string } = schema;
  for (const list of [schema.allOf, schema.anyOf, schema.oneOf, array?.prefixItems]) list?.forEach(visit);
  for (const one of [schema.not, schema.if, schema.then, schema.else, array?.items, array?.contains, array?.unevaluatedItems, string?.contentSchema])
    if (one) visit(one);
  for (const one of [object?.additionalProperties, object?.propertyNames, object?.unevaluatedProperties]) if (one) visit(one);
  for (const map of [object?.properties, object?.patternProperties, object?.dependentSchemas]) map?.forEach((child) => visit(child));
}
