import { accepts, seeded, writeParameter, type WireParts } from "tallystick";
import { resolved, type ApiModel, type Operation, type Parameter } from "tallystick/model";
import type { CompiledModel } from "../observe/compiled.js";
import { isJsonMediaType } from "../match/media-type.js";
import { contentTypeOf, headerValue } from "../traffic/headers.js";
import type { HeaderField, Interaction, RequestRecord } from "../traffic/interaction.js";
import { credentialFree } from "../verify/credentials.js";
import type { Params } from "../verify/requests/params.js";
import { omitted, planRequest, type Given, type GivenBody, type PlannedRequest, type Unfilled } from "../verify/requests/plan-requests.js";
import type { Probe } from "../verify/requests/probes.js";
import { bodiesOf } from "./bodies.js";
import { isOpaque, mayBe, Pool } from "./pool.js";
import { randomOf, type Random } from "./random.js";
import { idOf, itemResourceOf, itemsOf, pathOf, roleOf, type Resource } from "./resources.js";
import { isSafe, itemsIn, withoutQuery, WriteGuard, type Refusal, type WriteRules } from "./writes.js";

export { omitted } from "../verify/requests/plan-requests.js";

/** Why a request was sent. */
export type Purpose =
  /** As the document has it: what a client would send. */
  | { readonly kind: "ordinary"; readonly expect?: number }
  /** Valid, but seldom sent: a bound, an empty body, a rare pair of parameters. */
  | { readonly kind: "unusual"; readonly what: string }
  /** An id that the server does not have. */
  | { readonly kind: "unknown"; readonly what: string }
  /** A parameter at or beyond its bounds. */
  | { readonly kind: "probe"; readonly probe: Probe }
  /** A body that the document forbids. */
  | { readonly kind: "invalid-body"; readonly keyword: string; readonly schemaPath: string; readonly what: string; readonly value?: string }
  | { readonly kind: "no-credentials" }
  /** A step of a law. `deliberate`: the document forbids the request, so only the response is checked. */
  | { readonly kind: "law"; readonly law: string; readonly what: string; readonly deliberate?: true }
  /** A list or an item is read to learn what exists. */
  | { readonly kind: "look"; readonly what: string }
  /** A step of an Arazzo workflow. */
  | { readonly kind: "workflow" }
  | { readonly kind: "cleanup" };

/** Values of a request by their documented names. A value that is `omitted` is not sent, even if it is required. */
export interface Values {
  readonly path?: Readonly<Record<string, unknown>>;
  /** Also names that the document does not have. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** Also names that the document does not have. */
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly cookies?: Readonly<Record<string, unknown>>;
  /** The value of the body, or `omitted`. */
  readonly body?: unknown;
  /** A body to send unchanged, in place of `body`. */
  readonly text?: { readonly text: string; readonly contentType: string };
}

export interface SendOptions {
  readonly purpose: Purpose;
  /** Name of an identity of `--as`, `main` for that of `--header`, or `nobody` for no credentials. Default: `main`. */
  readonly as?: string;
  readonly accept?: string;
}

/** One request and its response. */
export interface Exchange {
  /** Position in the log, from 0. */
  readonly index: number;
  readonly operation: Operation;
  /** All values that were sent, also those that the session filled in. */
  readonly values: Values;
  /** Where the session found values that it filled in: parameter name → `listThings#/0/id`. */
  readonly filledFrom: Readonly<Record<string, string>>;
  readonly purpose: Purpose;
  readonly as: string;
  readonly interaction: Interaction;
  /** 0 if there was no response. */
  readonly status: number;
  /** The JSON of the response body; `undefined` if it is not JSON. */
  readonly json: unknown;
}

/** An item that this run created. */
export interface Created {
  readonly resource: Resource;
  readonly id: string | number;
  /** Where the id was found in the response: a JSON pointer, `Location`, or `request` if the run chose it. */
  readonly at: string;
  /** Encoded path of the item, from the base URL on. Empty if the id is not known. */
  readonly itemPath: string;
  /** Parameters of the path of the item. */
  readonly path: Readonly<Record<string, unknown>>;
  /** The body that was sent. */
  readonly sent: unknown;
  /** The response that confirmed it. */
  readonly exchange: Exchange;
  isRemoved: boolean;
}

