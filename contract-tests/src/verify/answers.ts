import { shortened } from "../findings/shorten.js";
import { letGo } from "tallystick";
import type { ApiModel, Operation } from "tallystick/model";
import { isJsonMediaType } from "../match/media-type.js";
import { valueAt } from "../observe/value-at.js";
import { sizeOf } from "../traffic/body.js";
import { headerValue } from "../traffic/headers.js";
import type { Interaction } from "../traffic/interaction.js";
import { findOperation } from "./requests/params.js";

/** A value and where it was found, in the words of params.yaml. */
export interface FoundValue {
  readonly value: unknown;
  readonly from: string;
}

/** An answer without its body, and what the body held: the first items of each list. */
interface Kept {
  readonly interaction: Pick<Interaction, "request" | "response">;
  readonly json: unknown;
}

/** What a JSON text holds, with the first items of its lists; `undefined` where it is no JSON. */
function valueOf(text: string): unknown {
  try {
    return shortened(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The successful answers of this run, for values that one operation hands to another. */
export class Answers {
  readonly #byOperation = new Map<string, Kept>();

  constructor(readonly model: ApiModel) {}

  add(operation: Operation, interaction: Interaction): void {
    const { response } = interaction;
    if (response === undefined || response.status < 200 || response.status > 299 || this.#byOperation.has(operation.key)) return;
    const isJson = isJsonMediaType(headerValue(response.headers, "content-type") ?? "");
    const json = isJson && response.body?.kind === "text" ? valueOf(response.body.text) : undefined;
    letGo(sizeOf(response.body));
    const { status, headers } = response;
    this.#byOperation.set(operation.key, { interaction: { request: interaction.request, response: { status, headers } }, json });
  }

  /** `listSessions#/0/sessionId`, or `GET /sessions#/0/sessionId`. */
  read(from: string): FoundValue | undefined {
    const hash = from.indexOf("#");
    const operation = findOperation(this.model, hash < 0 ? from : from.slice(0, hash));
    const answer = operation && this.#byOperation.get(operation.key);
    const value = answer && valueAt(answer.json, hash < 0 ? "" : from.slice(hash + 1));
    return value === undefined ? undefined : { value, from };
  }

  /** What the documented links of earlier answers say about a parameter of this operation (OpenAPI 3.1 §4.8.20). */
  readLink(operation: Operation, parameter: { readonly name: string; readonly in: string }): FoundValue | undefined {
    for (const [key, answer] of this.#byOperation) {
      const source = this.model.operations.find((one) => one.key === key);
      for (const response of source?.responses ?? []) {
        if (response.status !== String(answer.interaction.response?.status) && response.status !== "default" && !/XX$/i.test(response.status))
          continue;
        for (const link of response.links) {
          if (link.operation !== operation.key) continue;
          const expression = link.parameters.get(`${parameter.in}.${parameter.name}`) ?? link.parameters.get(parameter.name);
          if (expression === undefined) continue;
          const value = typeof expression === "string" ? evaluate(expression, answer.interaction, answer.json) : expression;
          if (value !== undefined) return { value, from: `${source?.operationId ?? key} link ${link.name}` };
        }
      }
    }
    return undefined;
  }

  /** The id of the first thing in the collection that an item's path continues: `/things` for `/things/{thingId}`. */
  readCollection(operation: Operation, parameter: string): FoundValue | undefined {
    const position = operation.path.indexOf(`{${parameter}}`);
    if (position < 0) return undefined;
    const collection = operation.path.slice(0, position).replace(/\/$/, "");
    const list = this.model.operations.find((one) => one.method === "get" && one.path.replace(/\/$/, "") === collection);
    const answer = list && this.#byOperation.get(list.key);
    if (list === undefined || answer === undefined) return undefined;
    const found = firstItem(answer.json);
    if (found === undefined) return undefined;
    const property = idProperty(found.item, parameter, collection);
    if (property === undefined) return undefined;
    const value = property.name === undefined ? found.item : (found.item as Readonly<Record<string, unknown>>)[property.name];
    return { value, from: `${list.operationId ?? list.key}#${found.pointer}${property.name === undefined ? "" : `/${property.name}`}` };
  }
}

/** A runtime expression (OpenAPI 3.1 §4.8.20.4), alone or in braces inside a text. */
function evaluate(expression: string, interaction: Kept["interaction"], json: unknown): unknown {
  if (expression.startsWith("$")) return evaluateOne(expression, interaction, json);
  if (!/\{\$[^{}]+\}/.test(expression)) return expression;
  let missing = false;
  const text = expression.replace(/\{(\$[^{}]+)\}/g, (_, inner: string) => {
    const value = evaluateOne(inner, interaction, json);
    if (value === undefined) missing = true;
    return String(value);
  });
  return missing ? undefined : text;
}

function evaluateOne(expression: string, interaction: Kept["interaction"], json: unknown): unknown {
  const { request, response } = interaction;
  if (expression === "$url") return request.url;
  if (expression === "$method") return request.method;
  if (expression === "$statusCode") return response?.status;
  const [, side, part, rest = ""] = /^\$(request|response)\.(body|header\.|query\.|path\.)(.*)$/.exec(expression) ?? [];
  if (part === "body" && side === "response") return valueAt(json, rest.replace(/^#/, ""));
  if (part === "header.") return headerValue((side === "response" ? response?.headers : request.headers) ?? [], rest);
  if (part === "query." && side === "request") return new URL(request.url).searchParams.get(rest) ?? undefined;
  return undefined;
}

/** The first element of a list, or of the one list in an envelope (`data`, `items`, `results` …). */
function firstItem(json: unknown): { readonly item: unknown; readonly pointer: string } | undefined {
  if (Array.isArray(json)) return json.length > 0 ? { item: json[0], pointer: "/0" } : undefined;
  if (typeof json !== "object" || json === null) return undefined;
  const lists = Object.entries(json).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0);
  const preferred =
    lists.find(([name]) => /^(?:data|items|results?|records|values|list|entries|content|hits|rows)$/i.test(name)) ??
    (lists.length === 1 ? lists[0] : undefined);
  return preferred && { item: preferred[1][0], pointer: `/${preferred[0]}/0` };
}

/** Which property of an item the parameter means: its own name, the name without the collection's, `id`, or another usual key. */
function idProperty(item: unknown, parameter: string, collection: string): { readonly name?: string } | undefined {
  if (typeof item === "string" || typeof item === "number") return {};
  if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
  const wanted = flat(parameter);
  const singular = flat(collection.split("/").findLast((segment) => segment !== "" && !segment.startsWith("{")) ?? "")
    .replace(/ies$/, "y")
    .replace(/s$/, "");
  const names = Object.keys(item).filter((name) => ["string", "number"].includes(typeof (item as Record<string, unknown>)[name]));
  const candidates = [
    wanted,
    wanted.startsWith(singular) ? wanted.slice(singular.length) : "",
    ...(/(?:id|uuid|key|slug|name|code|number|^id)$/.test(wanted) ? ["id", "uuid", /(?:slug|name|key|code)$/.exec(wanted)?.[0] ?? ""] : ["id"]),
  ];
  for (const candidate of candidates) {
    const name = candidate === "" ? undefined : names.find((one) => flat(one) === candidate);
    if (name !== undefined) return { name };
  }
  return undefined;
}

function flat(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
