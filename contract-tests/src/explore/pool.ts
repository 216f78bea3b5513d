import { accepts, readingsOf } from "tallystick";
import { resolved, type ApiModel, type Link, type Operation, type Parameter, type Response, type Schema } from "tallystick/model";
import { shortened } from "../findings/shorten.js";
import { matchResponse } from "../match/match-response.js";
import { valueAt } from "../observe/value-at.js";
import { headerValue } from "../traffic/headers.js";
import type { Interaction } from "../traffic/interaction.js";
import { findOperation } from "../verify/requests/params.js";
import { jsonOf } from "./exchange.js";
import { envelope, flat, isOpaqueName, referredName, singular } from "./names.js";
import { idOf, idProperty, isResourceName, itemsOf, linkedPath, pathId, pathOf, resourcesOf, roleOf, type Resource } from "./resources.js";

/** A value and its source, in the syntax of params.yaml: `listThings#/0/id`. */
export interface FoundValue {
  readonly value: unknown;
  readonly from: string;
  /** Origin of the interaction that had it: `live#3`. */
  readonly origin?: string;
}

/** A response without its body, and the JSON of the body with the first items of each list. */
interface Kept {
  readonly interaction: Pick<Interaction, "request" | "response">;
  readonly json: unknown;
}

/** Values of one meaning; more teach nothing. */
const mostValues = 50;
const mostItems = 20;
const mostDepth = 6;

/**
 * The values of this run's responses, for requests that need them. A value goes to a parameter by a documented link, by the collection that the
 * path continues, or by its meaning: `projectId` in one response serves every parameter that identifies a project. Each value is checked
 * against the parameter's schema.
 */
export class Pool {
  readonly #byOperation = new Map<string, Kept>();
  readonly #values = new Map<string, FoundValue[]>();
  readonly #gone = new Set<string>();

  constructor(readonly model: ApiModel) {}

  /** Takes the values of a successful response. @param json Its body. A large one is parsed once for all who read it. */
  add(operation: Operation, interaction: Interaction, json: unknown = jsonOf(interaction)): void {
    const { response } = interaction;
    if (response === undefined || response.status < 200 || response.status > 299) return;
    const short = shortened(json);
    const { status, headers } = response;
    const { role, resource } = roleOf(this.model, operation);
    if (!this.#byOperation.has(operation.key) && role !== "remove")
      this.#byOperation.set(operation.key, { interaction: { request: interaction.request, response: { status, headers } }, json: short });
    const from = operation.operationId ?? operation.key;
    const place = { from, origin: interaction.origin };
    if (resource !== undefined && role === "create") {
      const found = idOf(resource, { body: short, location: headerValue(headers, "location") });
      if (found !== undefined) this.#put(`${resource.name}.id`, found.id, place, found.at, true);
    }
    if (resource !== undefined && (role === "create" || role === "list"))
      this.#putLinked(resource, role, short, headerValue(headers, "location"), place);
    const schema = matchResponse(operation, status)?.content[0]?.schema;
    this.#take(short, schema, resource?.name ?? lastWord(pathOf(operation)), "", place, 0);
  }

  /** Values that belong together in a path: the owner of a repository and its name. */
  #putLinked(
    resource: Resource,
    role: "create" | "list",
    json: unknown,
    location: string | undefined,
    place: Pick<FoundValue, "from" | "origin">,
  ): void {
    const items = role === "create" ? [json] : (itemsOf(json, resource)?.items.slice(0, mostItems) ?? []);
    for (const item of items) {
      const values = Object.entries(linkedPath(resource, { body: item, location: role === "create" ? location : undefined }) ?? {});
      for (const [name, value] of values) this.#put(`path.${flat(name)}`, value, place, "/url", role === "create");
    }
  }

  /** `listSessions#/0/sessionId`, or `GET /sessions#/0/sessionId`. */
  read(from: string): FoundValue | undefined {
    const hash = from.indexOf("#");
    const operation = findOperation(this.model, hash < 0 ? from : from.slice(0, hash));
    const latest = operation && this.#byOperation.get(operation.key);
    const value = latest && valueAt(latest.json, hash < 0 ? "" : from.slice(hash + 1));
    return value === undefined ? undefined : { value, from };
  }

  /** No longer offers a value that identified a thing, because it was removed. */
  forget(resource: Resource, id: string | number): void {
    this.#gone.add(`${resource.name} ${String(id)}`);
  }

  /** The first value that fits a parameter: by link, by collection, by meaning. */
  find(operation: Operation, parameter: Parameter): FoundValue | undefined {
    return this.candidates(operation, parameter)[0];
  }