export interface NotCreated {
  readonly reason: string;
  /** The last attempt, if there was one. */
  readonly exchange?: Exchange;
}

/** Thrown instead of sending a request. Nothing reached the server. */
export class NotSent extends Error {
  override readonly name = "NotSent";
  constructor(
    readonly kind: "level" | "values" | "budget" | "interrupted",
    readonly reason: string,
    readonly add?: string,
  ) {
    super(reason);
  }
}

export interface SessionOptions extends WriteRules {
  readonly model: ApiModel;
  readonly compiled: CompiledModel;
  readonly params: Params;
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers of further identities, by name (`--as`). */
  readonly identities?: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly seed: number;
  /** Most requests. Default: 3,000. Requests that remove what the run created count, and are sent beyond it if need be. */
  readonly maxRequests?: number;
  /** Most milliseconds. */
  readonly maxTime?: number;
  /** Most generated variants of one request, and most runs of one law. Default: 100. */
  readonly runs?: number;
  readonly signal?: AbortSignal;
  send(request: RequestRecord, purpose: Purpose, operation: Operation): Promise<Interaction>;
  /** Sends after `signal` was aborted too: for removing what was created. Default: `send`. */
  sendAtEnd?(request: RequestRecord, purpose: Purpose, operation: Operation): Promise<Interaction>;
  onExchange?(exchange: Exchange): void;
  onNote?(note: string): void;
}

const defaultMaxRequests = 3_000;
const defaultRuns = 100;

/** Bodies that the log keeps, in characters each. Longer ones are dropped from the log, not from the exchange that `send` returns. */
const mostKept = 100_000;
/** Removed items of one resource that are read again at the end of a run. */
const believed = 3;
/** For removing what was created, after the time of the run is over. */
const cleanupTime = 30_000;
/** For each created item more: a slow server still gets its items removed. */
const cleanupTimeOfItem = 2_000;

/**
 * The only way to the server for a live run. It checks the level of writes for each request before it is sent, registers what the run created,
 * and removes that at the end.
 */
export class Session {
  readonly model: ApiModel;
  readonly compiled: CompiledModel;
  readonly pool: Pool;
  readonly random: Random;
  readonly runs: number;
  readonly guard: WriteGuard;
  /** Names of identities: `main`, then those of `--as`. */
  readonly identities: readonly string[];
  readonly #log: Exchange[] = [];
  readonly #own: Created[] = [];
  readonly #ownPaths = new Set<string>();
  readonly #free = new Set<string>();
  /** Ids that reads and lists showed, by the name of the resource. */
  readonly #seen = new Set<string>();
  readonly #etags = new Map<string, string>();
  readonly #deadline: number;
  readonly maxRequests: number;
  readonly #recipes = new Map<Resource, number>();
  #sent = 0;
  /** What could not be removed. Complete after `end`. */
  readonly left: { readonly path: string; readonly reason: string }[] = [];
  #hasEnded = false;

  constructor(readonly options: SessionOptions) {
    this.model = options.model;
    this.compiled = options.compiled;
    this.pool = new Pool(options.model);
    this.random = randomOf(options.seed);
    this.runs = options.runs ?? defaultRuns;
    this.guard = new WriteGuard(options.model, options, ({ key }) => options.params.operations.get(key)?.skip);
    this.identities = ["main", ...(options.identities?.keys() ?? [])];
    this.maxRequests = options.maxRequests ?? defaultMaxRequests;
    this.#deadline = options.maxTime === undefined ? Infinity : Date.now() + options.maxTime;
  }

  get log(): readonly Exchange[] {
    return this.#log;
  }

  /** Everything that this run created, also what was removed since. */
  get own(): readonly Created[] {
    return this.#own;
  }

