import {
  accepts,
  exampleOf,
  exampleValues,
  minimal,
  parameterExamples,
  writeBody,
  writeParameter,
  type WireParts,
  type WrittenBytes,
} from "tallystick";
import {
  isSuccess,
  saidByPath,
  templateOf,
  type ApiModel,
  type Json,
  type MediaType,
  type Operation,
  type Parameter,
  type Schema,
} from "tallystick/model";
import { holdsValue, isJsonMediaType } from "../../match/media-type.js";
import { bodyOf } from "../../traffic/body.js";
import type { Body, HeaderField } from "../../traffic/interaction.js";
import { isOpaque, isScalar, mayBe, type Pool } from "../../explore/pool.js";
import { isNeverSent } from "./never-sent.js";
import { isFromResponse, type OperationParams, type Params } from "./params.js";

/** One request that is ready to be sent. */
export interface PlannedRequest {
  readonly operation: Operation;
  readonly method: string;
  /** From the base URL on: `/things/7?limit=10`. */
  readonly path: string;
  readonly headers: readonly HeaderField[];
  readonly body?: Body;
  /** The written values, by parameter, and the value of the body. */
  readonly values: ReadonlyMap<Parameter, unknown>;
  readonly bodyValue?: unknown;
  readonly expect?: number;
  /** Parameter → where its value came from. */
  readonly filledFrom: Readonly<Record<string, string>>;
}

/** Why no request can be written for an operation, and the lines of params.yaml that would change it. */
export interface Unfilled {
  readonly operation: Operation;
  readonly missing: readonly string[];
  readonly add: string;
}

export interface PlanContext {
  readonly model: ApiModel;
  readonly params: Params;
  readonly pool: Pool;
  /** Receives a sentence for each entry of `defaults` that the schema of a parameter rejects. */
  readonly onNote?: (note: string) => void;
}

/** Instead of a value: the parameter is not sent, even if it is required. */
export const omitted = Symbol("omitted");