  /** All values that a parameter may have, the most certain first. Its schema accepts each of them. */
  candidates(operation: Operation, parameter: Parameter): readonly FoundValue[] {
    const linked = parameter.in === "path" ? (this.#values.get(`path.${flat(parameter.name)}`) ?? []) : [];
    const found = [
      this.#readLink(operation, parameter),
      ...linked,
      this.#readCollection(operation, parameter),
      ...this.#byMeaning(operation, parameter),
    ];
    const meaning = meaningOf(operation, parameter);
    const values = new Set<string>();
    return found.flatMap((one) => {
      if (one === undefined || this.#gone.has(`${meaning?.thing ?? ""} ${String(one.value)}`)) return [];
      const value = parameter.in === "path" ? pathId(meaning?.thing ?? "", one.value) : one.value;
      if (!mayBe(parameter, value, this.model) || values.has(String(value))) return [];
      values.add(String(value));
      return [{ ...one, value }];
    });
  }

  /** Whether a documented link of an earlier response gives the parameter. */
  isLinked(operation: Operation, parameter: Parameter): boolean {
    return this.#readLink(operation, parameter) !== undefined;
  }

  /** Values that identify a thing by its name: those of `project` for a property `projectId`. */
  identifying(thing: string, schema: Schema | undefined): readonly FoundValue[] {
    return (this.#values.get(`${thing}.id`) ?? []).filter(
      ({ value }) => !this.#gone.has(`${thing} ${String(value)}`) && (schema === undefined || accepts(schema, value as never, this.model)),
    );
  }

  /** Whether a value identifies a thing that a response of this run had. */
  knows(thing: string, value: unknown): boolean {
    return (this.#values.get(`${thing}.id`) ?? []).some((one) => String(one.value) === String(value));
  }

  /** Values with the name of a parameter, of whatever thing: proposals for a person. */
  proposals(operation: Operation, parameter: Parameter): readonly FoundValue[] {
    const own = this.candidates(operation, parameter);
    if (own.length > 0) return own;
    const name = flat(parameter.name);
    const named = [...this.#values].filter(([key]) => key.endsWith(`.${name}`)).flatMap(([, values]) => values);
    return named.filter(({ value }) => mayBe(parameter, value, this.model));
  }

  /** The values of documented links in earlier responses for a parameter of this operation (OpenAPI 3.1 §4.8.20). */
  #readLink(operation: Operation, parameter: Pick<Parameter, "name" | "in">): FoundValue | undefined {
    for (const { source, response, link } of linksTo(this.model).get(operation.key) ?? []) {
      const latest = this.#byOperation.get(source.key);
      if (latest === undefined) continue;
      if (response.status !== String(latest.interaction.response?.status) && response.status !== "default" && !/XX$/i.test(response.status)) continue;
      const expression = link.parameters.get(`${parameter.in}.${parameter.name}`) ?? link.parameters.get(parameter.name);
      if (expression === undefined) continue;
      const value = typeof expression === "string" ? evaluate(expression, latest.interaction, latest.json) : expression;
      if (value !== undefined) return { value, from: `${source.operationId ?? source.key} link ${link.name}` };
    }
    return undefined;
  }

  /** The id of the first thing in the collection that an item's path continues: `/things` for `/things/{thingId}`. */
  #readCollection(operation: Operation, parameter: Parameter): FoundValue | undefined {
    const position = operation.path.indexOf(`{${parameter.name}}`);
    if (parameter.in !== "path" || position < 0) return undefined;
    const collection = operation.path.slice(0, position).replace(/\/$/, "");
    const list =
      resourcesOf(this.model).find((one) => one.collection === (collection || "/"))?.list ??
      (collection === "" ? undefined : this.model.operations.find((one) => one.method === "get" && one.path.replace(/\/$/, "") === collection));
    const latest = list && this.#byOperation.get(list.key);
    if (list === undefined || latest === undefined) return undefined;
    const found = itemsOf(latest.json);
    const item = found?.items.find((one) => {
      const name = isScalar(one) ? undefined : idIn(one, parameter.name, collection);
      return isScalar(one) || (name !== undefined && !this.#gone.has(`${lastWord(collection)} ${String((one as Record<string, unknown>)[name])}`));
    });
    if (found === undefined || item === undefined) return undefined;
    const property = isScalar(item) ? undefined : idIn(item, parameter.name, collection);
    const value = property === undefined ? item : (item as Readonly<Record<string, unknown>>)[property];
    const at = `${found.pointer}/${found.items.indexOf(item)}${property === undefined ? "" : `/${property}`}`;
    return { value, from: `${list.operationId ?? list.key}#${at}` };
  }

  #byMeaning(operation: Operation, parameter: Parameter): readonly FoundValue[] {
    const meaning = meaningOf(operation, parameter);
    const byName = meaning === undefined ? [] : meaning.keys.flatMap((key) => this.#values.get(key) ?? []);
    const ref = parameter.schema?.ref;
    return [...byName, ...(ref === undefined ? [] : (this.#values.get(ref) ?? []))];
  }

  #take(value: unknown, given: Schema | undefined, thing: string, pointer: string, place: Pick<FoundValue, "from" | "origin">, depth: number): void {
    if (depth > mostDepth) return;
    const schema = resolved(given, this.model.schemas);
    if (Array.isArray(value)) {
      for (const [index, item] of value.slice(0, mostItems).entries()) {
        if (isScalar(item)) this.#put(`${thing}.id`, item, place, `${pointer}/${index}`);
        else this.#take(item, schema?.array?.items, thing, `${pointer}/${index}`, place, depth + 1);
      }
      return;
    }
    if (typeof value !== "object" || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      const at = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const inner = schema?.object?.properties?.get(name);
      const word = flat(name);
      const referred = referredName(name);
      if (isScalar(part)) {
        if (part === "") continue;
        this.#put(`${thing}.${word}`, part, place, at);
        if (word === "name" && isResourceName(part, thing)) this.#put(`${thing}.id`, part, place, at);
        if (referred !== undefined && referred !== thing) this.#put(`${referred}.id`, part, place, at);
        if (inner?.ref !== undefined) this.#put(inner.ref, part, place, at);
      } else if (Array.isArray(part) && referred !== undefined) this.#take(part, inner, referred, at, place, depth + 1);
      else this.#take(part, inner, envelope.test(word) ? thing : singular(word), at, place, depth + 1);
    }
  }

  #put(key: string, value: unknown, { from, origin }: Pick<FoundValue, "from" | "origin">, at: string, isFirst = false): void {
    let values = this.#values.get(key);
    if (values === undefined) this.#values.set(key, (values = []));
    if (values.length >= mostValues || values.some((one) => one.value === value)) return;
    const found = { value, from: `${from}#${at}`, ...(origin !== undefined && { origin }) };
    if (isFirst) values.unshift(found);
    else values.push(found);
  }
}

interface LinkTo {
  readonly source: Operation;
  readonly response: Response;
  readonly link: Link;
}

const knownLinks = new WeakMap<ApiModel, ReadonlyMap<string, readonly LinkTo[]>>();

/** The links of all responses, by target operation. */
function linksTo(model: ApiModel): ReadonlyMap<string, readonly LinkTo[]> {
  const known = knownLinks.get(model);
  if (known !== undefined) return known;
  const byTarget = new Map<string, LinkTo[]>();
  for (const source of model.operations)
    for (const response of source.responses)
      for (const link of response.links)
        if (link.operation !== undefined) byTarget.set(link.operation, [...(byTarget.get(link.operation) ?? []), { source, response, link }]);
  knownLinks.set(model, byTarget);
  return byTarget;
}

/** The resource that a parameter identifies, and the keys of its possible values, the most probable first: `project.id`. */
function meaningOf({ path }: Operation, parameter: Parameter): { readonly thing: string; readonly keys: readonly string[] } | undefined {
  const wanted = flat(parameter.name);
  const position = parameter.in === "path" ? path.indexOf(`{${parameter.name}}`) : -1;
  const segment = position < 0 ? undefined : lastWord(path.slice(0, position));
  const named = referredName(parameter.name);
  if (named !== undefined && (segment === undefined || named !== segment)) {
    return { thing: named, keys: ["id", "uuid", wanted].map((property) => `${named}.${property}`) };
  }
  if (segment === undefined) return undefined;
  const rest = wanted.startsWith(segment) ? wanted.slice(segment.length) : "";
  const properties = [...new Set([wanted, rest, "id", "uuid"])].filter((one) => one !== "");
  // `/people/{person}`: the parameter has the name of the thing.
  const isThing = !/^(?:id|uuid|guid|key|slug|name|code|number)$/.test(wanted);
  return {
    thing: segment,
    keys: [...properties.map((property) => `${segment}.${property}`), ...(isThing ? [`${wanted}.id`, `${wanted}.uuid`] : [])],
  };
}

/** The last word of a path that is no parameter, in the singular. */
export function lastWord(path: string): string {
  return singular(flat(path.split("/").findLast((segment) => segment !== "" && !segment.includes("{")) ?? ""));
}

function idIn(item: unknown, parameter: string, collection: string): string | undefined {
  return typeof item !== "object" || item === null || Array.isArray(item) ? undefined : idProperty(item, parameter, lastWord(collection));
}

/** Whether the schema of a parameter accepts a value: on the wire a number is a text. */
export function mayBe({ schema }: Pick<Parameter, "schema">, value: unknown, model: ApiModel): boolean {
  if (schema === undefined) return true;
  if (isScalar(value)) return readingsOf(String(value), schema, model).some((reading) => accepts(schema, reading, model));
  return accepts(schema, value as never, model);
}

/** Whether only a server can issue a value of this parameter, so that none is generated. */
export function isOpaque(parameter: Pick<Parameter, "name" | "schema">, model: ApiModel): boolean {
  const schema = resolved(parameter.schema, model.schemas);
  if (schema?.enum !== undefined || schema?.const !== undefined) return false;
  const isText =
    schema?.type === undefined || (schema.type.includes("string") && schema.format === undefined && schema.string?.pattern === undefined);
  return isOpaqueName(parameter.name, isText) && (schema?.type === undefined || schema.type.includes("string"));
}

export function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
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