  /** Requests and milliseconds that are left; none after an interruption. */
  get remaining(): { readonly requests: number; readonly ms: number } {
    if (this.options.signal?.aborted === true) return { requests: 0, ms: 0 };
    // Each item of this run still needs a request that removes it.
    const reserved = this.#own.reduce((count, one) => count + (one.isRemoved || one.resource.remove === undefined ? 0 : 1), 0);
    return { requests: Math.max(0, this.maxRequests - this.#sent - reserved), ms: Math.max(0, this.#deadline - Date.now()) };
  }

  get isOver(): boolean {
    const { requests, ms } = this.remaining;
    return requests === 0 || ms === 0;
  }

  /** Requests so far and those that will remove what exists now. */
  get committed(): number {
    return this.#log.length + 2 * this.#own.filter(({ isRemoved }) => !isRemoved).length;
  }

  get sent(): number {
    return this.#sent;
  }

  /** Why the level of writes, `--methods` or `--allow` forbid every request of an operation. */
  refuses(operation: Operation): Refusal | undefined {
    return this.guard.refusesOperation(operation);
  }

  /** The request as it would be sent, or what is missing for it. Sends nothing. */
  async prepare(operation: Operation, values: Values = {}, accept?: string): Promise<PlannedRequest | Unfilled> {
    const { model, params, onNote } = this.options;
    return planRequest({ model, params, pool: this.pool, ...(onNote && { onNote }) }, operation, this.#given(operation, values, accept));
  }

  /**
   * Sends one request. Values that are not given come from params.yaml, earlier responses and the document.
   * Throws `NotSent`, before anything is sent, if a value is missing, the level of writes forbids the request, or the limits are reached.
   */
  async send(operation: Operation, values: Values, { purpose, as = "main", accept }: SendOptions): Promise<Exchange> {
    const request = await this.prepare(operation, values, accept);
    if ("missing" in request) {
      throw new NotSent("values", `no known value for ${request.missing.map((name) => `"${name}"`).join(", ")}`, request.add);
    }
    return this.sendWritten(operation, request, this.#record(request, as), { purpose, as });
  }

  /** Sends a request that is written already, such as a step of a workflow. Throws `NotSent` as `send` does. @param by Sends it in place of `send`. */
  async sendWritten(
    operation: Operation,
    request: PlannedRequest,
    record: RequestRecord,
    { purpose, as = "main" }: SendOptions,
    by?: (record: RequestRecord) => Promise<Interaction>,
  ): Promise<Exchange> {
    const isRemoval = purpose.kind === "cleanup" && !isSafe(operation) && roleOf(this.model, operation).role === "remove";
    const item = isRemoval ? itemsIn(pathOf(operation), request.path).items.at(-1) : undefined;
    const refusal =
      this.guard.skips(operation) ??
      (item !== undefined
        ? this.guard.refusesRemoval(item, this.#known)
        : purpose.kind === "cleanup" && isSafe(operation)
          ? undefined
          : this.guard.refuses(operation, request.path, this.#known));
    if (refusal !== undefined) throw new NotSent("level", refusal.reason, refusal.add);
    if (this.options.signal?.aborted === true && purpose.kind !== "cleanup") throw new NotSent("interrupted", "the run was interrupted");
    if (purpose.kind !== "cleanup" && this.isOver) throw new NotSent("budget", "the limit of requests or time was reached");
    this.#sent++;
    const { send, sendAtEnd = send } = this.options;
    const interaction = await (by ?? (purpose.kind === "cleanup" ? sendAtEnd : send))(record, purpose, operation);
    return this.#finish(operation, request, interaction, purpose, as);
  }

  /** Whether the server showed that nothing exists at the path of an item. */
  isFree(operation: Operation, path: Readonly<Record<string, unknown>>): boolean {
    const encoded = this.#pathWith(operation, path);
    return encoded !== undefined && itemsIn(pathOf(operation), encoded).items.some((item) => this.#free.has(item));
  }

  /** An own item of a resource that still exists, if there is one. */
  ownOf(resource: Resource): Created | undefined {
    return this.#own.findLast((one) => one.resource === resource && !one.isRemoved && one.itemPath !== "");
  }

  /** Creates an item, with its parents and what its body refers to. `values` replace what the session would send. */
  async create(resource: Resource, values: Values = {}, purpose: Purpose = { kind: "ordinary" }, as?: string): Promise<Created | NotCreated> {
    const operation = resource.create ?? resource.replace;
    if (operation === undefined) return { reason: `the document has no operation that creates a ${resource.name}` };
    const refusal = this.refuses(operation);
    if (refusal !== undefined) return { reason: refusal.reason };
    const options = { purpose, ...(as !== undefined && { as }) };
    try {
      const path = { ...(await this.parentPath(operation)), ...values.path };
      if (resource.create === undefined && (resource.idParameter === undefined || path[resource.idParameter] === undefined)) {
        const free = await this.unknownId(resource, path);
        if (free === undefined) return { reason: `no id of a ${resource.name} is known to be free` };
        Object.assign(path, free);
      }
      if ("body" in values || values.text !== undefined) return this.#outcome(await this.send(operation, { ...values, path }, options));
      const recipes = bodiesOf(this, operation);
      const first = this.#recipes.get(resource) ?? 0;
      let exchange: Exchange | undefined;
      // The recipe that worked before comes first.
      for (const index of [first, ...recipes.keys()].filter((each, at) => at === 0 || each !== first)) {
        const made = await recipes[index]?.();
        if (made === undefined) continue;
        exchange = await this.send(operation, { ...values, path, ...made }, options);
        if (exchange.status >= 200 && exchange.status < 300) {
          this.#recipes.set(resource, index);
          return this.#outcome(exchange);
        }
        // Other values change nothing about a missing permission, a missing parent or a broken server.
        if (![400, 409, 412, 415, 422].includes(exchange.status)) break;
      }
      return {
        reason: exchange === undefined ? "no body could be made" : `the server responded with ${exchange.status}`,
        ...(exchange && { exchange }),
      };
    } catch (error) {
      if (error instanceof NotSent) return { reason: error.reason };
      throw error;
    }
  }

  /** Path values of what an operation is below: those of an own item if one can be created, else none, so that existing ones are used. */
  async parentPath(operation: Operation): Promise<Readonly<Record<string, unknown>>> {
    const { role, resource } = roleOf(this.model, operation);
    const deepest = itemResourceOf(this.model, operation);
    // The item itself is no parent.
    const parent = deepest === resource && role !== "create" && role !== "list" ? deepest?.parent : deepest;
    if (parent === undefined || parent === resource || this.guard.level === "none") return {};
    const made = this.ownOf(parent) ?? (await this.create(parent));
    return "reason" in made ? {} : this.pathOf(made, operation);
  }

  /** The path parameters of an operation about an own item, by position: names may differ from those of the item. */
  pathOf(created: Created, operation: Operation): Readonly<Record<string, unknown>> {
    const target = pathOf(operation);
    const sources = [
      [created.resource.item ?? "", created.path],
      [pathOf(created.exchange.operation), created.exchange.values.path ?? {}],
    ] as const;
    const names = [...target.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
    const found = names.flatMap((name) => {
      const value =
        sources.map(([template, values]) => atPosition(template, values, target, name)).find((one) => one !== undefined) ??
        sources.map(([, values]) => values[name]).find((one) => one !== undefined);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(found);
  }

  /**
   * An id that no item has, valid by the schema. GET answered 404 or 410 for it, or a complete list lacks it.
   * @returns The parameters of the path of the item, or nothing if no id is known to be free.
   */
  async unknownId(
    resource: Resource,
    given: Readonly<Record<string, unknown>> = {},
    purpose?: Purpose,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { read, list, item, idParameter } = resource;
    const some = read ?? resource.replace ?? resource.update ?? resource.remove;
    if (item === undefined || idParameter === undefined || some === undefined) return undefined;
    for (let attempt = 0; attempt < 3 && !this.isOver; attempt++) {
      const id = inventId(this, resource, some);
      if (id === undefined) return undefined;
      const path = { ...given, [idParameter]: id };
      const what = `shows that no ${resource.name} has the id ${String(id)}`;
      if (read !== undefined && this.refuses(read) === undefined) {
        const exchange = await this.send(read, { path: alignPath(item, path, pathOf(read)) }, { purpose: purpose ?? { kind: "unknown", what } });
        if (exchange.status === 404 || exchange.status === 410) return { ...path, ...exchange.values.path };
        continue;
      }
      if (list === undefined || this.refuses(list) !== undefined) return undefined;
      const exchange = await this.send(list, { path: alignPath(item, path, pathOf(list)) }, { purpose: { kind: "look", what } });
      const found = itemsOf(exchange.json, resource);
      if (exchange.status !== 200 || found === undefined || !isComplete(list, found.items.length, found.total, exchange)) return undefined;
      if (found.items.some((one) => String(idOf(resource, { body: one })?.id) === String(id))) continue;
      const itemPath = this.#itemPath(resource, { ...path, ...alignPath(pathOf(list), exchange.values.path ?? {}, item) }, some);
      if (itemPath === undefined) return undefined;
      this.#free.add(itemPath);
      return { ...path, ...alignPath(pathOf(list), exchange.values.path ?? {}, item) };
    }
    return undefined;
  }

  /** Removes what the run created, the newest first, and lists in `left` what remains. Safe to call twice. */
  async end(): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const until = Date.now() + cleanupTime + this.#own.length * cleanupTimeOfItem;
    const confirmed = new Map<Resource, number>();
    for (const created of this.#own.toReversed()) {
      // A server that removed several items of a resource is believed about the others.
      const count = confirmed.get(created.resource) ?? 0;
      if (created.isRemoved && count >= believed) continue;
      if (created.isRemoved) confirmed.set(created.resource, count + 1);
      const reason = Date.now() > until ? "there was no time left to remove it" : await this.#remove(created);
      if (reason !== undefined && created.isRemoved) confirmed.set(created.resource, -Infinity);
      if (reason !== undefined) this.left.push({ path: created.itemPath === "" ? created.resource.collection : created.itemPath, reason });
    }
  }

  async #remove(created: Created): Promise<string | undefined> {
    const { resource, itemPath } = created;
    const { read, remove } = resource;
    if (itemPath === "") return "the response to the request that created it has no id";
    const purpose = { kind: "cleanup" } as const;
    const isGone = async (): Promise<boolean | undefined> => {
      if (read === undefined) return undefined;
      const { status } = await this.send(read, { path: this.pathOf(created, read) }, { purpose });
      return status === 404 || status === 410 ? true : status >= 200 && status < 300 ? false : undefined;
    };
    // What an own parent took with it is gone as well.
    const parent = this.#own.find((one) => one !== created && one.isRemoved && itemPath.startsWith(`${one.itemPath}/`));
    try {
      if ((created.isRemoved || parent !== undefined) && (await isGone()) !== false) return undefined;
      if (remove === undefined) return `the document has no operation that removes a ${resource.name}`;
      const path = this.pathOf(created, remove);
      let { status } = await this.send(remove, { path }, { purpose });
      if ((status === 412 || status === 428) && read !== undefined) {
        // Only the current version can be removed.
        await isGone();
        const etag = this.#etags.get(itemPath);
        if (etag !== undefined) ({ status } = await this.send(remove, { path, headers: { "If-Match": etag } }, { purpose }));
      }
      if (status === 404 || status === 410) return (await isGone()) === false ? `DELETE answered ${status}, but the item is still there` : undefined;
      if (status < 200 || status > 299) return status === 0 ? "there was no response to DELETE" : `DELETE answered ${status}`;
      return (await isGone()) === false ? `DELETE answered ${status}, but the item is still there` : undefined;
    } catch (error) {
      if (error instanceof NotSent) return error.reason;
      throw error;
    }
  }

  /** Where a value came from: the exchange of this run that first had it as the id of what it created. */
  originOf(value: unknown): { readonly exchange: Exchange; readonly at: string } | undefined {
    const created = this.#own.find((one) => String(one.id) === String(value));
    return created && { exchange: created.exchange, at: created.at };
  }

  readonly #known = {
    isOwn: (path: string): boolean => this.#ownPaths.has(path),
    isFree: (path: string): boolean => this.#free.has(path),
  };

  #given(operation: Operation, values: Values, accept: string | undefined): Given {
    const parameters = new Map<Parameter, unknown>();
    const used = new Set<string>();
    const take = (location: Parameter["in"], given: Readonly<Record<string, unknown>> = {}): void => {
      for (const [name, value] of Object.entries(given)) {
        const isSame = (one: Parameter): boolean =>
          one.in === location && (location === "header" ? one.name.toLowerCase() === name.toLowerCase() : one.name === name);
        const parameter = operation.parameters.find(isSame);
        if (parameter === undefined) continue;
        parameters.set(parameter, value);
        used.add(`${location} ${name}`);
      }
    };
    take("path", values.path);
    take("query", values.query);
    take("header", values.headers);
    take("cookie", values.cookies);
    // One key for two requests would make the second one a repetition of the first.
    const key = operation.parameters.find((one) => one.in === "header" && /^(?:x-)?idempotency-key$/i.test(one.name));
    if (key !== undefined && !parameters.has(key)) {
      const fresh = randomUuid(this.random);
      if (mayBe(key, fresh, this.model)) parameters.set(key, fresh);
    }
    const ifMatch = operation.parameters.find((one) => one.in === "header" && /^if-match$/i.test(one.name));
    if (ifMatch !== undefined && !parameters.has(ifMatch)) {
      const itemPath = values.path === undefined ? undefined : this.#pathWith(operation, values.path);
      const etag = itemPath === undefined ? undefined : this.#etags.get(itemPath);
      if (etag !== undefined) parameters.set(ifMatch, etag);
    }
    const rest = (location: "query" | "header", given: Readonly<Record<string, unknown>> = {}): readonly (readonly [string, string])[] =>
      Object.entries(given).flatMap(([name, value]) =>
        used.has(`${location} ${name}`) || value === omitted ? [] : [[name, String(value)] as const],
      );
    const body: GivenBody | undefined =
      values.text ?? ("body" in values ? (values.body === omitted || values.body === undefined ? omitted : { value: values.body }) : undefined);
    return {
      parameters,
      query: rest("query", values.query),
      headers: rest("header", values.headers),
      ...(body !== undefined && { body }),
      ...(accept !== undefined && { accept }),
    };
  }

  #record(request: PlannedRequest, as: string): RequestRecord {
    const { baseUrl, headers, identities, model } = this.options;
    const record: RequestRecord = {
      method: request.method,
      url: baseUrl.replace(/(?<!\/)\/+$/, "") + request.path,
      headers: withHeaders(request.headers, headers),
      ...(request.body === undefined ? {} : { body: request.body }),
    };
    if (as === "main") return record;
    const bare = credentialFree(model, record);
    return { ...bare, headers: withHeaders(bare.headers, identities?.get(as)) };
  }

  #finish(operation: Operation, request: PlannedRequest, interaction: Interaction, purpose: Purpose, as: string): Exchange {
    const { response } = interaction;
    const status = response?.status ?? 0;
    const exchange: Exchange = {
      index: this.#log.length,
      operation,
      values: valuesOf(request),
      filledFrom: request.filledFrom,
      purpose,
      as,
      interaction,
      status,
      json: jsonOf(interaction),
    };
    this.#log.push(forLog(exchange));
    this.#register(exchange, withoutQuery(request.path));
    this.pool.add(operation, interaction);
    this.options.onExchange?.(exchange);
    return exchange;
  }

  /** What the exchange says about the existence of items. */
  #register(exchange: Exchange, path: string): void {
    const { operation, status, interaction } = exchange;
    const { role, resource } = roleOf(this.model, operation);
    const isSuccess = status >= 200 && status < 300;
    const etag = headerValue(interaction.response?.headers ?? [], "etag");
    if (etag !== undefined && isSuccess && (role === "read" || role === "replace" || role === "update")) this.#etags.set(path, etag);
    if (resource === undefined || resource.singleton === true) return;
    const item = itemsIn(pathOf(operation), path).items.at(-1);
    const isItem = item !== undefined && item === path;
    if (isSafe(operation)) {
      // A listed word is no id: that there is no item of this name says nothing about a write to it.
      if (role === "read" && isItem && (status === 404 || status === 410) && !isListedId(this.model, operation)) this.#free.add(path);
      if (role === "read" && isItem && isSuccess) this.#free.delete(path);
      if (!isSuccess) return;
      const shown = role === "list" ? (itemsOf(exchange.json, resource)?.items ?? []) : [exchange.json];
      for (const one of shown) {
        const found = idOf(resource, { body: one });
        if (found !== undefined) this.#seen.add(`${resource.name} ${found.id}`);
      }
      return;
    }
    if (!isSuccess) return;
    if (role === "create") {
      const found = idOf(resource, { body: exchange.json, location: headerValue(interaction.response?.headers ?? [], "location") });
      // A server that finds or replaces an item in place of creating one has created nothing.
      if (
        found !== undefined &&
        this.#seen.has(`${resource.name} ${found.id}`) &&
        !this.#own.some((one) => one.resource === resource && one.id === found.id)
      )
        return;
      const parents = alignPath(pathOf(operation), exchange.values.path ?? {}, resource.item ?? "");
      const values = found === undefined || resource.idParameter === undefined ? undefined : { ...parents, [resource.idParameter]: found.id };
      const some = resource.read ?? resource.replace ?? resource.update ?? resource.remove;
      const itemPath = values === undefined || some === undefined ? undefined : this.#itemPath(resource, values, some);
      this.#addOwn({
        resource,
        id: found?.id ?? "",
        at: found?.at ?? "",
        itemPath: itemPath ?? "",
        path: values ?? {},
        sent: exchange.values.body,
        exchange,
        isRemoved: false,
      });
    } else if (role === "remove") {
      const own = this.#own.findLast((one) => one.itemPath === item && !one.isRemoved);
      if (own !== undefined) {
        own.isRemoved = true;
        this.pool.forget(resource, own.id);
      }
    } else if (isItem && this.#own.some((one) => one.itemPath === path)) {
      // PUT creates again what DELETE removed.
      const own = this.#own.findLast((one) => one.itemPath === path);
      if (own !== undefined) own.isRemoved = false;
    } else if (isItem && this.#free.has(path) && resource.idParameter !== undefined) {
      const values = alignPath(pathOf(operation), exchange.values.path ?? {}, resource.item ?? "");
      const id = values[resource.idParameter];
      this.#addOwn({
        resource,
        id: id as string | number,
        at: "request",
        itemPath: path,
        path: values,
        sent: exchange.values.body,
        exchange,
        isRemoved: false,
      });
    }
  }