/** The caller's values for a request. Others come from params.yaml, responses and the document. */
export interface Given {
  /** By parameter; `omitted` leaves it out. */
  readonly parameters?: ReadonlyMap<Parameter, unknown>;
  readonly body?: GivenBody;
  readonly accept?: string;
  /** Further query parameters and headers, which the document need not have. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly headers?: readonly HeaderField[];
}

/** A value to write as the documented media type, a text or bytes to send unchanged, or no body. */
export type GivenBody = { readonly value: unknown } | UnchangedBody | typeof omitted;

/** A body that is sent unchanged. */
export interface UnchangedBody {
  readonly text: string | Uint8Array;
  readonly contentType: string;
}

/**
 * The request for an operation, from params.yaml, the responses so far, links, and the document's examples and defaults.
 * A value that must exist on the server (`/things/{id}`), or that only a server can issue, is never invented.
 */
export async function planRequest(context: PlanContext, operation: Operation, given: Given = {}): Promise<PlannedRequest | Unfilled> {
  const own = context.params.operations.get(operation.key);
  const parts: WireParts = { path: new Map(), query: [], headers: [], cookies: [] };
  const filledFrom: Record<string, string> = {};
  const values = new Map<Parameter, unknown>();
  const missing: string[] = [];
  for (const parameter of operation.parameters) {
    if (isNeverSent(parameter)) continue;
    const filled = given.parameters?.has(parameter) ? { value: given.parameters.get(parameter) } : fill(context, operation, parameter, own);
    if (filled === "omitted" || (typeof filled === "object" && filled.value === omitted)) continue;
    if (filled === "missing" || !writeParameter(parameter, filled.value, parts, context.model)) {
      missing.push(parameter.name);
      continue;
    }
    values.set(parameter, filled.value);
    if (filled.from !== undefined) filledFrom[parameter.name] = filled.from;
  }
  const body = await planBody(context, operation, own, given.body);
  if (body === "missing") missing.push("body");
  if (missing.length > 0) return { operation, missing, add: linesToAdd(context.model, operation, missing) };

  const headers: HeaderField[] = [
    ["Accept", given.accept ?? acceptOf(operation)],
    ...parts.headers,
    ...(own?.headers ?? []),
    ...(given.headers ?? []),
  ];
  if (parts.cookies.length > 0) headers.push(["Cookie", parts.cookies.join("; ")]);
  if (typeof body === "object") headers.push(["Content-Type", body.contentType]);
  const filledIn = (text: string): string => text.replace(/\{([^{}]*)\}/g, (whole, name: string) => parts.path.get(name) ?? whole);
  const template = templateOf(operation);
  const isWritten = (name: string): boolean => operation.parameters.some((parameter) => parameter.in === "query" && parameter.name === name);
  const others = template.query.filter(([name, value]) => value.startsWith("{") || !isWritten(name));
  const always = others.map(([name, value]) => `${encodeURIComponent(name)}=${value.startsWith("{") ? filledIn(value) : encodeURIComponent(value)}`);
  const further = (given.query ?? []).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const query = [...always, ...parts.query, ...further].join("&");
  return {
    operation,
    method: operation.method.toUpperCase(),
    path: filledIn(template.path) + (query === "" ? "" : `?${query}`),
    headers,
    values,
    ...(typeof body === "object" && body.value !== undefined ? { bodyValue: body.value } : {}),
    ...(typeof body === "object" ? { body: bodyOf(body.bytes, body.contentType) } : {}),
    ...(own?.expect === undefined ? {} : { expect: own.expect }),
    filledFrom,
  };
}

type Filled = { readonly value: unknown; readonly from?: string } | "missing" | "omitted";

function fill(context: PlanContext, operation: Operation, parameter: Parameter, own: OperationParams | undefined): Filled {
  const { model, params, pool } = context;
  const isOwn = own?.values.has(parameter.name) === true;
  const given = isOwn ? own.values.get(parameter.name) : params.defaults.get(parameter.name);
  // A line that was uncommented and not filled in yet.
  if (given !== undefined && given !== null) {
    const isReference = isFromResponse(given);
    const value = isReference ? pool.read(given.from)?.value : given;
    // An empty list has no first element: the request is skipped.
    if (value === undefined) return parameter.required ? "missing" : "omitted";
    // A default is for each parameter of its name, and those of other operations may mean something else.
    if (isOwn || mayBe(parameter, value, model)) return { value, ...(isReference ? { from: given.from } : {}) };
    context.onNote?.(
      `params.yaml: the default for "${parameter.name}" is not used for ${operation.key}, because the schema of the parameter rejects it. Give a valid value under "operations".`,
    );
  }
  const stated = saidByPath(templateOf(operation), parameter);
  if (stated !== undefined) return { value: stated };
  if (parameter.in === "path" || parameter.required || pool.isLinked(operation, parameter)) {
    const found = pool.find(operation, parameter);
    if (found !== undefined) return found;
  }
  if (!parameter.required) return "omitted";
  // A cursor or an ETag of the document is none that this server issued.
  if (isOpaque(parameter, model)) return "missing";
  const written = documentedValue(model, operation, parameter);
  if (written !== undefined) return { value: written.value, from: written.from };
  // Identifiers cannot be generated; parameters that shape the response can.
  if (parameter.in === "path" && !isListed(model, parameter.schema)) return "missing";
  const made = madeValue(model, parameter);
  return made === undefined ? "missing" : { value: made, from: "generated from the schema" };
}

/** A value of a parameter that the schema describes, of which nothing need be known. */
export function madeValue(model: ApiModel, parameter: Parameter): Json | undefined {
  const schema = parameter.schema ?? parameter.content?.schema;
  if (schema === undefined) return undefined;
  const options = { direction: "request", name: parameter.name } as const;
  const least = minimal(schema, model, options);
  // A list without items is not sent at all.
  const more = least.found && isEmpty(least.value) ? exampleOf(schema, model, options) : least;
  const made = more.found ? more : least;
  return made.found ? made.value : undefined;
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

interface Documented {
  readonly value: Json;
  readonly from: string;
}

/** The first of the document's own values that follows the schema. If none does, the schema may be wrong: the first value. */
export function documentedValue(model: ApiModel, operation: Operation, parameter: Parameter): Documented | undefined {
  const values = documentedValues(model, operation, parameter).filter(({ value }) => !isPlaceholder(value));
  const follows = ({ value }: Documented): boolean =>
    isScalar(value) ? mayBe(parameter, value, model) : parameter.schema === undefined || accepts(parameter.schema, value, model);
  return values.find(follows) ?? values[0];
}

/** Examples of the parameter, then examples, default, const and listed values of its schema. */
function documentedValues(model: ApiModel, operation: Operation, parameter: Parameter): readonly Documented[] {
  const as = (from: string, values: readonly (Json | undefined)[]): readonly Documented[] =>
    values.flatMap((value) => (value === undefined ? [] : [{ value, from }]));
  return [
    ...as("example", parameterExamples(parameter, operation, model)),
    ...withTarget(model, parameter.schema).flatMap((one) => [
      ...as("example", one.annotations?.examples ?? []),
      ...as("default", [one.annotations?.default]),
      ...as("const", [one.const]),
      ...as("enum", one.enum ?? []),
    ]),
  ];
}

/** `{{zoneId}}` is a variable of Postman, whose collections are converted to documents. */
function isPlaceholder(value: Json): boolean {
  return typeof value === "string" && /^\{\{[^{}]*\}\}$/.test(value);
}

function isListed(model: ApiModel, schema: Schema | undefined): boolean {
  return withTarget(model, schema).some(
    (one) => one.enum !== undefined || one.const !== undefined || (one.type?.length === 1 && one.type[0] === "boolean"),
  );
}

function withTarget(model: ApiModel, schema: Schema | undefined): readonly Schema[] {
  if (schema === undefined) return [];
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  return target === undefined ? [schema] : [schema, target];
}

type PlannedBody = WrittenBytes & { readonly value?: unknown };

async function planBody(
  { model, pool }: PlanContext,
  { requestBody: documented, place, method }: Operation,
  own: OperationParams | undefined,
  given: GivenBody | undefined,
): Promise<PlannedBody | "missing" | undefined> {
  if (given === omitted) return undefined;
  if (given !== undefined && "text" in given)
    return {
      bytes: new Uint8Array(typeof given.text === "string" ? new TextEncoder().encode(given.text) : given.text),
      contentType: given.contentType,
    };
  if (given === undefined && own?.body === undefined && documented === undefined) return undefined;
  const media = preferredMedia(documented?.content ?? []);
  const decided = given === undefined ? own?.body : given.value;
  if (decided !== undefined) {
    const value = given === undefined ? resolveBody(pool, decided) : decided;
    const undescribed = { mediaType: "application/json", examples: [], encoding: new Map<string, never>(), place };
    if (value === unresolved) return "missing";
    const written = await writeBody(media ?? undescribed, value, model);
    return written === undefined ? "missing" : { ...written, value };
  }
  // The body of a removal may name further items to remove (RFC 9110 §9.3.5 gives it no meaning).
  if (method === "delete" && documented?.required !== true) return undefined;
  const value = media === undefined ? undefined : bodyValue(model, media);
  const written = media === undefined || value === undefined ? undefined : await writeBody(media, value, model);
  return written === undefined ? (documented?.required === true ? "missing" : undefined) : { ...written, value };
}

/** The body with values of earlier responses; `unresolved` if one is missing. */
function resolveBody(pool: Pool, value: unknown): unknown {
  if (isFromResponse(value)) {
    const found = pool.read(value.from);
    return found === undefined ? unresolved : found.value;
  }
  if (Array.isArray(value)) {
    const items = value.map((one) => resolveBody(pool, one));
    return items.includes(unresolved) ? unresolved : items;
  }
  if (typeof value !== "object" || value === null || value instanceof Blob) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, resolveBody(pool, one)] as const);
  return entries.some(([, one]) => one === unresolved) ? unresolved : Object.fromEntries(entries);
}

