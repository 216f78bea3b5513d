import { accepts, parameterReadings, sentWith } from "tallystick";
import { escapeToken, isIgnored, type ApiModel, type Json, type Operation } from "tallystick/model";
import { bodyValue } from "../arazzo/expression.js";
import { envelope, flat, referredName, singular } from "../explore/names.js";
import { makeMatcher, type MatcherOptions } from "../match/match-operation.js";
import { bytesOf } from "../traffic/body.js";
import { contentTypeOf } from "../traffic/headers.js";
import type { Interaction } from "../traffic/interaction.js";
import { Names, targetOf, type WorkflowParts } from "./workflow.js";

/**
 * Recorded traffic as one workflow: a step for each request, in order. A value that a response issued and a later request has becomes an output of its step.
 * Credentials become inputs.
 */
export function workflowOfTraffic(interactions: readonly Interaction[], model: ApiModel, options: MatcherOptions): WorkflowParts {
  const matcher = makeMatcher(model, options);
  const inputs: Record<string, unknown> = {};
  const outputs: Map<string, string>[] = [];
  const issued = new Issued(new Names(outputs, inputs));
  const steps = interactions.flatMap((interaction) => {
    const { request, response } = interaction;
    const found = matcher.match(request.method, request.url, request.headers);
    if (found.kind !== "operation" || response === undefined) return [];
    const { operation, pathValues } = found.match;
    const index = outputs.length;
    outputs.push(new Map());
    const step = {
      stepId: `step${index + 1}`,
      description: operation.summary ?? operation.key,
      ...targetOf(operation, { path: operation.path, method: request.method }),
      ...present("parameters", [
        ...parametersOf(interaction, operation, pathValues, model, issued),
        ...credentialsOf(operation, model, issued.names),
      ]),
      ...requestBodyOf(interaction, issued),
      successCriteria: [{ condition: `$statusCode == ${response.status}` }],
    };
    issued.take(index, operation, bodyValue(response));
    return [step];
  });
  return {
    workflowId: "recorded",
    summary: `${steps.length} recorded requests`,
    inputs,
    steps: steps.map((step, index) => {
      const taken = outputs[index] ?? new Map<string, string>();
      return taken.size === 0 ? step : { ...step, outputs: Object.fromEntries([...taken].map(([expression, name]) => [name, expression])) };
    }),
  };
}

function present(name: string, list: readonly unknown[]): Readonly<Record<string, unknown>> {
  return list.length === 0 ? {} : { [name]: list };
}

function parametersOf(
  { request }: Interaction,
  operation: Operation,
  pathValues: ReadonlyMap<string, string>,
  model: ApiModel,
  issued: Issued,
): readonly unknown[] {
  const header = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const sent = sentWith(request.url, (name) => header.get(name.toLowerCase()), Object.fromEntries(pathValues));
  const credentials = new Set(schemesOf(operation, model).map(({ in: location, name }) => `${location} ${name.toLowerCase()}`));
  const documented = operation.parameters.flatMap((parameter) => {
    if (isIgnored(parameter) || parameter.in === "cookie" || credentials.has(`${parameter.in} ${parameter.name.toLowerCase()}`)) return [];
    const readings = parameterReadings(parameter, operation, sent, model) ?? [];
    const schema = parameter.schema ?? parameter.content?.schema;
    const value = readings.find((one) => schema === undefined || accepts(schema, one as Json, model)) ?? readings[0];
    if (value === undefined) return [];
    return [{ name: parameter.name, in: parameter.in, value: issued.use(value as Json, parameter.name, collectionOf(operation, parameter.name)) }];
  });
  const names = new Set(operation.parameters.flatMap((one) => (one.in === "query" ? [one.name] : [])));
  const others = [...new URL(request.url).searchParams].flatMap(([name, value]) => {
    // A parameter of an object has other names in the query: `filter[name]`.
    if (names.has(name) || [...names].some((one) => name.startsWith(`${one}[`)) || credentials.has(`query ${name.toLowerCase()}`)) return [];
    return [{ name, in: "query", value: issued.use(value, name) }];
  });
  return [...documented, ...others];
}

interface Carrier {
  readonly in: "header" | "query";
  readonly name: string;
}

/** Where the first alternative of the security requirements has its values. */
function schemesOf({ security }: Operation, { components }: ApiModel): readonly Carrier[] {
  return [...(security[0]?.keys() ?? [])].flatMap((name): Carrier[] => {
    const scheme = components.securitySchemes.get(name);
    if (scheme === undefined || scheme.type === "mutualTLS") return [];
    if (scheme.type !== "apiKey") return [{ in: "header", name: "Authorization" }];
    return scheme.in === "cookie" ? [] : [{ in: scheme.in, name: scheme.parameter }];
  });
}