  #addOwn(created: Created): void {
    this.#own.push(created);
    if (created.itemPath === "") return;
    this.#ownPaths.add(created.itemPath);
    this.#free.delete(created.itemPath);
  }

  #outcome(exchange: Exchange): Created | NotCreated {
    const created = this.#own.findLast((one) => one.exchange === exchange);
    if (created === undefined)
      return { reason: exchange.status === 0 ? "there was no response" : `the server responded with ${exchange.status}`, exchange };
    return created.itemPath === "" ? { reason: "the response has no id", exchange } : created;
  }

  #itemPath(resource: Resource, values: Readonly<Record<string, unknown>>, some: Operation): string | undefined {
    const path = this.#pathWith(some, alignPath(resource.item ?? "", values, pathOf(some)));
    return path?.split("/").slice(0, resource.item?.split("/").length).join("/");
  }

  #pathWith(operation: Operation, values: Readonly<Record<string, unknown>>): string | undefined {
    const parts: WireParts = { path: new Map(), query: [], headers: [], cookies: [] };
    for (const parameter of operation.parameters) {
      if (parameter.in !== "path") continue;
      const value = values[parameter.name];
      if (value === undefined || !writeParameter(parameter, value, parts, this.model)) return undefined;
    }
    return withoutQuery(pathOf(operation).replace(/\{([^{}]*)\}/g, (whole, name: string) => parts.path.get(name) ?? whole));
  }
}