const unresolved = Symbol("unresolved");

function bodyValue(model: ApiModel, media: MediaType): Json | undefined {
  const described = media.schema ?? media.itemSchema;
  const further = exampleValues(media, model);
  if (described === undefined) return further[0];
  const made = exampleOf(described, model, { direction: "request", further });
  return made.found ? made.value : undefined;
}

/** The media type that a body is written in: JSON before a form or a text. */
export function preferredMedia(content: readonly MediaType[]): MediaType | undefined {
  return (
    content.find((media) => isJsonMediaType(media.mediaType)) ??
    content.find((media) => holdsValue(media.mediaType)) ??
    content.find((media) => /form-urlencoded|^text\//.test(media.mediaType)) ??
    content[0]
  );
}

/** The media types of successful responses, JSON first. */
function acceptOf(operation: Operation): string {
  const types = successTypes(operation);
  return types.length === 0 ? "application/json, */*;q=0.1" : [...types, "*/*;q=0.1"].join(", ");
}

export function successTypes({ responses }: Operation): readonly string[] {
  const types = responses
    .filter((response) => /^(?:2|default)/.test(response.status) && isSuccess(response, responses))
    .flatMap((response) => response.content.map((media) => media.mediaType))
    .filter((type) => /^[^\s,;*/]+\/[^\s,*]+$/.test(type));
  return [...new Set(types)].toSorted((a, b) => Number(isJsonMediaType(b)) - Number(isJsonMediaType(a)));
}

/** The exact lines for params.yaml. */
function linesToAdd(model: ApiModel, operation: Operation, missing: readonly string[]): string {
  const name = operation.operationId ?? operation.key;
  const lines = missing.map((one) => `    ${yamlKey(one)}: # ${one === "body" ? "the request body" : hint(model, operation, one)}`);
  return [`operations:`, `  ${yamlKey(name)}:`, ...lines].join("\n");
}

function hint(model: ApiModel, operation: Operation, name: string): string {
  const parameter = operation.parameters.find((one) => one.name === name);
  const stated = withTarget(model, parameter?.schema);
  const type = stated.flatMap((one) => one.type ?? []).join(" or ") || "a value";
  const format = stated.find((one) => one.format !== undefined)?.format;
  return `${type}${format === undefined ? "" : ` (${format})`}, or { from: otherOperation#/0/${name} }`;
}

export function yamlKey(text: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(text) ? text : JSON.stringify(text);
}