function credentialsOf(operation: Operation, model: ApiModel, names: Names): readonly unknown[] {
  return schemesOf(operation, model).map(({ in: location, name }) => ({ name, in: location, value: names.credential("main", name) }));
}

function requestBodyOf({ request }: Interaction, issued: Issued): Readonly<Record<string, unknown>> {
  const { body, headers } = request;
  if (body === undefined) return {};
  const contentType = contentTypeOf(headers) ?? "application/octet-stream";
  if (body.kind === "binary")
    return { requestBody: { contentType, payload: Buffer.from(bytesOf(body)).toString("base64"), "x-tallystick-encoding": "base64" } };
  const value = bodyValue({ headers, body });
  // Values other than objects and lists are sent as their text.
  const payload = typeof value === "object" && value !== null ? issued.use(value as Json, "") : issued.names.constant(body.text);
  return { requestBody: { contentType, payload } };
}

const idName = /(?:^|[a-z_-])(?:id|uuid|guid|key|slug|code|number|ref|token|cursor|handle)s?$/i;

/** `authors` for the parameter `id` of `/authors/{id}`. */
function collectionOf({ path }: Operation, parameter: string): string | undefined {
  const segments = path.split("/");
  const before = segments[segments.indexOf(`{${parameter}}`) - 1];
  return before?.includes("{") === true ? undefined : before;
}

/** What an id identifies: `author` for `authorId`, and for the `id` of an author. */
function identifiedBy(name: string, owner: string | undefined): string | undefined {
  return referredName(name) ?? (owner === undefined ? undefined : singular(flat(owner)));
}

/** A value of a response. Small numbers are the ids of many things. */
interface Source {
  readonly step: number;
  readonly pointer: string;
  /** The thing that it may identify. */
  readonly thing: string | undefined;
}

/** Values that responses issued. */
class Issued {
  readonly #found = new Map<string, Source[]>();
  readonly #sent = new Set<string>();

  constructor(readonly names: Names) {}

  /** A value for a request, with references instead of parts that an earlier response issued. @param owner The collection or object of the value. */
  use(value: Json, name: string, owner?: string): unknown {
    if (Array.isArray(value)) return value.map((item: Json) => this.use(item, name, owner));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.use(item, key, name)]));
    const sources = this.#found.get(keyOf(value)) ?? [];
    const things = [identifiedBy(name, owner), ...(owner === undefined ? [] : [singular(flat(owner))])];
    const from = sources.find(({ thing }) => thing !== undefined && things.includes(thing)) ?? (isNumeric(value) ? undefined : sources[0]);
    if (from !== undefined) return this.names.reference({ $step: from.step, from: from.pointer });
    this.#sent.add(keyOf(value));
    return typeof value === "string" ? this.names.constant(value) : value;
  }

  take(step: number, { path }: Operation, body: unknown): void {
    const collection = path.split("/").findLast((segment) => segment !== "" && !segment.includes("{"));
    let left = mostValues;
    const visit = (value: unknown, pointer: string, name: string, owner: string): void => {
      if (left-- < 0) return;
      if (typeof value === "object" && value !== null) {
        for (const [key, item] of Object.entries(value)) {
          const isItem = Array.isArray(value);
          visit(item, `${pointer}/${escapeToken(key)}`, isItem ? name : key, isItem ? owner : name);
        }
        return;
      }
      const isIssued = (typeof value === "string" && value !== "") || typeof value === "number";
      if (!isIssued || !(idName.test(name) || isLong(value)) || this.#sent.has(keyOf(value))) return;
      const sources = this.#found.get(keyOf(value)) ?? [];
      const thing = identifiedBy(name, owner === "" || envelope.test(flat(owner)) ? collection : owner);
      if (sources.length >= mostSources || sources.some((source) => source.thing === thing)) return;
      this.#found.set(keyOf(value), [...sources, { step, pointer, thing }]);
    };
    if (typeof body === "object") visit(body, "", "", "");
  }
}

const mostValues = 10_000;
const mostSources = 10;

function isNumeric(value: Json): boolean {
  return /^-?\d{1,9}$/.test(keyOf(value));
}

/** In a path or query a number is a text. */
function keyOf(value: Json): string {
  return String(value);
}

/** A text that does not occur by chance. */
function isLong(value: unknown): boolean {
  return typeof value === "string" && value.length >= 12 && /\d/.test(value) && !/\s/.test(value) && Number.isNaN(Date.parse(value));
}