/** Path values under the names that another template has at the same position; else those of the same names. */
export function alignPath(from: string, values: Readonly<Record<string, unknown>>, to: string): Readonly<Record<string, unknown>> {
  const names = [...to.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = atPosition(from, values, to, name) ?? values[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** The value of the parameter at the position that `name` has in another template, if both templates are equal up to there. */
function atPosition(from: string, values: Readonly<Record<string, unknown>>, to: string, name: string): unknown {
  const [source, target] = [from.split("/"), to.split("/")];
  const end = target.findIndex((segment) => segment.includes(`{${name}}`));
  const isAlike = target.slice(0, end + 1).every((segment, index) => {
    const other = source[index] ?? "";
    return segment.includes("{") ? other.includes("{") : segment === other;
  });
  const other = isAlike ? /\{([^{}]*)\}/.exec(source[end] ?? "")?.[1] : undefined;
  return other === undefined ? undefined : values[other];
}

function isListedId(model: ApiModel, operation: Operation): boolean {
  const last = /\{([^{}]*)\}[^{}]*$/.exec(pathOf(operation))?.[1];
  const schema = resolved(operation.parameters.find((one) => one.in === "path" && one.name === last)?.schema, model.schemas);
  return schema?.enum !== undefined || schema?.const !== undefined;
}

/** Whether a list has all items: it is not paged, or its total says so. */
function isComplete(list: Operation, count: number, total: number | undefined, { interaction }: Pick<Exchange, "interaction">): boolean {
  if (total !== undefined) return count >= total;
  const link = headerValue(interaction.response?.headers ?? [], "link");
  if (link !== undefined && /rel="?next/.test(link)) return false;
  return !list.parameters.some(
    ({ in: location, name }) =>
      location === "query" &&
      /^(?:page|per_?page|limit|offset|cursor|size|page_?(?:size|number|token)|after|before|marker|start|skip|take|top|count|max_?results)$/i.test(
        name,
      ),
  );
}

function inventId(session: Session, resource: Resource, operation: Operation): string | number | undefined {
  const template = pathOf(operation);
  const name = /\{([^{}]*)\}/.exec(template.split("/")[(resource.item?.split("/").length ?? 1) - 1] ?? "")?.[1];
  const parameter = operation.parameters.find((one) => one.in === "path" && one.name === name);
  if (parameter === undefined) return undefined;
  return inventFor(session, parameter, resource.name);
}

/** A valid value of a parameter that identifies nothing known. Never one that only a server can issue. */
export function inventFor(session: Session, parameter: Parameter, thing: string): string | number | undefined {
  const { model, random, pool } = session;
  const schema = resolved(parameter.schema, model.schemas);
  if (schema?.enum !== undefined || schema?.const !== undefined || isOpaque(parameter, model)) return undefined;
  const hex = (length: number): string => randomHex(random, length);
  const number = (): number => random.integer(900_000_000, 2_000_000_000);
  const bounds = { least: schema?.number?.minimum ?? 1, most: schema?.number?.maximum ?? 2_000_000_000 };
  const makers: readonly (() => string | number | undefined)[] = [
    number,
    () => bounds.most,
    () => random.integer(bounds.least, bounds.most),
    () => `unknown-${random.word(8)}`,
    () => randomUuid(random),
    () => hex(24),
    () => hex(32),
    () => random.word(12),
    () => random.word(Math.max(1, schema?.string?.minLength ?? 1)),
    () => `${number()}`,
    () => drawn(session, parameter),
  ];
  const isNumber = schema?.type !== undefined && schema.type.every((type) => type === "integer" || type === "number" || type === "null");
  const isValid = (value: string | number): boolean =>
    parameter.schema === undefined || accepts(parameter.schema, value, model, { direction: "request" });
  for (const make of makers) {
    const value = make();
    if (value === undefined || (isNumber ? typeof value !== "number" : typeof value !== "string")) continue;
    if (isValid(value) && !pool.knows(thing, value)) return value;
  }
  return undefined;
}

function withHeaders(headers: readonly HeaderField[], given: Readonly<Record<string, string>> = {}): readonly HeaderField[] {
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  return [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...Object.entries(given)];
}

function valuesOf({ values, bodyValue, body }: PlannedRequest): Values {
  const of = (location: Parameter["in"]): Readonly<Record<string, unknown>> =>
    Object.fromEntries([...values].filter(([parameter]) => parameter.in === location).map(([parameter, value]) => [parameter.name, value]));
  return {
    path: of("path"),
    query: of("query"),
    headers: of("header"),
    cookies: of("cookie"),
    ...(bodyValue !== undefined && { body: bodyValue }),
    ...(bodyValue === undefined && body?.kind === "text" && { text: { text: body.text, contentType: "" } }),
  };
}

function jsonOf({ response }: Interaction): unknown {
  if (response?.body?.kind !== "text" || !isJsonMediaType(contentTypeOf(response.headers) ?? "")) return undefined;
  try {
    return JSON.parse(response.body.text) as unknown;
  } catch {
    return undefined;
  }
}

function forLog(exchange: Exchange): Exchange {
  const { response } = exchange.interaction;
  const { body } = response ?? {};
  const size = body === undefined ? 0 : body.kind === "text" ? body.text.length : body.bytes.length;
  if (response === undefined || size <= mostKept) return exchange;
  const { status, headers } = response;
  return { ...exchange, json: undefined, interaction: { ...exchange.interaction, response: { status, headers } } };
}

function drawn({ model, random }: Session, { schema, name }: Parameter): string | number | undefined {
  const made = schema && seeded(schema, random.integer(1, 1e9), model, { direction: "request", name });
  return made?.found === true && (typeof made.value === "string" || typeof made.value === "number") ? made.value : undefined;
}

function randomHex(random: Random, length: number): string {
  return Array.from({ length }, () => random.integer(0, 15).toString(16)).join("");
}

/** A version 4 UUID of seeded digits. */
function randomUuid(random: Random): string {
  const hex = (length: number): string => randomHex(random, length);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
